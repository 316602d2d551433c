"""Host secrets: small files of this machine that lie outside the data folder and outside backups.

They guard against whoever takes the databases alone. Each is made at its first use, readable by the
house's own account only, and never travels.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from typing import TextIO

from django.conf import settings

from accompany.sealed.cipher import KEY, new_key

_read: dict[Path, bytes] = {}


def folder() -> Path:
    """Where this side's host secrets lie; made at first use, closed to others."""
    path = Path(settings.HOST) / settings.SIDE
    if not path.is_dir():
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        path.chmod(0o700)
    return path


def secret(name: str) -> bytes:
    """The host's 32 random bytes of that name."""
    path = Path(settings.HOST) / settings.SIDE / f"{name}.key"
    if path not in _read:
        _read[path] = _made(path)
    return _read[path]


def write(path: Path, data: bytes) -> None:
    """Put a file in place whole, on disk, for the house's own account only."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, scratch = mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(scratch, path)
    _settle(path.parent)


def destroy(path: Path) -> None:
    """Overwrite a file's bytes, then remove it."""
    with path.open("r+b") as file:
        file.write(os.urandom(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    _settle(path.parent)
    _read.pop(path, None)


def appending(name: str) -> TextIO:
    """A file of the host to add to, for the house's own account only."""
    return open(folder() / name, "a", opener=_for_us_alone)


@contextmanager
def held(name: str) -> Iterator[None]:
    """One process at a time, on this machine, does what is inside."""
    with appending(f"{name}.lock") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def loose_files() -> list[Path]:
    """Files of the host that others on the machine could read."""
    return [path for path in [folder(), *folder().iterdir()] if path.stat().st_mode & 0o077]


def forget_what_was_read() -> None:
    """Read every secret from disk again, as after a restore."""
    _read.clear()


def _made(path: Path) -> bytes:
    folder()
    if not path.exists():
        with held("secrets"):
            if not path.exists():
                write(path, new_key())
    found = path.read_bytes()
    if len(found) != KEY:
        raise ValueError(f"The host secret {path.name} is not {KEY} bytes long.")
    return found


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _settle(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
