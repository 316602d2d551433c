"""Words kept for days only: locked once more under a host key of their day.

The key is in no backup and is destroyed when the days are over, so that an older copy of the
database, or of a backup, holds nothing of them that opens.
"""

from datetime import date, timedelta
from pathlib import Path

from accompany import clock
from accompany.sealed import cipher, host

FORMAT = b"\x60"
LIFE = timedelta(days=8)
_DAY = 10


def lock(words: bytes, bound: bytes) -> bytes:
    """Lock under today's key."""
    day = clock.now().date().isoformat().encode()
    return FORMAT + day + cipher.lock(_key(day), words, _bound(day, bound))


def unlock(locked: bytes, bound: bytes) -> bytes:
    """Open what was locked within these days, or raise `CannotOpen`."""
    locked = bytes(locked)
    day = locked[1 : 1 + _DAY]
    if locked[:1] != FORMAT or day not in {_day_of(path).encode() for path in _all()}:
        raise cipher.CannotOpen
    return cipher.unlock(_key(day), locked[1 + _DAY :], _bound(day, bound))


def destroy_old() -> int:
    """Destroy the keys of days that are over."""
    last = clock.now().date() - LIFE
    with host.held("days"):
        over = [path for path in _all() if date.fromisoformat(_day_of(path)) < last]
        for path in over:
            host.destroy(path)
    return len(over)


def _key(day: bytes) -> bytes:
    return host.secret(f"day-{day.decode()}")


def _day_of(path: Path) -> str:
    return path.stem.removeprefix("day-")


def _all() -> list[Path]:
    return sorted(host.folder().glob("day-????-??-??.key"))


def _bound(day: bytes, bound: bytes) -> bytes:
    return cipher.bind(FORMAT, day, bound)
