"""Where a colleague is signed in. A device is known by the day it began and by what she calls it.

No address, no browser's name is kept. The name she gives is sealed to her.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accompany import clock
from accompany.sealed.people import seal_to_person
from accompany.staff.acting import Acting
from accompany.staff.models import Session


@dataclass(frozen=True)
class Device:
    """One of her sessions, as she may see it."""

    id: UUID
    name: str
    since: datetime
    seen_at: datetime
    is_this_one: bool


def devices(by: Acting, *, here: Session | None) -> list[Device]:
    """Her running sessions, this one first."""
    rows = Session.objects.filter(
        colleague_id=by.id, is_pending=False, expires_at__gt=clock.now()
    ).order_by("-seen_at")
    found = [
        Device(
            id=row.id,
            name=by.keys.unseal(bytes(row.sealed_hint)).decode() if row.sealed_hint else "",
            since=row.made_at,
            seen_at=row.seen_at,
            is_this_one=here is not None and row.id == here.id,
        )
        for row in rows
    ]
    return sorted(found, key=lambda device: not device.is_this_one)


def name_device(session: Session, name: str, *, by: Acting) -> None:
    Session.objects.filter(id=session.id, colleague_id=by.id).update(
        sealed_hint=seal_to_person(by.id, name.encode())
    )
