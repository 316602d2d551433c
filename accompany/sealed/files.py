"""Sealed files: what is too large for a row, sealed under the row's lockbox and kept on disk.

A file is known by a random id, filled up to a multiple of 64 KiB, and bound to its side, row and
lockbox: in another place, or changed by one byte, it does not open. It is written before its row
is committed and deleted after; what a crash leaves behind, the loop sweeps.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from struct import pack, unpack
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from accompany import clock
from accompany.sealed import cipher, host
from accompany.sealed.documents import SealedRow
from accompany.sealed.lockboxes import OpenLockbox
from accompany.sealed.models import SealedFile

FORMAT = b"\x70"
PIECE = 64 * 1024
LEFT_ALONE = timedelta(days=1)  # a file this young may belong to a row that is being written
AT_ONCE = 200


def seal_file(data: bytes, *, box: OpenLockbox, row: SealedRow) -> SealedFile:
    """Put a file on disk, sealed for this row. Inside the transaction that stores the row."""
    filled = _filled(data)
    file = SealedFile(
        id=uuid4(), lockbox_id=box.id, pieces=len(filled) // PIECE, made_at=clock.now()
    )
    sealed = FORMAT + cipher.lock(_key(box), filled, _bound(file.id, box, row))
    host.write(_path(file.id), sealed)
    file.save(force_insert=True)
    return file


def open_file(id: UUID, *, box: OpenLockbox, row: SealedRow) -> bytes:
    """What was sealed, or `CannotOpen`."""
    try:
        sealed = _path(id).read_bytes()
    except FileNotFoundError:
        raise cipher.CannotOpen from None
    if sealed[:1] != FORMAT:
        raise cipher.CannotOpen
    filled = cipher.unlock(_key(box), sealed[1:], _bound(id, box, row))
    (size,) = unpack(">I", filled[:4])
    if size > len(filled) - 4:
        raise cipher.CannotOpen
    return filled[4 : 4 + size]


def delete_files(ids: Iterable[UUID | None]) -> None:
    """Delete files: their rows now, what is on disk once this is committed."""
    gone = [id for id in ids if id is not None]
    SealedFile.objects.filter(id__in=gone).delete()
    transaction.on_commit(lambda: _unlink(gone), robust=True)


def sweep() -> int:
    """Delete what nothing belongs to: files of shredded lockboxes, and files without a row."""
    of_shredded = SealedFile.objects.filter(lockbox__ordered_at__isnull=False)
    shredded = list(of_shredded.values_list("id", flat=True)[:AT_ONCE])
    old = _old_files()
    known = set(SealedFile.objects.filter(id__in=old).values_list("id", flat=True))
    gone = _unlink([*shredded, *(id for id in old if id not in known)])
    SealedFile.objects.filter(id__in=shredded).delete()
    return gone


def _unlink(ids: Iterable[UUID]) -> int:
    gone = 0
    for id in ids:
        path = _path(id)
        gone += path.exists()
        path.unlink(missing_ok=True)
    return gone


def _old_files() -> list[UUID]:
    before = clock.now() - LEFT_ALONE
    old = []
    for path in Path(settings.FILES).glob("??/" + "?" * 32):
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
            old.append(UUID(path.name))
    return old


def _path(id: UUID) -> Path:
    return Path(settings.FILES) / id.hex[:2] / id.hex


def _key(box: OpenLockbox) -> bytes:
    return cipher.derive(box.key, b"files")


def _filled(data: bytes) -> bytes:
    size = len(data) + 4
    return pack(">I", len(data)) + data + bytes(-size % PIECE)


def _bound(id: UUID, box: OpenLockbox, row: SealedRow) -> bytes:
    table = row._meta.db_table
    return FORMAT + cipher.bind(
        "accompany file 1", settings.SIDE, table, row.pk.bytes, box.id.bytes, id.bytes
    )
