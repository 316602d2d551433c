"""Session rows: named by one hash of the cookie and sealed under another.

The table holds neither the cookie nor anything that opens with what the table holds.
"""

from accompany.sealed import cipher

FORMAT = b"\x50"


def row_name(cookie: str) -> str:
    """The name a session's row goes by; the cookie cannot be found from it."""
    return cipher.digest(cookie.encode(), b"session name").hex()


def seal(cookie: str, data: bytes) -> bytes:
    """Seal a session's whole data under its cookie."""
    return FORMAT + cipher.lock(_key(cookie), cipher.pad(data), _bound(cookie))


def open(cookie: str, sealed: bytes) -> bytes:
    """Open a session's data, or raise `CannotOpen`."""
    if sealed[:1] != FORMAT:
        raise cipher.CannotOpen
    return cipher.unpad(cipher.unlock(_key(cookie), bytes(sealed[1:]), _bound(cookie)))


def _key(cookie: str) -> bytes:
    return cipher.digest(cookie.encode(), b"session key")


def _bound(cookie: str) -> bytes:
    return cipher.bind(FORMAT, row_name(cookie))
