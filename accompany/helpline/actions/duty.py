"""Duty: saying that one is taking chats and texts, and stepping away."""

from datetime import timedelta

from django.db import transaction

from accompany import clock
from accompany.helpline import verbs
from accompany.helpline.models import Duty
from accompany.house.live import PRESENCE, changed
from accompany.ledger.lines import record
from accompany.staff.access import require
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability

SEEN_EVERY = timedelta(minutes=1)


@transaction.atomic
def begin(*, by: Acting) -> None:
    """Take chats and texts from now on."""
    require(by, Capability.ANSWER_HELPLINE)
    now = clock.now()
    Duty.objects.update_or_create(
        colleague=by.colleague,
        defaults={"seen_at": now},
        create_defaults={"since": now, "seen_at": now},
    )
    _tell()
    record(verbs.ON_DUTY, by=by)


@transaction.atomic
def step_away(*, by: Acting) -> None:
    """Take none any more. Conversations one is in stay with one."""
    Duty.objects.filter(colleague=by.id).delete()
    _tell()
    record(verbs.OFF_DUTY, by=by)


def seen(by: Acting) -> None:
    """Her desk is open: noted once a minute, so that nobody is said to be here who is not."""
    now = clock.now()
    stale = Duty.objects.filter(colleague=by.id, seen_at__lt=now - SEEN_EVERY)
    stale.update(seen_at=now)


def _tell() -> None:
    changed("helpline")
    changed(PRESENCE)
