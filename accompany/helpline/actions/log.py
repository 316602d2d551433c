"""The quick log: a tally of one contact, and nothing else."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.helpline import verbs
from accompany.helpline.kinds import Safe
from accompany.helpline.models import AnonymousContact, Conversation
from accompany.house.refusals import Refusal
from accompany.ledger.lines import record
from accompany.staff.access import require
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability


class TooLateToUndo(Refusal):
    message = _("This was logged a while ago and stays. Ask a supervisor if it is wrong.")


@dataclass(frozen=True)
class Contact:
    """What is tapped in the log."""

    day: date
    channel: str
    kind: str
    minutes: str = ""
    safe: str = Safe.NOT_ASKED
    youth_concern: bool = False
    emergency_called: bool = False
    award_id: UUID | None = None


@transaction.atomic
def log_contact(
    *, contact: Contact, by: Acting, conversation: Conversation | None = None
) -> AnonymousContact:
    """Log a contact. A conversation is counted once: logging it again says it better."""
    require(by, Capability.QUICK_LOG)
    tapped = {**contact.__dict__, "recorded_by_id": by.id, "recorded_at": clock.now()}
    if conversation is None:
        logged = AnonymousContact.objects.create(**tapped)
    else:
        logged, _new = AnonymousContact.objects.update_or_create(
            conversation=conversation, defaults=tapped
        )
    record(verbs.LOGGED, logged, by=by)
    return logged


@transaction.atomic
def undo(*, id: UUID, by: Acting) -> None:
    """Take a log back, by whoever logged it, within five minutes. Raises `TooLateToUndo`."""
    require(by, Capability.QUICK_LOG)
    logged = AnonymousContact.objects.select_for_update().filter(id=id).first()
    if logged is None:
        return
    if not logged.can_be_undone(by=by, at=clock.now()):
        raise TooLateToUndo
    record_of = AnonymousContact(id=logged.id)
    logged.delete()
    record(verbs.UNDID_LOG, record_of, by=by)
