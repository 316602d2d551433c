"""What staff leaves behind is forgotten on time, and circles that a role needs come to be."""

from datetime import timedelta

from accompany.house.due import due
from accompany.sealed import circles
from accompany.sealed.models import Circle, PersonKey
from accompany.staff import drafts, signing_in, slowing
from accompany.staff.capabilities import Role
from accompany.staff.models import Colleague


@due("forget ended sessions and old drafts", every=timedelta(minutes=10))
def forget() -> int:
    return signing_in.forget_expired_sessions() + drafts.forget_old() + slowing.forget_old()


@due("circles that a role needs", every=timedelta(hours=1))
def make_missing_circles() -> int:
    """Make circles that came with a newer release, with everyone whose role belongs to them.

    Public halves are all it takes, so nobody needs to be signed in. A circle that is there is left
    to its members: they bring newcomers in.
    """
    needed = set().union(*(role.circles for role in Role))
    missing = sorted(needed - set(Circle.objects.values_list("name", flat=True)))
    return sum(_make_circle(name) for name in missing)


def _make_circle(name: str) -> bool:
    roles = [role for role in Role if name in role.circles]
    members = Colleague.objects.at_work().filter(
        role__in=roles, id__in=PersonKey.objects.filter(retired_at=None).values("person")
    )
    ids = list(members.values_list("id", flat=True))
    if ids:
        circles.make_circle(name, ids)
    return bool(ids)
