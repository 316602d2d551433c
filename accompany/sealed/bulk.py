"""Many lockboxes at once, for imports and demo folders.

Each is as one made alone: its shred key is committed first, and its holders are counted. What is
made with its holders' keys at hand is granted symmetrically from the start.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accompany.sealed import cipher, circles, lockboxes, pins
from accompany.sealed.keyring import keys as shred_keys
from accompany.sealed.lockboxes import OpenLockbox
from accompany.sealed.models import Grant, Lockbox
from accompany.sealed.people import Opener

AT_ONCE = 2000


@dataclass(frozen=True)
class Wanted:
    """One lockbox to be made: what for, and for whom."""

    kind: str
    people: frozenset[UUID] = frozenset()
    circles: frozenset[str] = frozenset()


@transaction.atomic
def make_lockboxes(
    wanted: Sequence[Wanted], *, openers: Iterable[Opener] = ()
) -> list[OpenLockbox]:
    """Make lockboxes in the order wanted. Raises `TooFewOpeners` or `NoSuchKey`."""
    symmetric = _symmetric_keys(openers)
    made: list[OpenLockbox] = []
    for start in range(0, len(wanted), AT_ONCE):
        part = wanted[start : start + AT_ONCE]
        holders = {each: _counted(each) for each in set(part)}
        boxes = [
            lockboxes._opened(id, each.kind, cipher.new_key(), key)
            for each, (id, key) in zip(part, shred_keys._reserve(len(part)), strict=True)
        ]
        publics = [cipher.public_half(box.private) for box in boxes]
        Lockbox.objects.bulk_create(
            Lockbox(
                id=box.id,
                kind=box.kind,
                public=public,
                mac=pins.mac("lockbox", box.id.bytes, box.kind, public),
            )
            for box, public in zip(boxes, publics, strict=True)
        )
        Grant.objects.bulk_create(
            grant
            for box, each in zip(boxes, part, strict=True)
            for grant in _grants(box, holders[each], symmetric)
        )
        made += boxes
    return made


def _counted(each: Wanted) -> lockboxes.Holders:
    holders = lockboxes._holders(set(each.people), set(each.circles))
    lockboxes._require_two(holders)
    return holders


Keys = dict[tuple[UUID | None, str, int], bytes]


def _symmetric_keys(openers: Iterable[Opener]) -> Keys:
    """The symmetric grant key of every holder whose keys are at hand."""
    found: Keys = {}
    for opener in openers:
        found[opener.id, "", 0] = opener.keys.grant_key
        for (name, epoch), half in circles.halves(None, by=opener).items():
            found[None, name, epoch] = half.grant_key
    return found


def _grants(box: OpenLockbox, holders: lockboxes.Holders, symmetric: Keys) -> Iterable[Grant]:
    slow = {}
    for (person, circle), (epoch, public) in holders.items():
        key = symmetric.get((person, circle, epoch if circle else 0))
        if key is None:
            slow[person, circle] = (epoch, public)
            continue
        holder = circle.encode() or (person.bytes if person else b"")
        bound = cipher.bind(lockboxes.SYMMETRIC, settings.SIDE, box.id.bytes, holder, str(epoch))
        sealed = lockboxes.SYMMETRIC + cipher.lock(key, box.secret, bound)
        yield Grant(
            lockbox_id=box.id,
            person=person,
            circle=circle,
            epoch=epoch,
            sealed=lockboxes._wrapped(sealed, box.id, circle),
        )
    yield from lockboxes._grants(box, slow)
