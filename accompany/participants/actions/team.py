"""Her care team, chosen with her, and whom she keeps away.

Joining grants the keys of her file and her facts; leaving withdraws them. Somebody is always on the
team. Excluding a colleague overrides everything: she finds nothing, opens nothing, breaks no glass.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.house import live
from accompany.house.refusals import Refusal
from accompany.ledger.lines import record
from accompany.participants import access, finding, verbs
from accompany.participants.actions.records import CannotAccompany, can_accompany
from accompany.participants.models import (
    Card,
    CareTeam,
    Exclusion,
    GlassOpening,
    Participant,
)
from accompany.sealed.lockboxes import grant, open_lockboxes, withdraw
from accompany.staff.acting import Acting
from accompany.staff.models import Colleague


class LastOnTheTeam(Refusal):
    message = _("Nobody would be left beside her. Choose somebody else with her first.")


class SheExcludesThem(Refusal):
    message = _("She asked to keep this colleague away from her record.")


@transaction.atomic
def choose_for_team(*, participant: Participant, colleague: Colleague, by: Acting) -> None:
    """Add a colleague she chose: the keys of her file and facts are granted."""
    participant = access.participant(participant.id, by, lock=True)
    _speaks_for_her(participant, by)
    box = access.file_box(participant, by)
    if not can_accompany(colleague):
        raise CannotAccompany
    if access.is_excluded(participant, colleague.id):
        raise SheExcludesThem
    _team, is_new = CareTeam.objects.get_or_create(
        participant=participant,
        colleague=colleague,
        left_at=None,
        defaults={"joined_at": clock.now()},
    )
    if not is_new:
        return
    grant(box, people=[colleague.id])
    for facts_box in open_lockboxes([participant.facts_box_id], by=by).values():
        grant(facts_box, people=[colleague.id])
    live.changed(f"person:{participant.id}")
    record(verbs.CHOSE_TEAM, participant, by=by, colleague=colleague.id)


@transaction.atomic
def leave_team(*, participant: Participant, colleague: Colleague, by: Acting) -> None:
    """Take a colleague off the team, as she asked; their keys are withdrawn."""
    participant = access.participant(participant.id, by, lock=True)
    _speaks_for_her(participant, by)
    if _off_the_team(participant, colleague):
        live.changed(f"person:{participant.id}")
        record(verbs.LEFT_TEAM, participant, by=by, colleague=colleague.id)


@transaction.atomic
def exclude(*, participant: Participant, colleague: Colleague, by: Acting) -> None:
    """Keep a colleague away from her record, as she asked."""
    participant = access.participant(participant.id, by, lock=True)
    _speaks_for_her(participant, by)
    _exclusion, is_new = Exclusion.objects.get_or_create(
        participant=participant,
        colleague=colleague,
        lifted_at=None,
        defaults={"made_at": clock.now()},
    )
    if not is_new:
        return
    was_on_team = _off_the_team(participant, colleague)
    GlassOpening.objects.filter(
        participant=participant, colleague=colleague, ends_at__gt=clock.now()
    ).update(ends_at=clock.now())
    page = finding.drop_page(Card.objects.get(participant=participant))
    live.changed(f"person:{participant.id}")
    live.changed("people")
    if was_on_team:
        record(verbs.LEFT_TEAM, participant, by=by, colleague=colleague.id)
    record(verbs.EXCLUDED, participant, by=by, colleague=colleague.id)
    finding.record_dropped(page, by=by)


@transaction.atomic
def unexclude(*, participant: Participant, colleague: Colleague, by: Acting) -> None:
    """Let a colleague find her again, as she asked. They are not on the team by that."""
    participant = access.participant(participant.id, by, lock=True)
    _speaks_for_her(participant, by)
    lifted = Exclusion.objects.filter(
        participant=participant, colleague=colleague, lifted_at=None
    ).update(lifted_at=clock.now())
    if lifted:
        live.changed("people")
        record(verbs.LET_BACK, participant, by=by, colleague=colleague.id)


def _speaks_for_her(participant: Participant, by: Acting) -> None:
    """Her care team writes down whom she chooses. Raises `NotOnHerTeam` for everybody else.

    An hour through the glass must not become more. Only where nobody of her team is here any more
    does whoever opened her file that way begin a new one.
    """
    if access.on_team(participant, by):
        return
    if not (access.is_left_alone(participant) and access.opens_file(participant, by)):
        raise access.NotOnHerTeam


def _off_the_team(participant: Participant, colleague: Colleague) -> bool:
    """End a membership and its keys. False if there was none; never the last one's."""
    team = CareTeam.objects.filter(participant=participant, left_at=None)
    mine = team.filter(colleague=colleague)
    if not mine.exists():
        return False
    if not team.exclude(colleague=colleague).filter(colleague__left_at=None).exists():
        raise LastOnTheTeam
    mine.update(left_at=clock.now())
    withdraw(participant.file_box_id, people=[colleague.id])
    withdraw(participant.facts_box_id, people=[colleague.id])
    return True
