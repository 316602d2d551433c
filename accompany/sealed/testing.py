"""People with keys, in moments: a cheap stretching and a memory of who was made.

Only tests and demo data use this. A newcomer is sealed to by any member that was made here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.test.utils import override_settings

from accompany.sealed import circles
from accompany.sealed.models import Circle
from accompany.sealed.people import OpenKeys, make_person_key

PASSPHRASE = "seven lanterns over the harbor"  # noqa: S105  (synthetic)
CHEAP = {"STRETCH_OPS": 1, "STRETCH_MEMORY": 8192}

_made: dict[UUID, OpenKeys] = {}


@dataclass(frozen=True)
class Person:
    """Somebody with open keys, enough to act as `by`."""

    id: UUID
    keys: OpenKeys


def make_person(
    person: UUID | None = None,
    *,
    passphrase: str = PASSPHRASE,
    circles: Iterable[str] = (),
) -> Person:
    """A person with a key pair, already a member of these circles."""
    person = person or uuid4()
    with override_settings(**CHEAP):
        keys = make_person_key(person, passphrase)
    _made[person] = keys
    for name in circles:
        join(name, person)
    return Person(person, keys)


def join(name: str, person: UUID) -> None:
    """Make somebody a member at once; the circle is made with its first member."""
    if not Circle.objects.filter(name=name).exists():
        circles.make_circle(name, [person])
        return
    inside = circles.members(name)
    if person in inside:
        return
    member = next((each for each in inside if each in _made), None)
    if member is None:
        raise RuntimeError(f"Nobody made here is a member of {name}.")
    circles.seal_halves_to(name, person, by=Person(member, _made[member]))
