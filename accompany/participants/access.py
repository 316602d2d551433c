"""Reaching a participant on somebody's behalf.

Whoever does not accompany people, and whoever she excludes, reaches nobody: 404, the same as for
an id that never was. Her card opens for all who accompany people. Her file opens for her care team,
and for an hour for somebody who broke the glass. These functions write no ledger line: a page calls
`ledger.lines.opening` once, first, with the verb for what it shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.house.refusals import Refusal
from accompany.ledger.asking import ask
from accompany.ledger.lines import HOUSE
from accompany.ledger.models import Line
from accompany.ledger.verbs import known
from accompany.participants import reach
from accompany.participants.models import (
    Card,
    CareTeam,
    Erasure,
    Exclusion,
    Facts,
    FileSheet,
    FollowUp,
    GlassOpening,
    Participant,
    ParticipantQuerySet,
)
from accompany.participants.safe_contact import SafeContact
from accompany.participants.words import CardWords, FactsWords, SheetWords
from accompany.sealed.lockboxes import NotYours, OpenLockbox, open_lockbox, open_lockboxes
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability
from accompany.staff.models import Colleague

LOOKS_SHOWN = 500
ANY_ERASURE = """
    SELECT 1 FROM participants_erasure WHERE done_at IS NULL AND taken_back_at IS NULL LIMIT 1"""


class NotOnHerTeam(Refusal):
    message = _("Her file is kept by her care team. Ask one of them.")


def people(by: Acting) -> ParticipantQuerySet:
    """Everyone whose card this colleague may open."""
    if not by.can(Capability.FIND_PEOPLE):
        return Participant.objects.none()
    return Participant.objects.open_to(by.id)


def participant(id: UUID, by: Acting, *, lock: bool = False) -> Participant:
    """One participant, or 404."""
    if lock:
        found = list(people(by).select_for_update().filter(id=id))
    else:
        found = reach.one(id, by.id) if by.can(Capability.FIND_PEOPLE) else []
    if not found:
        raise Http404("Nobody is here.")
    return found[0]


def about(rows: QuerySet[Any], by: Acting) -> QuerySet[Any]:  # Any: any row with a participant
    """Those of these rows that are about somebody whose card this colleague may open.

    It asks who keeps her away, which few do, rather than who may be found, who are many.
    """
    if not by.can(Capability.FIND_PEOPLE):
        return rows.none()
    shut = Exclusion.objects.filter(colleague=by.id, lifted_at=None)
    return rows.exclude(participant=None).exclude(participant__in=shut.values("participant"))


def in_my_care(rows: QuerySet[Any], by: Acting) -> QuerySet[Any]:  # Any: as above
    """Those of these rows that are about somebody on whose care team this colleague is."""
    return about(rows, by).filter(
        participant__team__colleague=by.id,
        participant__team__left_at=None,
        participant__closed_at=None,
    )


def card(participant: Participant, by: Acting) -> Card:
    """Her card, opened."""
    found = Card.objects.select_related("participant", "changed_by").get(participant=participant)
    try:
        return found.open(open_lockbox(found.lockbox_id, by=by))
    except NotYours:
        raise Http404("Nobody is here.") from None


def safe(participant: Participant, by: Acting) -> SafeContact:
    """Her rules for reaching her safely."""
    rules: SafeContact = card(participant, by).words.safe
    return rules


def cards(ids: Iterable[UUID], by: Acting) -> dict[UUID, CardWords]:
    """Cards of many participants, by participant; those that do not open for `by` are absent."""
    whose, values = _sealed_cards(ids, by)
    boxes = open_lockboxes([lockbox for _id, _version, lockbox, _sealed in values], by=by)
    return {whose[id]: words for id, words in Card.open_values(values, boxes)}


def card_words(participant: Participant, by: Acting) -> CardWords:
    """What her card says, or 404."""
    found = cards([participant.id], by).get(participant.id)
    if found is None:
        raise Http404("Nobody is here.")
    return found


def _sealed_cards(ids: Iterable[UUID], by: Acting) -> reach.SealedRows:
    return reach.sealed_cards(list(ids) if by.can(Capability.FIND_PEOPLE) else [], by.id)


def names(ids: Iterable[UUID], by: Acting) -> dict[UUID, str]:
    """What each is called, by participant."""
    return {id: words.called for id, words in cards(ids, by).items()}


def team_of(participant: Participant) -> list[Colleague]:
    """The colleagues she chose who are still with us, in the order in which they joined."""
    now = CareTeam.objects.filter(participant=participant, left_at=None, colleague__left_at=None)
    return [each.colleague for each in now.select_related("colleague").order_by("joined_at")]


def on_team(participant: Participant, by: Acting) -> bool:
    return reach.standing(participant.id, by.id).on_team


def is_left_alone(participant: Participant) -> bool:
    """Whether nobody of her care team is with us any more."""
    return not team_of(participant)


def excluded(participant: Participant) -> list[Exclusion]:
    """Whom she keeps away from her record."""
    return list(
        Exclusion.objects.filter(participant=participant, lifted_at=None).select_related(
            "colleague"
        )
    )


def is_excluded(participant: Participant, colleague: UUID) -> bool:
    return Exclusion.objects.filter(
        participant=participant, colleague_id=colleague, lifted_at=None
    ).exists()


def running_glass(participant: Participant, by: Acting) -> GlassOpening | None:
    """This colleague's broken glass, while its hour runs."""
    return GlassOpening.objects.filter(
        participant=participant, colleague_id=by.id, ends_at__gt=clock.now()
    ).first()


