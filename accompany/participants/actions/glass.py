"""Breaking the glass: one sealed file, one hour, one typed reason, seen at once.

For somebody who accompanies people and is not on her care team. Her care team and supervisors hold
the reason and see it in the same moment; a supervisor reviews it within 72 hours. A colleague whom
she excludes never can.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.house import live
from accompany.house.refusals import Refusal
from accompany.ledger.lines import record
from accompany.participants import access, verbs
from accompany.participants.models import GLASS_LASTS, GlassOpening, Participant
from accompany.participants.words import ReasonWords
from accompany.sealed.circles import SUPERVISORS
from accompany.sealed.lockboxes import TooFewOpeners, make_lockbox
from accompany.staff.access import require
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability

SHORTEST_REASON = 20
LONGEST_REASON = 2000


class ReasonTooShort(Refusal):
    message = _("Write in your own words why it cannot wait: at least 20 letters.")


class OnHerTeam(Refusal):
    message = _("You are on her care team. Her file opens for you as it is.")


class ReviewYourself(Refusal):
    message = _("Somebody else must review what you opened.")


@transaction.atomic
def break_glass(*, participant: Participant, reason: str, by: Acting) -> GlassOpening:
    """Open her file to `by` for 60 minutes. While they run, asking again changes nothing."""
    require(by, Capability.BREAK_GLASS)
    participant = access.participant(participant.id, by, lock=True)
    reason = " ".join(reason.split())
    if access.on_team(participant, by):
        raise OnHerTeam
    running = access.running_glass(participant, by)
    if running is not None:
        return running
    if len(reason) < SHORTEST_REASON:
        raise ReasonTooShort
    team = [each.id for each in access.team_of(participant)]
    glass = GlassOpening(
        participant=participant,
        colleague=by.colleague,
        opened_at=clock.now(),
        ends_at=clock.now() + GLASS_LASTS,
    )
    try:
        box = make_lockbox("glass reason", people=team, circles=[SUPERVISORS])
    except TooFewOpeners:  # nobody of her team is here, and one supervisor
        box = make_lockbox("glass reason", people=[by.id], circles=[SUPERVISORS])
    glass.seal(ReasonWords(reason[:LONGEST_REASON]), box=box).save()
    live.changed("glass")
    live.changed(f"person:{participant.id}")
    record(verbs.BROKE_GLASS, glass, by=by)
    return glass


@transaction.atomic
def review_glass(*, opening: GlassOpening, by: Acting) -> GlassOpening:
    """Write down that a supervisor read the reason. Never the one who broke the glass."""
    require(by, Capability.REVIEW_GLASS)
    opening = access.glass_opening(opening.id, by, lock=True)
    if opening.colleague_id == by.id:
        raise ReviewYourself
    opening.reviewed_at, opening.reviewed_by = clock.now(), by.colleague
    opening.save(update_fields=["reviewed_at", "reviewed_by"])
    live.changed("glass")
    record(verbs.REVIEWED_GLASS, opening, by=by)
    return opening
