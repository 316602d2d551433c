"""Keyed digests: knowing something again without keeping it.

Each is under its own secret of the host, which lies outside the data folder and outside backups.
Unlike the tags that route a text to its conversation these do not rotate: STOP holds until START.
"""

import hmac
from base64 import urlsafe_b64encode

from accompany.sealed import host


def suppressed(number: str) -> str:
    """What is kept of a number that may no longer be texted."""
    return _digest("suppressions", number).hex()


def chat_token(once: str) -> str:
    """The token of the chat that the form carrying `once` opens: the same for a double click."""
    return urlsafe_b64encode(_digest("chat-tokens", once)).decode().rstrip("=")


def _digest(secret: str, what: str) -> bytes:
    return hmac.digest(host.secret(f"helpline-{secret}"), what.encode(), "sha256")
