"""The helpline's pages: the provider's hooks, the visitor's chat, the desk, the log, the demo telephone."""
