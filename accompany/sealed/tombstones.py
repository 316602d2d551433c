"""Tombstones of what is no lockbox: what was taken back stays so, whichever copy comes back.

A tombstone lies in both databases. A restore replays those of the newest keyring over the older
copy of the other one (`restoring.replay_tombstones`); each word then takes back what has one.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from accompany import clock
from accompany.sealed.keyring import keys as shred_keys
from accompany.sealed.models import Tombstone


def leave(ids: Iterable[UUID]) -> int:
    """Leave a tombstone for each, once what it tells of is committed. Twice is once."""
    gone = list(ids)
    if gone:
        shred_keys.destroy(gone)
        now = clock.now()
        Tombstone.objects.bulk_create(
            (Tombstone(lockbox=id, at=now) for id in gone), ignore_conflicts=True, batch_size=500
        )
    return len(gone)


def lying() -> QuerySet[Tombstone, UUID]:
    """The ids of everything that has a tombstone, to be asked for within a query."""
    return Tombstone.objects.values_list("lockbox", flat=True)
