"""Colleagues for tests: real keys, real circles, cheap stretching.

Whoever was made in this test brings the next one into her circles.
"""

from itertools import count

from django.test import Client

from accompany.sealed import circles
from accompany.staff import founding, signing_in
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Role
from accompany.staff.models import Colleague, Session

PASSPHRASE = "seven porch lights after rain"  # noqa: S105  # a synthetic one
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

_names = count(1)
_made: dict[str, Acting] = {}


def make_colleague(role: Role = Role.ADVOCATE, name: str | None = None) -> Acting:
    """A colleague of this role who may act at once, in the circles of her role."""
    n = next(_names)
    acting = founding.found(
        name=name or f"Colleague {n}",
        sign_in_name=f"colleague-{n}",
        role=role,
        passphrase=PASSPHRASE,
        seed=SEED,
        line_name="",
        among=_living(),
    )
    _made[str(acting.id)] = acting
    return acting


def sign_in(client: Client, acting: Acting) -> Client:
    """Sign in without stretching: a real session row, with her keys in it."""
    client.logout()
    client.force_login(acting.colleague, backend=signing_in.BACKEND)
    session = client.session
    session["keys"] = acting.keys.to_session()
    session.save()
    return client


def session_of(acting: Acting) -> Session:
    return Session.objects.get(colleague_id=acting.id)


def _living() -> list[Acting]:
    """Made earlier in this test; those of a test that was rolled back are forgotten."""
    here = {str(id) for id in Colleague.objects.here().values_list("id", flat=True)}
    for id in set(_made) - here:
        del _made[id]
    return list(_made.values())


def is_in(acting: Acting, circle: str) -> bool:
    return acting.id in circles.members(circle)
