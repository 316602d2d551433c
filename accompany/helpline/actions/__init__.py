"""Every change to the helpline, by noun: texts, chats, the desk, the outbox, the log."""
