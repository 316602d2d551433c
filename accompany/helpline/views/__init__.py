"""The helpline's pages: the company's hooks, the chat, the desk, the log, the demo telephone."""
