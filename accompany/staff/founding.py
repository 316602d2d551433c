"""Colleagues made without an invitation: the first of a new house, demo folders, tests.

A real house uses this once, for its first supervisor: whoever comes after is invited and approved.
"""

from collections.abc import Iterable

from django.db import transaction

from accompany import clock
from accompany.ledger.lines import HOUSE, record
from accompany.sealed import circles
from accompany.sealed.models import Circle
from accompany.sealed.people import make_person_key
from accompany.staff import factors, passphrases, verbs
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Role
from accompany.staff.models import Colleague


@transaction.atomic
def found(
    *,
    name: str,
    sign_in_name: str,
    role: Role,
    passphrase: str,
    seed: str,
    line_name: str = "",
    among: Iterable[Acting] = (),
) -> Acting:
    """Make a colleague at once, with her keys. `among` are members who bring her into circles."""
    now = clock.now()
    colleague = Colleague.objects.create(
        name=name,
        sign_in_name=sign_in_name,
        role=role,
        line_name=line_name,
        joined_at=now,
        approved_at=now,
    )
    keys = make_person_key(colleague.id, passphrases.clean(passphrase))
    acting = Acting(colleague, keys)
    factors.set_authenticator(colleague, seed)
    record(verbs.JOINED, colleague, by=HOUSE)
    for circle in sorted(role.circles):
        bring_in(circle, acting, among)
    return acting


def bring_in(circle: str, acting: Acting, among: Iterable[Acting] = ()) -> None:
    """Into a circle at once: as its first member, or with the keys of one who is inside."""
    if not Circle.objects.filter(name=circle).exists():
        circles.make_circle(circle, [acting.id])
        return
    inside = circles.members(circle)
    if acting.id in inside:
        return
    member = next(each for each in among if each.id in inside)
    circles.seal_halves_to(circle, acting.id, by=member)
    record(verbs.SEALED_TO, acting.colleague, by=member, circle=circle)
