"""Static files: served under an address that carries a digest of what they hold.

There is no build step: the address changes when the file does. What only colleagues load may so be
kept by their browsers. What a public page loads is kept by nobody's (decision 0015): its name and
its words would lie in the cache of a telephone that somebody else may search. A file is for the
public unless it is listed here.
"""

from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

OF_THE_DESK = (
    "advocacy/",
    "grants/",
    "helpline/desk.js",
    "house/desk.css",
    "house/live.js",
    "participants/",
    "staff/",
    "wagtail",
    "workday/",
)


def is_of_the_desk(name: str) -> bool:
    """Whether only colleagues' pages load this file."""
    return name.startswith(OF_THE_DESK)


class NamedByContent(StaticFilesStorage):
    """Adds `?v=` and the digest to every address that a template asks for."""

    def url(self, name: str | None) -> str:
        address = super().url(name)
        return f"{address}?v={digest(name)}" if name and digest(name) else address


@cache
def digest(name: str) -> str:
    """A short digest of a static file; empty if there is no such file."""
    found = finders.find(name)
    if not isinstance(found, str):
        return ""
    return blake2b(Path(found).read_bytes(), digest_size=6).hexdigest()
