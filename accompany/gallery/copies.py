"""Public copies on disk: files of pixels, each under a name that nobody can guess.

A name is a digest of what the file holds and of the hanging it belongs to, so that a work hung
again has new ones. A copy is written before its row is committed and deleted right after the work
has come down; what a crash leaves behind, the loop sweeps. They are in no backup: a restored house
shows nothing in public until a keeper hangs it again, since it may have come down meanwhile.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from uuid import UUID

from django.conf import settings

from accompany import clock
from accompany.house.pictures import Copy
from accompany.sealed import host

REMEMBERED = 8 * 1024 * 1024  # bytes, in each process
LEFT_ALONE = timedelta(hours=1)  # a file this young may belong to a work that is being hung

_remembered: OrderedDict[str, bytes] = OrderedDict()
_turn = threading.Lock()


def folder() -> Path:
    return Path(settings.HOUSE_DATA) / "public" / "pictures"


def name_of(hanging: UUID, copy: Copy) -> str:
    digest = blake2b(hanging.bytes + copy.data, digest_size=16, person=b"public picture")
    return f"{digest.hexdigest()}.{copy.kind}"


def write(hanging: UUID, copy: Copy) -> str:
    """Put one copy in place and say its name."""
    name = name_of(hanging, copy)
    host.write(folder() / name, copy.data)
    return name


def is_there(name: str) -> bool:
    return (folder() / name).is_file()


def read(name: str) -> bytes | None:
    """A copy from memory or from disk. Whether it may be shown, its row says."""
    with _turn:
        if name in _remembered:
            _remembered.move_to_end(name)
            return _remembered[name]
    try:
        data = (folder() / name).read_bytes()
    except FileNotFoundError:
        return None
    with _turn:
        _remembered[name] = data
        while sum(map(len, _remembered.values())) > REMEMBERED:
            _remembered.popitem(last=False)
    return data


def delete(names: Iterable[str]) -> int:
    """Delete copies; how many were there. Other processes ask a row before they show one."""
    gone = 0
    for name in names:
        with _turn:
            _remembered.pop(name, None)
        path = folder() / name
        gone += path.exists()
        path.unlink(missing_ok=True)
    return gone


def older() -> list[str]:
    """Every copy on disk that is not being written just now."""
    before = clock.now() - LEFT_ALONE
    return [
        path.name
        for path in folder().glob("*.*")
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before
    ]
