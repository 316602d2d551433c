"""Circles: compartments of colleagues, each with a key pair that its members hold.

The private half is sealed to every member, and to the recovery key. A newcomer is pending until two
members have approved her; the second approval seals to her. When somebody leaves, the circle begins
a new epoch at once; what was sealed to the epoch before is rewritten in pieces, and both open until
then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from struct import pack, unpack
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.ledger.asking import ask, places
from accompany.ledger.lines import HOUSE, Actor, record
from accompany.sealed import cipher, people, pins, verbs
from accompany.sealed.models import Approval, Circle, CircleKey, CircleSeal, PersonKey, RecoveryKey
from accompany.sealed.people import NoSuchKey, Opener

HELPLINE = "helpline"
SURVIVORS = "survivors"
GLASS = "glass"
SUPERVISORS = "supervisors"
COUNTS = "counts"
GALLERY = "gallery"
COMMUNITY = "community"
COUNCIL = "council"

SEAL = b"\x30"
TO_CIRCLE = b"\x31"
FOR_RECOVERY = b"\x32"

# Asked for everything that comes in, so written out once.
CURRENT = """
    SELECT k.circle_id, k.epoch, k.public FROM sealed_circlekey k
    JOIN sealed_circle c ON c.name = k.circle_id AND c.epoch = k.epoch
    WHERE c.name IN ({})"""
SEALS = "SELECT circle_id, epoch, sealed FROM sealed_circleseal WHERE person = %s"
HAS_TWO = """
    SELECT COUNT(*) FROM (
        SELECT s.person FROM sealed_circleseal s
        JOIN sealed_circle c ON c.name = s.circle_id AND c.epoch = s.epoch
        JOIN sealed_personkey p ON p.person = s.person AND p.retired_at IS NULL
        WHERE s.circle_id = %s LIMIT 2
    ) AS two"""


class NotAMember(Exception):
    """Only a member can open what a circle holds, or bring somebody in."""

    message = _("Only a member of this circle can do that.")

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class Half:
    """A circle's opened private half of one epoch."""

    circle: str
    epoch: int
    private: bytes

    def __repr__(self) -> str:
        return "<Half>"

    @cached_property
    def grant_key(self) -> bytes:
        """The symmetric key under which this circle's grants are rewritten."""
        return cipher.derive(self.private, b"circle grants")

    @cached_property
    def public(self) -> bytes:
        return cipher.public_half(self.private)

    def unseal(self, sealed: bytes) -> bytes:
        """Open a sealed box made for this circle."""
        return cipher.unseal(self.public, self.private, sealed)


@transaction.atomic
def make_circle(name: str, members: Iterable[UUID], *, by: Actor = HOUSE) -> None:
    """Make a circle with its first members."""
    circle = Circle.objects.create(name=name, epoch=0)
    _begin_epoch(circle, list(members))
    record(verbs.MADE_CIRCLE, by=by, circle=name)


@transaction.atomic
def admit(name: str, person: UUID, *, by: Opener) -> bool:
    """Approve a newcomer; true once the circle's keys are sealed to her.

    Two members approve, or the only one. Who already is a member stays one.
    """
    Circle.objects.select_for_update().get(name=name)
    inside = members(name)
    if person in inside:
        return True
    if by.id not in inside:
        raise NotAMember
    Approval.objects.get_or_create(
        circle_id=name, person=person, approved_by=by.id, defaults={"at": clock.now()}
    )
    approvals = Approval.objects.filter(circle=name, person=person)
    approvers = set(approvals.values_list("approved_by", flat=True)) & inside
    if len(approvers) < min(2, len(inside)):
        record(verbs.APPROVED, by=by, circle=name, person=person)
        return False
    seal_halves_to(name, person, by=by)
    approvals.delete()
    record(verbs.ADMITTED, by=by, circle=name, person=person)
    return True


def pending(name: str | None = None) -> list[tuple[str, UUID, set[UUID]]]:
    """Newcomers who wait: circle, person, who has approved so far."""
    waiting: dict[tuple[str, UUID], set[UUID]] = {}
    approvals = Approval.objects.filter(circle=name) if name else Approval.objects.all()
    for circle, person, approver in approvals.order_by("at").values_list(
        "circle_id", "person", "approved_by"
    ):
        waiting.setdefault((circle, person), set()).add(approver)
    return [(circle, person, approvers) for (circle, person), approvers in waiting.items()]


@transaction.atomic
def remove(name: str, person: UUID, *, by: Actor = HOUSE) -> None:
    """Take a colleague out: her sealed halves go, and the circle begins a new epoch."""
    circle = Circle.objects.select_for_update().get(name=name)
    Approval.objects.filter(circle=name, person=person).delete()
    gone, _rows = CircleSeal.objects.filter(circle=name, person=person).delete()
    if not gone:
        return
    remaining = members(name)
    if remaining:
        _begin_epoch(circle, remaining)
    record(verbs.REMOVED, by=by, circle=name, person=person)


