"""Slips: a short code on paper that stands for somebody without an account.

The code itself is stored nowhere. A digest under a host secret knows it again, and a few words may
be locked under it; the host secret is in no backup, so neither can be guessed from a stolen copy.
"""

import secrets

from django.conf import settings

from accompany.sealed import cipher, host
from accompany.sealed.documents import SealedRow

FORMAT = b"\x71"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no letter looks like a number
MISREAD = str.maketrans("OIL", "011")
LENGTH = 8
GROUP = 4


def new_code() -> str:
    """Forty random bits, written in two groups of four."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def clean(typed: str) -> str | None:
    """A code as it was meant, however it was typed; None if it can be no code."""
    letters = "".join(each for each in typed.upper() if each.isalnum()).translate(MISREAD)
    if len(letters) != LENGTH or not set(letters) <= set(LETTERS):
        return None
    return letters


def digest(code: str) -> str:
    """What is stored of a cleaned code."""
    return cipher.derive(host.secret("slips"), b"slip digest", code.encode()).hex()


def lock(code: str, words: str, *, row: SealedRow) -> bytes:
    """Words that whoever holds the code may read."""
    return FORMAT + cipher.lock(_key(code), cipher.pad(words.encode()), _bound(row))


def unlock(code: str, locked: bytes | memoryview, *, row: SealedRow) -> str:
    """Those words again, or `CannotOpen`."""
    locked = bytes(locked)
    if locked[:1] != FORMAT:
        raise cipher.CannotOpen
    return cipher.unpad(cipher.unlock(_key(code), locked[1:], _bound(row))).decode()


def _key(code: str) -> bytes:
    return cipher.derive(host.secret("slips"), b"slip key", code.encode())


def _bound(row: SealedRow) -> bytes:
    return cipher.bind(FORMAT, settings.SIDE, row._meta.db_table, row.pk.bytes)
