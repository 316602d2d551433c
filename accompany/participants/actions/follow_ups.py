"""What was promised to her: planned for one colleague, on a day, and done once.

Planning needs no key to her file: whoever answers the helpline adds to it through its public half.
"""

from datetime import date, time, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.house import live
from accompany.house.refusals import Refusal
from accompany.ledger.lines import record
from accompany.participants import access, verbs
from accompany.participants.actions.records import CannotAccompany, can_accompany
from accompany.participants.actions.team import SheExcludesThem
from accompany.participants.models import FollowUp, Participant
from accompany.participants.words import FollowUpWords
from accompany.sealed.lockboxes import sealing
from accompany.staff.access import require
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability
from accompany.staff.models import Colleague

AS_FAR_AS = timedelta(days=730)


class DoneLongAgo(Refusal):
    message = _("It was marked done more than an hour ago. Plan it anew instead.")


class RecordClosed(Refusal):
    message = _("This record is closed. Reopen it before planning anything.")


class NotADayAhead(Refusal):
    message = _("Choose today or a day to come, within two years.")


class HoursTurned(Refusal):
    message = _("The hours end before they begin.")


@transaction.atomic
def plan_follow_up(
    *,
    participant: Participant,
    what: str,
    due_on: date,
    for_colleague: Colleague,
    not_before: time | None = None,
    not_after: time | None = None,
    channel: str = "",
    id: UUID | None = None,
    by: Acting,
) -> FollowUp:
    """Plan to get back to her. Planned twice under one `id`, it is one."""
    require(by, Capability.WRITE_NOTES)
    participant = access.participant(participant.id, by, lock=True)
    again = FollowUp.objects.filter(id=id, participant=participant).first() if id else None
    if again is not None:
        return again
    if not participant.is_open:
        raise RecordClosed
    _require_when(due_on, not_before, not_after)
    if not can_accompany(for_colleague):
        raise CannotAccompany
    if access.is_excluded(participant, for_colleague.id):
        raise SheExcludesThem
    follow_up = FollowUp(
        id=id or uuid4(),
        participant=participant,
        for_colleague=for_colleague,
        due_on=due_on,
        not_before=not_before,
        not_after=not_after,
        planned_at=clock.now(),
    )
    follow_up.seal(FollowUpWords(what.strip(), channel), box=sealing(participant.file_box_id))
    follow_up.save()
    live.changed("people")
    record(verbs.PLANNED_FOLLOW_UP, follow_up, by=by, colleague=for_colleague.id)
    return follow_up


@transaction.atomic
def move_follow_up(
    *,
    follow_up: FollowUp,
    due_on: date,
    not_before: time | None = None,
    not_after: time | None = None,
    by: Acting,
) -> FollowUp:
    """Another day or other hours for what was promised, as she agreed."""
    follow_up = access.follow_up(follow_up.id, by, lock=True)
    _require_when(due_on, not_before, not_after)
    follow_up.due_on, follow_up.not_before, follow_up.not_after = due_on, not_before, not_after
    follow_up.save(update_fields=["due_on", "not_before", "not_after"])
    live.changed("people")
    record(verbs.MOVED_FOLLOW_UP, follow_up, by=by)
    return follow_up


@transaction.atomic
def finish_follow_up(*, follow_up: FollowUp, by: Acting) -> FollowUp:
    """Mark a follow-up done. A second click finds it done already and changes nothing."""
    done = FollowUp.objects.filter(id=follow_up.id, done_at=None)
    participant = access.participant(follow_up.participant_id, by, lock=True)
    if follow_up.for_colleague_id != by.id and not access.opens_file(participant, by):
        raise access.NotOnHerTeam
    if done.update(done_at=clock.now()):
        live.changed("people")
        record(verbs.FINISHED_FOLLOW_UP, follow_up, by=by)
    follow_up.done_at = follow_up.done_at or clock.now()
    return follow_up


@transaction.atomic
def resume_follow_up(*, follow_up: FollowUp, by: Acting) -> FollowUp:
    """It was not done after all: it waits again. Only soon after. A second click changes nothing.

    Raises `DoneLongAgo`.
    """
    follow_up = access.any_follow_up(follow_up.id, by, lock=True)
    if follow_up.for_colleague_id != by.id and not access.opens_file(follow_up.participant, by):
        raise access.NotOnHerTeam
    if not follow_up.is_done:
        return follow_up
    if not follow_up.is_just_done:
        raise DoneLongAgo
    follow_up.done_at = None
    follow_up.save(update_fields=["done_at"])
    live.changed("people")
    record(verbs.RESUMED_FOLLOW_UP, follow_up, by=by)
    return follow_up


def _require_when(due_on: date, not_before: time | None, not_after: time | None) -> None:
    if not clock.today() <= due_on <= clock.today() + AS_FAR_AS:
        raise NotADayAhead
    if not_before and not_after and not_after <= not_before:
        raise HoursTurned