def opens_file(participant: Participant, by: Acting) -> bool:
    """Whether her file would open, without opening it."""
    return reach.standing(participant.id, by.id).opens_file


def file_box(participant: Participant, by: Acting) -> OpenLockbox:
    """Her file's lockbox: for her care team, or through glass broken less than an hour ago.

    Raises `NotYours` for everybody else, and for whoever she excludes.
    """
    standing = reach.standing(participant.id, by.id)
    if not standing.opens_file:
        raise NotYours
    if standing.on_team:
        return open_lockbox(participant.file_box_id, by=by)
    boxes = open_lockboxes([participant.file_box_id], by=by, through_glass=True)
    if participant.file_box_id not in boxes:
        raise NotYours
    return boxes[participant.file_box_id]


def card_and_file(participant: Participant, by: Acting) -> tuple[CardWords, OpenLockbox]:
    """Her card and her file's lockbox, opened together. Raises `NotYours`, as `file_box` does."""
    standing = reach.standing(participant.id, by.id)
    if not standing.opens_file:
        raise NotYours
    wanted = [participant.card_box_id, participant.file_box_id]
    boxes = open_lockboxes(wanted, by=by, through_glass=not standing.on_team)
    _whose, values = _sealed_cards([participant.id], by)
    opened = [words for _id, words in Card.open_values(values, boxes)]
    if boxes.keys() != set(wanted) or not opened:
        raise NotYours
    return opened[0], boxes[participant.file_box_id]


def sheet(participant: Participant, by: Acting) -> FileSheet:
    """The first sheet of her file, opened: numbers, addresses, what she works toward."""
    found = FileSheet.objects.select_related("participant", "changed_by").get(
        participant=participant
    )
    return found.open(file_box(participant, by))


def facts(participant: Participant, by: Acting) -> Facts:
    """Her facts, opened, for her care team."""
    standing = reach.standing(participant.id, by.id)
    if standing.is_shut_out or not standing.on_team:
        raise NotYours
    found = Facts.objects.select_related("participant", "changed_by").get(participant=participant)
    return found.open(open_lockbox(found.lockbox_id, by=by))


def follow_ups(participant: Participant, by: Acting) -> list[FollowUp]:
    """What is promised to her and not yet done, opened, the earliest first."""
    box = file_box(participant, by)
    waiting = participant.follow_ups.waiting().select_related("for_colleague", "participant")
    return [each.open(box) for each in waiting.order_by("due_on", "not_before")]


def follow_up(id: UUID, by: Acting, *, lock: bool = False) -> FollowUp:
    """One waiting follow-up, for whom it is planned and for her care team; else 404. Not opened."""
    row = any_follow_up(id, by, lock=lock)
    if row.is_done:
        raise Http404("No such follow-up.")
    return row


def any_follow_up(id: UUID, by: Acting, *, lock: bool = False) -> FollowUp:
    """One follow-up, done or not, as `follow_up`."""
    found = FollowUp.objects.filter(participant__in=people(by))
    found = found.select_for_update(of=("self",)) if lock else found
    try:
        row = found.select_related("participant").get(id=id)
    except FollowUp.DoesNotExist:
        raise Http404("No such follow-up.") from None
    if row.for_colleague_id != by.id and not opens_file(row.participant, by):
        raise Http404("No such follow-up.")
    return row


@dataclass(frozen=True)
class Due:
    """A follow-up on somebody's Today, with whom it is for and how to reach her safely."""

    follow_up: FollowUp
    participant: Participant
    card: CardWords
    what: str
    is_late: bool


