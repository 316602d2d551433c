"""A participant's record, put together from several words: who she is, who is beside her.

Whoever cannot open her file sees a sealed page made of her card alone, and how to ask.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accompany import clock
from accompany.advocacy import access as advocacy
from accompany.advocacy.models import Service
from accompany.helpline.models import Conversation
from accompany.participants import access as participants
from accompany.participants.models import FileSheet, FollowUp, Participant
from accompany.participants.words import CardWords, Goal
from accompany.sealed.lockboxes import OpenLockbox
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability
from accompany.workday import words

Tab = tuple[str, str, bool]


@dataclass(frozen=True)
class Head:
    """What stands on top of every page of a record."""

    id: UUID
    called: str
    about: str
    before_contact: str
    rules: list[str]
    tabs: list[Tab]
    tabs_label: str
    may_write: bool
    opens: bool
    closed: str

    @property
    def is_closed(self) -> bool:
        return bool(self.closed)


def head(
    participant: Participant, card: CardWords, *, by: Acting, current: str, opens: bool = True
) -> Head:
    """The head of a page; `opens` says whether her file opens for whoever reads it."""
    return Head(
        id=participant.id,
        called=card.called,
        about=_about(participant, card),
        before_contact=before_contact(card),
        rules=card.safe.rules,
        tabs=_tabs(participant, current, opens=opens, by=by),
        tabs_label=_("The record of %(name)s") % {"name": card.called},
        may_write=by.can(Capability.WRITE_NOTES),
        opens=opens,
        closed=_closed(participant),
    )


def before_contact(card: CardWords) -> str:
    """The line that stands before any way to reach her."""
    rule = card.safe.sentence
    return _("Before you contact %(name)s: %(rule)s") % {
        "name": card.called,
        "rule": rule[:1].lower() + rule[1:],
    }


def team(participant: Participant, by: Acting) -> list[tuple[str, str, bool]]:
    """Name, role, and whether it is the reader, of everybody whom she chose."""
    return [
        (colleague.name, colleague.shown_role, colleague.id == by.id)
        for colleague in participants.team_of(participant)
    ]


def _about(participant: Participant, card: CardWords) -> str:
    since = date_format(participant.opened_at, "F Y")
    parts = [card.pronouns, _("with us since %(month)s") % {"month": since}]
    if card.languages:
        spoken = ", ".join(card.languages)
        parts.append(_("speaks %(languages)s") % {"languages": spoken})
    return " · ".join(part for part in parts if part)


def _closed(participant: Participant) -> str:
    if participant.closed_at is None:
        return ""
    day = date_format(participant.closed_at, "M j, Y")
    return _("This record was closed on %(day)s. Notes go 90 days after.") % {"day": day}


def may_read_looks(participant: Participant, by: Acting) -> bool:
    """Whether this colleague may read who has looked: her care team may, and supervisors."""
    return by.can(Capability.READ_LEDGER) or participants.on_team(participant, by)


def _tabs(participant: Participant, current: str, *, opens: bool, by: Acting) -> list[Tab]:
    places = [(_("Together"), "workday:record")]
    if opens:
        places.append((_("Services"), "workday:services"))
    if may_read_looks(participant, by):
        places.append((_("Who has looked"), "workday:looked"))
    return [
        (label, reverse(place, args=[participant.id]), place == current) for label, place in places
    ]


@dataclass(frozen=True)
class Promise:
    """Something promised to her, as the record shows it."""

    id: UUID
    when: str
    what: str
    who: str
    is_late: bool
    done_url: str


@dataclass(frozen=True)
class Aside:
    """What stands beside her timeline."""

    team: list[tuple[str, str, bool]]
    promises: list[Promise]
    goals: tuple[Goal, ...]
    asks_to_be_forgotten: bool
    is_on_team: bool
    glass_until: str = ""
    wrote_again: bool = False
    wrote_again_url: str = ""


def aside(participant: Participant, *, box: OpenLockbox, by: Acting) -> Aside:
    """Her team, what is promised, what she works toward. Opened with `box`."""
    sheet = FileSheet.objects.get(participant=participant).open(box)
    newest = Conversation.objects.going().unmoved().filter(participant=participant).first()
    beside = team(participant, by)
    is_on_team = any(is_me for _name, _role, is_me in beside)
    waiting = participant.follow_ups.waiting().select_related("for_colleague")
    return Aside(
        team=beside,
        promises=[
            _promise(each.open(box), by) for each in waiting.order_by("due_on", "not_before")
        ],
        goals=sheet.words.goals,
        asks_to_be_forgotten=participants.asking_to_be_forgotten(participant) is not None,
        is_on_team=is_on_team,
        glass_until="" if is_on_team else _glass_until(participant, by),
        wrote_again=newest is not None,
        wrote_again_url=words.address("helpline:conversation", newest.id)
        if newest and by.can(Capability.ANSWER_HELPLINE)
        else "",
    )


def _glass_until(participant: Participant, by: Acting) -> str:
    """When broken glass shuts by itself, for the colleague who broke it."""
    glass = participants.running_glass(participant, by)
    return words.hour(timezone.localtime(glass.ends_at).time()) if glass else ""


def _promise(promise: FollowUp, by: Acting) -> Promise:
    hours = words.hours(promise.not_before, promise.not_after)
    day = date_format(promise.due_on, "D M j")
    return Promise(
        id=promise.id,
        when=f"{day}, {hours}" if hours else day,
        what=promise.words.what,
        who=_("you") if promise.for_colleague_id == by.id else promise.for_colleague.name,
        is_late=promise.due_on < clock.today(),
        done_url=words.address("participants:finish-follow-up", promise.id),
    )


@dataclass(frozen=True)
class Given:
    """One service as the page of services shows it."""

    id: UUID
    day: date
    label: str
    minutes: str
    who: str
    award: str
    is_fresh: bool
    may_change: bool


def services(rows: list[Service], *, by: Acting) -> list[Given]:
    labels = advocacy.service_labels()
    return [
        Given(
            id=row.id,
            day=row.day,
            label=labels.get(row.code, row.code),
            minutes=row.get_minutes_display() if row.minutes else "",
            who=row.colleague.name,
            award=row.award.name if row.award else "",
            is_fresh=row.is_fresh and row.may_change(by.id),
            may_change=row.may_change(by.id),
        )
        for row in rows
    ]
