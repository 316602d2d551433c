"""Shred keys: reserved ahead in batches, handed out one at a time, destroyed for good.

A key is committed here before its lockbox exists there, so that no lockbox can ever lack one.
Reserving thirty-two at a time makes that cost one commit in thirty-two; what a stopped process
leaves unused is swept after a day.
"""

import os
from collections.abc import Iterable
from datetime import timedelta
from threading import Lock
from time import CLOCK_BOOTTIME, clock_gettime
from uuid import UUID, uuid4

from django.db import connections, transaction

from accompany import clock
from accompany.ledger.asking import as_id, ask, places
from accompany.sealed.keyring.models import ShredKey, Tombstone

BATCH = 32
KEY = 32
FRESH_FOR = 6.0
CHUNK = 5000

KEYS = "SELECT lockbox, key FROM keyring_shredkey WHERE lockbox IN ({})"

_reserved: list[tuple[UUID, bytes, float]] = []
_one_at_a_time = Lock()


def new() -> tuple[UUID, bytes]:
    """The id for a lockbox about to be made, and its shred key, already committed."""
    if connections["keyring"].in_atomic_block:
        return _reserve(1)[0]
    with _one_at_a_time:
        while _reserved:
            lockbox, key, until = _reserved.pop()
            if _hours() < until:
                return lockbox, key
        until = _hours() + FRESH_FOR
        _reserved.extend((*pair, until) for pair in _reserve(BATCH))
        return _reserved.pop()[:2]


def find(lockboxes: Iterable[UUID]) -> dict[UUID, bytes]:
    """The shred keys of these lockboxes that still exist."""
    wanted = list(lockboxes)
    found: dict[UUID, bytes] = {}
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        rows = ask(KEYS.format(places(some)), some, using="keyring")
        found.update((as_id(lockbox), bytes(key)) for lockbox, key in rows)
    return found


def destroy(lockboxes: Iterable[UUID]) -> None:
    """Destroy shred keys and leave tombstones, in one commit."""
    gone = list(lockboxes)
    with transaction.atomic(using="keyring"):
        for start in range(0, len(gone), CHUNK):
            ShredKey.objects.filter(lockbox__in=gone[start : start + CHUNK]).delete()
        Tombstone.objects.bulk_create(
            (Tombstone(lockbox=lockbox, on=clock.today()) for lockbox in gone),
            ignore_conflicts=True,
            batch_size=500,
        )


def unclaimed() -> list[UUID]:
    """Lockbox ids whose key is more than a day old; some were never used."""
    yesterday = clock.today() - timedelta(days=1)
    return list(ShredKey.objects.filter(made_on__lt=yesterday).values_list("lockbox", flat=True))


def sweep(lockboxes: Iterable[UUID]) -> int:
    """Destroy keys that never got a lockbox; they need no tombstone."""
    gone = list(lockboxes)
    count = 0
    for start in range(0, len(gone), CHUNK):
        count += ShredKey.objects.filter(lockbox__in=gone[start : start + CHUNK]).delete()[0]
    return count


def forget_reserved() -> None:
    """Give up what is reserved: another process, or another database."""
    _reserved.clear()


def _hours() -> float:
    """Hours of this host, sleep included: a key that slept for a day may have been swept."""
    return clock_gettime(CLOCK_BOOTTIME) / 3600


def _reserve(count: int) -> list[tuple[UUID, bytes]]:
    pairs = [(uuid4(), os.urandom(KEY)) for _ in range(count)]
    today = clock.today()
    with transaction.atomic(using="keyring", durable=count > 1):
        ShredKey.objects.bulk_create(
            ShredKey(lockbox=lockbox, key=key, made_on=today) for lockbox, key in pairs
        )
    return pairs


os.register_at_fork(after_in_child=forget_reserved)