def due(by: Acting, *, until: date | None = None) -> list[Due]:
    """This colleague's follow-ups due by a day (today), the earliest first.

    `what` is empty where her file is no longer this colleague's to open.
    """
    on = until or clock.today()
    promised = FollowUp.objects.due(on).filter(for_colleague_id=by.id, participant__closed_at=None)
    team = CareTeam.objects.filter(
        participant=OuterRef("participant"), colleague=by.id, left_at=None
    )
    found = about(promised, by).select_related("participant").annotate(is_mine=Exists(team))
    rows = list(found.order_by("due_on", "not_before"))
    whose, values = _sealed_cards({row.participant_id for row in rows}, by)
    files = {row.lockbox_id for row in rows if row.is_mine}
    boxes = open_lockboxes([*(lockbox for _id, _n, lockbox, _sealed in values), *files], by=by)
    known_cards = {whose[id]: words for id, words in Card.open_values(values, boxes)}
    return [
        Due(
            follow_up=row,
            participant=row.participant,
            card=known_cards[row.participant_id],
            what=row.open(boxes[row.lockbox_id]).words.what if row.lockbox_id in boxes else "",
            is_late=row.due_on < clock.today(),
        )
        for row in rows
        if row.participant_id in known_cards
    ]


@dataclass(frozen=True)
class Look:
    """One line of who has looked, in plain words."""

    at: datetime
    who: str
    what: str
    is_look: bool


def looks(participant: Participant, by: Acting) -> list[Look]:
    """Who looked at her record and what was done with it, the latest first, in words for her."""
    standing = reach.standing(participant.id, by.id)
    if standing.is_shut_out or not (standing.on_team or by.can(Capability.READ_LEDGER)):
        raise NotOnHerTeam
    lines = list(Line.objects.filter(subject=participant.handle).order_by("-seq")[:LOOKS_SHOWN])
    who = Colleague.objects.in_bulk({line.who for line in lines})
    return [
        Look(
            at=line.at,
            who=who[line.who].name if line.who in who else _house_or_nobody(line.who),
            what=str(verb.her_words),
            is_look=verb.is_look,
        )
        for line in lines
        if (verb := known(line.verb)).her_words
    ]


def _house_or_nobody(id: UUID) -> str:
    return str(_("The house itself") if id == HOUSE.id else _("Somebody no longer known"))


@dataclass(frozen=True)
class HerCopy:
    """Everything this word keeps about her, opened, for a copy to herself."""

    card: CardWords
    sheet: SheetWords
    facts: FactsWords | None
    team: list[Colleague]
    follow_ups: list[FollowUp]


def her_copy(participant: Participant, by: Acting) -> HerCopy:
    """What a copy to herself holds of this word. For her care team."""
    if not on_team(participant, by):
        raise NotOnHerTeam
    has_facts = Facts.objects.filter(participant=participant).exists()
    return HerCopy(
        card=card(participant, by).words,
        sheet=sheet(participant, by).words,
        facts=facts(participant, by).words if has_facts else None,
        team=team_of(participant),
        follow_ups=follow_ups(participant, by),
    )


def glass_openings(by: Acting) -> list[GlassOpening]:
    """Broken glass that waits for review and concerns this colleague, with reasons opened."""
    openings = GlassOpening.objects.all()
    found = about(openings, by) if by.can(Capability.REVIEW_GLASS) else in_my_care(openings, by)
    rows = list(
        found.filter(reviewed_at=None)
        .select_related("participant", "colleague")
        .order_by("-opened_at")
    )
    boxes = open_lockboxes([row.lockbox_id for row in rows], by=by)
    return [row.open(boxes[row.lockbox_id]) for row in rows if row.lockbox_id in boxes]


def glass_opening(id: UUID, by: Acting, *, lock: bool = False) -> GlassOpening:
    """One broken glass waiting for review, for a supervisor."""
    found = GlassOpening.objects.filter(participant__in=people(by), reviewed_at=None)
    if not by.can(Capability.REVIEW_GLASS):
        found = found.none()
    try:
        return (found.select_for_update() if lock else found).get(id=id)
    except GlassOpening.DoesNotExist:
        raise Http404("No such opening.") from None


def erasures_waiting(by: Acting) -> list[Erasure]:
    """People who asked to be forgotten and wait for a second person."""
    if not by.can(Capability.ERASE):
        return []
    if not ask(ANY_ERASURE, []):
        return []
    return list(
        about(Erasure.objects.filter(done_at=None, taken_back_at=None), by)
        .select_related("participant", "asked_through")
        .order_by("asked_at")
    )


def asking_to_be_forgotten(participant: Participant) -> Erasure | None:
    return participant.erasures.filter(done_at=None, taken_back_at=None).first()


def forgotten(id: UUID, by: Acting) -> Erasure:
    """One erasure that was done, for the two who did it and for supervisors; else 404."""
    try:
        done = Erasure.objects.exclude(done_at=None).get(id=id)
    except Erasure.DoesNotExist:
        raise Http404("Nothing is here.") from None
    if by.id not in {done.asked_through_id, done.done_by_id} and not by.can(
        Capability.REVIEW_GLASS
    ):
        raise Http404("Nothing is here.")
    return done
