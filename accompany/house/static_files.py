"""Static files: served under an address that carries a digest of what they hold.

There is no build step: the address changes when the file does, so a browser may keep it.
"""

from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


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
