"""Pins: the public keys this host has seen made, kept in a file of the host.

Whoever can write the database could put a key of his own in a circle's place, and everything sealed
afterwards would be his to open. So each sealing compares with the pin, and a key that differs is
refused and written in the ledger. Lockboxes and people are too many to pin: a MAC under a host key
stands beside their public halves instead.
"""

import json
import logging
import re
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from accompany.sealed import cipher, host

NOT_A_CODE = re.compile(r"[^A-Za-z0-9_.:+/=-]")

log = logging.getLogger(__name__)

_seen: tuple[tuple[Path, int, int, int], dict[str, str]] | None = None


class SwappedKey(Exception):
    """A public key in the database is not the one this host pinned."""

    message = _("A key in the database was changed from outside. Nothing was sealed to it.")

    def __str__(self) -> str:
        return str(self.message)


def pin(name: str, public: bytes) -> None:
    """Remember a key that was made here. Called before its row is committed."""
    with host.held("pins"):
        pins = {**_read(), name: public.hex()}
        host.write(_path(), json.dumps(pins, sort_keys=True, indent=1).encode())


def check(name: str, public: bytes) -> bytes:
    """Hand back a key that is the pinned one; raise `SwappedKey` for any other."""
    if _pins().get(name) != public.hex():
        _alarm(name)
        raise SwappedKey
    return public


def mac(*parts: bytes | str) -> bytes:
    """What this host puts beside a public half that it made."""
    return cipher.derive(host.secret("public-halves"), b"public half", cipher.bind(*parts))


def check_mac(public: bytes, stored: bytes, *parts: bytes | str) -> bytes:
    """Hand back a public half whose MAC is ours; raise `SwappedKey` for any other."""
    if mac(*parts, public) != bytes(stored):
        _alarm("/".join(part if isinstance(part, str) else part.hex() for part in parts))
        raise SwappedKey
    return public


def is_empty() -> bool:
    """Whether nothing was ever pinned here."""
    return not _pins()


def take_alarms() -> list[str]:
    """The names of the keys that were refused since the last look."""
    with host.held("alarms"):
        path = host.folder() / "alarms"
        if not path.exists():
            return []
        names = path.read_text().splitlines()
        path.unlink()
    return names


def _alarm(name: str) -> None:
    """Noted on the host first: the work around a refusal rolls back, and its lines with it."""
    log.critical("A public key in the database is not the one made here: %s", name)
    code = NOT_A_CODE.sub("-", name)[:128]
    with host.held("alarms"), host.appending("alarms") as file:
        file.write(f"{code}\n")


def _path() -> Path:
    return host.folder() / "pins.json"


def _pins() -> dict[str, str]:
    global _seen
    path = _path()
    try:
        stat = path.stat()
    except FileNotFoundError:
        return {}
    mark = (path, stat.st_mtime_ns, stat.st_ino, stat.st_size)
    if _seen is None or _seen[0] != mark:
        _seen = (mark, _read())
    return _seen[1]


def _read() -> dict[str, str]:
    try:
        pins: dict[str, str] = json.loads(_path().read_bytes())
    except FileNotFoundError:
        return {}
    return pins
