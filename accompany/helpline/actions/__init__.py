"""Every change to the helpline, by noun: texts that arrive, chats, the desk, the outbox, the log."""
