"""After a restore: what was forgotten stays forgotten, and a new host learns whom to trust.

Tombstones lie in both databases, so that a copy of either from before an erasure is brought up to
date by the other. Host secrets never travel; on a new host the operator says once that the restored
public keys are to be trusted, and the ledger keeps that.
"""

from uuid import UUID

from django.db import transaction

from accompany import clock
from accompany.ledger.lines import HOUSE, Actor, record
from accompany.sealed import circles, pins, recovery, verbs
from accompany.sealed.keyring import keys as shred_keys
from accompany.sealed.keyring.models import ShredKey
from accompany.sealed.keyring.models import Tombstone as KeyTombstone
from accompany.sealed.lockboxes import glass_opens
from accompany.sealed.models import (
    CircleKey,
    Grant,
    Lockbox,
    PersonKey,
    RecoveryKey,
    Tombstone,
)

PIECE = 500


def replay_tombstones() -> int:
    """Forget again whatever either database knows as forgotten; how many came back to life."""
    gone = {
        *Tombstone.objects.values_list("lockbox", flat=True),
        *KeyTombstone.objects.values_list("lockbox", flat=True),
        *Lockbox.objects.filter(ordered_at__isnull=False).values_list("id", flat=True),
    }
    ids = sorted(gone)
    revived = 0
    for start in range(0, len(ids), PIECE):
        revived += _forget(ids[start : start + PIECE])
    return revived


def _forget(ids: list[UUID]) -> int:
    revived = set(ShredKey.objects.filter(lockbox__in=ids).values_list("lockbox", flat=True))
    shred_keys.destroy(ids)
    now = clock.now()
    with transaction.atomic():
        Grant.objects.filter(lockbox__in=ids).delete()
        boxes = Lockbox.objects.filter(id__in=ids, shredded_at=None)
        revived |= set(boxes.filter(ordered_at=None).values_list("id", flat=True))
        boxes.filter(ordered_at=None).update(ordered_at=now)
        boxes.update(shredded_at=now)
        Tombstone.objects.bulk_create(
            (Tombstone(lockbox=id, at=now) for id in ids), ignore_conflicts=True
        )
    return len(revived)


def is_new_host() -> bool:
    """Whether this host has never pinned a key of this house."""
    return pins.is_empty()


@transaction.atomic
def trust_database(*, by: Actor = HOUSE) -> None:
    """Pin every public key as the database has it: only after a restore onto a new host."""
    for name, epoch, public in CircleKey.objects.values_list("circle_id", "epoch", "public"):
        pins.pin(circles.pin_name(name, epoch), bytes(public))
    for key in RecoveryKey.objects.filter(retired_at=None):
        pins.pin(recovery.pin_name(), bytes(key.public))
    for person in PersonKey.objects.filter(retired_at=None):
        person.mac = pins.mac(
            "person", person.person.bytes, str(person.generation), bytes(person.public)
        )
        person.save(update_fields=["mac"])
    boxes = list(Lockbox.objects.filter(ordered_at=None))
    for box in boxes:
        box.mac = pins.mac("lockbox", box.id.bytes, box.kind, bytes(box.public))
    Lockbox.objects.bulk_update(boxes, ["mac"], batch_size=PIECE)
    _give_up_lost_glass()
    record(verbs.TRUSTED, by=by, lockboxes=len(boxes))


def _give_up_lost_glass() -> None:
    """Grants wrapped under another host's key open no more; colleagues make them anew."""
    glass = Grant.objects.filter(circle=circles.GLASS)
    lost = [
        pk
        for pk, lockbox, sealed in glass.values_list("pk", "lockbox_id", "sealed")
        if not glass_opens(bytes(sealed), lockbox)
    ]
    for start in range(0, len(lost), PIECE):
        Grant.objects.filter(pk__in=lost[start : start + PIECE]).update(epoch=0)
