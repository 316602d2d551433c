"""Colleagues who lose a passphrase, or leave; and the rewriting that follows, in pieces.

A lost passphrase costs no secret: she makes a new key pair, two colleagues approve it, and whoever
can open what she could grants it to her again. When somebody leaves, nothing more is sealed to her
at once, and her circles' older grants are rewritten as the others work. Both happen a little at a
time, so that no page waits for them.
"""

from uuid import UUID

from django.db import connections, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.ledger.lines import HOUSE, Actor, record
from accompany.sealed import circles, lockboxes, people, verbs
from accompany.sealed.models import Circle, CircleSeal, Grant, PersonKey, Return
from accompany.sealed.people import Opener, OpenKeys

# CROSS JOIN keeps SQLite at reading the few circles first, then the index of grants.
ANYTHING_WAITS = """
    SELECT EXISTS (
        SELECT 1 FROM sealed_circle c CROSS JOIN sealed_grant g
        WHERE g.circle = c.name AND g.epoch < c.epoch
    ) OR EXISTS (SELECT 1 FROM sealed_return WHERE approved_at IS NOT NULL)"""


class NotYourOwn(Exception):
    """Nobody approves her own return."""

    message = _("Two other colleagues approve a new key.")

    def __str__(self) -> str:
        return str(self.message)


@transaction.atomic
def begin_return(person: UUID, new_passphrase: str, *, by: Actor = HOUSE) -> OpenKeys:
    """Make a new key pair after a lost passphrase. It opens nothing until two approve."""
    names = circles.circles_of(person)
    waiting = Return.objects.filter(person=person).first()
    if waiting is not None:
        names |= set(waiting.circles.split())
    CircleSeal.objects.filter(person=person).delete()
    keys = people.renew_person_key(person, new_passphrase)
    Return.objects.update_or_create(
        person=person,
        defaults={
            "circles": " ".join(sorted(names)),
            "started_at": clock.now(),
            "first_approver": None,
            "approved_at": None,
        },
    )
    record(verbs.NEW_PAIR, by=by, person=person)
    return keys


@transaction.atomic
def approve_return(person: UUID, *, by: Opener) -> bool:
    """Approve a colleague's new key pair; true once it is approved, and healing has begun.

    Two others approve, or the only other one there is.
    """
    waiting = Return.objects.select_for_update().get(person=person)
    if by.id == person:
        raise NotYourOwn
    if waiting.approved_at is not None:
        return True
    others = PersonKey.objects.filter(retired_at=None).exclude(person=person).count()
    if waiting.first_approver in (None, by.id) and others > 1:
        waiting.first_approver = by.id
        waiting.save(update_fields=["first_approver"])
        record(verbs.APPROVED_RETURN, by=by, person=person)
        return False
    waiting.approved_at = clock.now()
    waiting.save(update_fields=["approved_at"])
    heal_some(by=by, limit=500)
    record(verbs.APPROVED_RETURN, by=by, person=person, approved=1)
    return True


def returning() -> list[Return]:
    """Colleagues whose new key pair waits for approval."""
    return list(Return.objects.filter(approved_at=None).order_by("started_at"))


@transaction.atomic
def heal_some(*, by: Opener, limit: int = 50) -> int:
    """Grant colleagues who returned what this person can open; how many things were granted."""
    healed = 0
    for waiting in Return.objects.filter(approved_at__isnull=False).exclude(person=by.id):
        healed += _let_in_again(waiting, by=by)
        healed += _grant_again(waiting.person, by=by, limit=limit - healed)
        if not waiting.circles and not _outdated(waiting.person).exists():
            waiting.delete()
        if healed >= limit:
            break
    if healed:
        record(verbs.HEALED, by=by, count=healed)
    return healed


@transaction.atomic
def leave(person: UUID, *, by: Actor = HOUSE) -> None:
    """End what a colleague can open: her keys, her seals, her grants; her circles rotate."""
    for name in sorted(circles.circles_of(person)):
        circles.remove(name, person, by=by)
    CircleSeal.objects.filter(person=person).delete()
    Grant.objects.filter(person=person).delete()
    Return.objects.filter(person=person).delete()
    PersonKey.objects.filter(person=person, retired_at=None).update(
        retired_at=clock.now(), sealed=b"", salt=b""
    )
    record(verbs.RETIRED_PAIR, by=by, person=person)


@transaction.atomic
def rewrap_some(*, by: Opener, limit: int = 50) -> int:
    """Rewrite older grants of this person's circles to their present epoch; how many."""
    mine = circles.halves(None, by=by)
    present = {
        name: mine[name, epoch]
        for name, epoch in Circle.objects.values_list("name", "epoch")
        if (name, epoch) in mine
    }
    older = Q(pk__in=[])
    for half in present.values():
        older |= Q(circle=half.circle, epoch__lt=half.epoch)
    stale = list(
        Grant.objects.filter(older, _opens_for(by), lockbox__ordered_at=None).order_by("pk")[:limit]
    )
    boxes = lockboxes.open_lockboxes(
        [grant.lockbox_id for grant in stale], by=by, through_glass=True
    )
    done = 0
    for grant in stale:
        box = boxes.get(grant.lockbox_id)
        if box is None:
            continue
        half = present[grant.circle]
        done += Grant.objects.filter(pk=grant.pk, epoch=grant.epoch).update(
            epoch=half.epoch, sealed=lockboxes.grant_to_half(box, half)
        )
    return done


def work_some(*, by: Opener, limit: int = 50) -> int:
    """What each working colleague does for the others, a little at a time."""
    if not _is_work():
        return 0
    return heal_some(by=by, limit=limit) + rewrap_some(by=by, limit=limit)


def _is_work() -> bool:
    """Whether anything waits; one cheap question, since it is asked often."""
    with connections["default"].cursor() as cursor:
        cursor.execute(ANYTHING_WAITS)
        return bool(cursor.fetchone()[0])


def _opens_for(by: Opener) -> Exists:
    """That the lockbox of a grant has some grant which opens for this person."""
    mine = Q(person=by.id)
    for name, epoch in circles.halves(None, by=by):
        mine |= Q(circle=name, epoch=epoch)
    return Exists(Grant.objects.filter(mine, lockbox=OuterRef("lockbox")))


def _let_in_again(waiting: Return, *, by: Opener) -> int:
    names = set(waiting.circles.split())
    can = names & circles.circles_of(by.id)
    for name in can:
        circles.seal_halves_to(name, waiting.person, by=by)
    if can:
        waiting.circles = " ".join(sorted(names - can))
        waiting.save(update_fields=["circles"])
    return len(can)


def _outdated(person: UUID) -> QuerySet[Grant]:
    generation = PersonKey.objects.filter(person=person).values("generation")[:1]
    return Grant.objects.filter(person=person).exclude(epoch=Subquery(generation))


def _grant_again(person: UUID, *, by: Opener, limit: int) -> int:
    can = _outdated(person).filter(_opens_for(by), lockbox__ordered_at=None)
    outdated = list(can.order_by("pk").values_list("lockbox_id", flat=True)[:limit])
    boxes = lockboxes.open_lockboxes(outdated, by=by, through_glass=True)
    for box in boxes.values():
        lockboxes.grant(box, people=[person])
    return len(boxes)
