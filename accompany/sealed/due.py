"""What falls due about keys. Each returns how much it did; all may run twice."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from accompany.ledger import heads
from accompany.ledger.lines import HOUSE, record
from accompany.sealed import files, lockboxes, pins, tags, verbs
from accompany.sealed.keyring import keys as shred_keys
from accompany.sealed.models import CircleSeal, Grant, Lockbox, PersonKey

PIECE = 5000
TOLD = 20

log = logging.getLogger(__name__)


def sweep_orphan_keys() -> int:
    """Destroy shred keys, more than a day old, that never got a lockbox."""
    old = shred_keys.unclaimed()
    swept = 0
    for start in range(0, len(old), PIECE):
        piece = old[start : start + PIECE]
        claimed = set(Lockbox.objects.filter(id__in=piece).values_list("id", flat=True))
        swept += shred_keys.sweep(id for id in piece if id not in claimed)
    return swept


def finish_shreds() -> int:
    """Destroy the keys of lockboxes ordered shredded whose process stopped before it did."""
    return lockboxes.shred(
        Lockbox.objects.filter(ordered_at__isnull=False, shredded_at=None).values_list(
            "id", flat=True
        )[:PIECE]
    )


def sweep_files() -> int:
    """Delete sealed files whose lockbox is shredded, and those that never got a row."""
    return files.sweep()


def rotate_tags() -> int:
    """Begin a new generation of telephone tags every thirty days."""
    return tags.rotate()


def remember_head() -> int:
    """Keep the ledger's head on the host."""
    return int(heads.remember_head())


def tell_alarms() -> int:
    """Write into the ledger what was refused since the last look."""
    names = list(dict.fromkeys(pins.take_alarms()))[:TOLD]
    if names:
        with transaction.atomic():
            for name in names:
                record(verbs.REFUSED_KEY, by=HOUSE, key=name)
    return len(names)


def tell_of_too_few_openers() -> int:
    """Write into the ledger which lockboxes fewer than two living people could open."""
    found = alarm_openers()
    if found:
        log.critical("%s lockboxes can be opened by fewer than two people.", len(found))
        with transaction.atomic():
            for lockbox in found[:TOLD]:
                record(verbs.TOO_FEW_OPENERS, by=HOUSE, lockbox=lockbox, of=len(found))
    return len(found)


def alarm_openers(*, among: Iterable[UUID] | None = None) -> list[UUID]:
    """Lockboxes that fewer than two living people could open; empty is as it should be.

    `among` looks at these alone.
    """
    living = dict(PersonKey.objects.filter(retired_at=None).values_list("person", "generation"))
    enough = min(2, PersonKey.objects.count())
    members: dict[tuple[str, int], set[UUID]] = defaultdict(set)
    for name, epoch, person in CircleSeal.objects.values_list("circle_id", "epoch", "person"):
        if person in living:
            members[name, epoch].add(person)
    plenty = [key for key, people in members.items() if len(people) >= enough]
    openers: dict[UUID, set[UUID]] = {}
    for lockbox in _without(plenty, among):
        openers[lockbox] = set()
    grants = Grant.objects.filter(lockbox__ordered_at=None)
    if len(openers) < PIECE:
        grants = grants.filter(lockbox__in=openers)
    for lockbox, holder, circle, epoch in grants.values_list(
        "lockbox_id", "person", "circle", "epoch"
    ).iterator(PIECE):
        if lockbox not in openers:
            continue
        if holder is None:
            openers[lockbox] |= members.get((circle, epoch), set())
        elif living.get(holder) == epoch:
            openers[lockbox].add(holder)
    return [lockbox for lockbox, people in openers.items() if len(people) < enough]


def _without(plenty: list[tuple[str, int]], among: Iterable[UUID] | None) -> list[UUID]:
    """Lockboxes with no grant to a circle and epoch that enough living people hold."""
    held = Grant.objects.none()
    for name, epoch in plenty:
        held = held | Grant.objects.filter(circle=name, epoch=epoch)
    boxes = Lockbox.objects.filter(ordered_at=None)
    if among is not None:
        boxes = boxes.filter(id__in=list(among))
    if plenty:
        boxes = boxes.exclude(id__in=held.values("lockbox_id"))
    return list(boxes.values_list("id", flat=True))