def members(name: str) -> set[UUID]:
    """The living people who hold the circle's current key."""
    return set(
        CircleSeal.objects.filter(
            circle=name,
            epoch=F("circle__epoch"),
            person__in=PersonKey.objects.filter(retired_at=None).values("person"),
        ).values_list("person", flat=True)
    )


def has_two(name: str) -> bool:
    """Whether at least two living people hold the circle's current key."""
    with connections["default"].cursor() as cursor:
        cursor.execute(HAS_TWO, [name])
        return bool(cursor.fetchone()[0] == 2)


def circles_of(person: UUID) -> set[str]:
    """The circles this person is a member of."""
    return set(
        CircleSeal.objects.filter(person=person, epoch=F("circle__epoch")).values_list(
            "circle_id", flat=True
        )
    )


def seal_to_circle(name: str, data: bytes) -> bytes:
    """Seal so that any member opens."""
    epoch, public = current([name])[name]
    return TO_CIRCLE + pack(">I", epoch) + cipher.seal(public, cipher.pad(data))


def unseal_from_circle(name: str, data: bytes, *, by: Opener) -> bytes:
    """Open what was sealed to a circle, as one of its members."""
    data = bytes(data)
    if data[:1] != TO_CIRCLE or len(data) < 5:
        raise cipher.CannotOpen
    (epoch,) = unpack(">I", data[1:5])
    half = halves([name], by=by).get((name, epoch))
    if half is None:
        raise NotAMember
    return cipher.unpad(half.unseal(data[5:]))


def current(names: Iterable[str]) -> dict[str, tuple[int, bytes]]:
    """Epoch and pinned public half of each of these circles."""
    wanted = list(names)
    if not wanted:
        return {}
    rows = ask(CURRENT.format(places(wanted)), wanted)
    found = {name: (epoch, checked(name, epoch, bytes(public))) for name, epoch, public in rows}
    if len(found) != len(set(wanted)):
        raise Circle.DoesNotExist(f"No such circle among {', '.join(sorted(wanted))}.")
    return found


def halves(names: Iterable[str] | None, *, by: Opener) -> dict[tuple[str, int], Half]:
    """The private halves this person can open, of every epoch still alive."""
    wanted = None if names is None else set(names)
    return {
        (name, epoch): Half(name, epoch, by.keys.circle_half(bytes(sealed)))
        for name, epoch, sealed in ask(SEALS, [by.id])
        if wanted is None or name in wanted
    }


def seal_halves_to(name: str, person: UUID, *, by: Opener) -> None:
    """Seal every living epoch of a circle to a person, with the keys of a member."""
    mine = list(halves([name], by=by).values())
    if not mine:
        raise NotAMember
    seal_these_halves(mine, person)


def seal_these_halves(opened: Iterable[Half], person: UUID) -> None:
    """Seal opened private halves to a person."""
    found = people.publics([person]).get(person)
    if found is None:
        raise NoSuchKey
    opened = list(opened)
    CircleSeal.objects.filter(person=person, circle__in={half.circle for half in opened}).delete()
    CircleSeal.objects.bulk_create(
        CircleSeal(
            circle_id=half.circle,
            epoch=half.epoch,
            person=person,
            sealed=SEAL + cipher.seal(found[1], half.private),
        )
        for half in opened
    )


def checked(name: str, epoch: int, public: bytes) -> bytes:
    """A circle's public half, if it is the pinned one."""
    return pins.check(pin_name(name, epoch), public)


def pin_name(name: str, epoch: int) -> str:
    return f"circle/{name}/{epoch}"


def _begin_epoch(circle: Circle, members: Iterable[UUID]) -> None:
    """Make a new key pair, seal it to these people, and seal with it from now on."""
    private = cipher.new_key()
    public = cipher.public_half(private)
    epoch = circle.epoch + 1
    pins.pin(pin_name(circle.name, epoch), public)
    CircleKey.objects.create(
        circle=circle,
        epoch=epoch,
        public=public,
        for_recovery=for_recovery(private),
        made_at=clock.now(),
    )
    CircleSeal.objects.bulk_create(
        CircleSeal(
            circle=circle,
            epoch=epoch,
            person=person,
            sealed=SEAL + cipher.seal(person_public, private),
        )
        for person, (_, person_public) in people.publics(members).items()
    )
    circle.epoch = epoch
    circle.save(update_fields=["epoch"])


def for_recovery(private: bytes) -> bytes | None:
    """A private half sealed to the recovery key, once there is one."""
    key = RecoveryKey.objects.filter(retired_at=None).order_by("-pk").first()
    if key is None:
        return None
    public = pins.check(f"recovery/{settings.SIDE}", bytes(key.public))
    return FOR_RECOVERY + cipher.seal(public, private)
