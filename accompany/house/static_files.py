"""Static files: served under an address that carries a digest of what they hold.

There is no build step: the address changes when the file does. What only colleagues load is named,
and may be kept by their browsers. What a public page loads is kept by nobody's, and its address is
the digest alone (decision 0015): names and words of files would lie in the caches of a telephone
that somebody else may search. A file is for the public unless it is listed here.
"""

from functools import cache
from hashlib import blake2b
from pathlib import Path, PurePosixPath

from django.conf import settings
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
    """Adds the digest to every address that a template asks for, or puts it in the name's place."""

    def url(self, name: str | None) -> str:
        address = super().url(name)
        if not name or not digest(name):
            return address
        return f"{address}?v={digest(name)}" if is_of_the_desk(name) else nameless(name)


def nameless(name: str) -> str:
    """The address of a file for the public, which says nothing of what it is for."""
    return f"{settings.STATIC_URL}{digest(name)}{PurePosixPath(name).suffix}"


@cache
def digest(name: str) -> str:
    """A short digest of a static file; empty if there is no such file."""
    found = finders.find(name)
    if not isinstance(found, str):
        return ""
    return blake2b(Path(found).read_bytes(), digest_size=6).hexdigest()
