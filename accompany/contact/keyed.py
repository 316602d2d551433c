"""The digest by which a form that was sent twice is known to be one letter.

It is of the form's own value, of everything typed and of the day: a page that is served from memory
gives many people the same value, and no two letters may be taken for one. The key is a secret of
the host, so that nobody who holds the database alone can try words against it.
"""

import hmac
from datetime import date

from accompany.sealed import host


def once(form: str, words: tuple[str, ...], day: date) -> str:
    said = "\0".join((form, day.isoformat(), *words)).encode("utf-8", "surrogatepass")
    return hmac.digest(host.secret("contact-letters"), said, "sha256").hex()
