"""Notes and services for tests."""

from datetime import date
from typing import Any
from uuid import uuid4

from accompany import clock
from accompany.advocacy import actions
from accompany.advocacy.models import Given, Note, NoteKind, Service, Voice
from accompany.participants.models import Participant
from accompany.staff.acting import Acting


def make_note(
    participant: Participant, by: Acting, text: str = "She found a room.", **given: Any
) -> Note:  # Any: any argument of the action
    wanted: dict[str, Any] = {"kind": NoteKind.SHARED, "voice": Voice.OURS}
    return actions.write_note(
        participant=participant, text=text, id=uuid4(), by=by, **(wanted | given)
    )


def make_service(
    participant: Participant | None, by: Acting, code: str = "advocacy", **given: Any
) -> Service:  # Any: any part of what was given
    day: date = given.pop("day", None) or clock.today()
    said = Given(day=day, codes=(code,), **given)
    (service,) = actions.log_services(participant=participant, given=said, by=by, form=uuid4())
    return service
