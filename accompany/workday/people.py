"""The list of people: my own first, or everybody with us, twenty-five cards at a time.

Names are sealed, so a list stands in the order in which people came to us, the newest first.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accompany import clock
from accompany.participants import access as participants
from accompany.participants.models import FollowUp, Participant
from accompany.staff.acting import Acting
from accompany.workday import words

PAGE = 25


@dataclass(frozen=True)
class Place:
    """Where a page of the list begins: after this person."""

    opened_at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.opened_at.timestamp():.6f}~{self.id}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place an address names, or none: a mangled one shows the first page."""
        moment, _mark, id = text.partition("~")
        try:
            return cls(datetime.fromtimestamp(float(moment), tz=clock.now().tzinfo), UUID(id))
        except (ValueError, OverflowError, OSError):
            return None


@dataclass(frozen=True)
class Person:
    id: UUID
    called: str
    about: str
    tag: str = ""
    tag_kind: str = ""
    tag_icon: str = ""


@dataclass(frozen=True)
class Page:
    people: list[Person]
    older: Place | None


def page(by: Acting, *, everyone: bool, after: Place | None = None) -> Page:
    """One page of cards, opened in bulk. The page has written its ledger line already."""
    found = participants.people(by).with_us() if everyone else participants.in_care_of(by)
    if after is not None:
        found = found.filter(
            Q(opened_at__lt=after.opened_at) | Q(opened_at=after.opened_at, id__lt=after.id)
        )
    rows = list(found.order_by("-opened_at", "-id")[: PAGE + 1])
    shown = rows[:PAGE]
    older = Place(shown[-1].opened_at, shown[-1].id) if len(rows) > PAGE else None
    return Page(_people(shown, by), older)


def says(by: Acting, *, everyone: bool) -> str:
    """How many there are, and in which order they stand."""
    if everyone:
        count, said = words.how_many(participants.people(by).with_us())
        here = ngettext("%(n)s person is with us.", "%(n)s people are with us.", count)
    else:
        count, said = words.how_many(participants.in_care_of(by))
        here = ngettext(
            "%(n)s person chose you for their care team.",
            "%(n)s people chose you for their care team.",
            count,
        )
    if not count:
        return ""
    return f"{capfirst(here % {'n': said})} {_('Whoever came last stands first.')}"


def _people(rows: list[Participant], by: Acting) -> list[Person]:
    cards = participants.cards([row.id for row in rows], by)
    promised = _promised(rows)
    return [
        Person(
            id=row.id,
            called=cards[row.id].called,
            about=cards[row.id].safe.sentence,
            **_tag(promised.get(row.id)),
        )
        for row in rows
        if row.id in cards
    ]


def _promised(rows: list[Participant]) -> dict[UUID, FollowUp]:
    waiting = FollowUp.objects.waiting().filter(participant__in=rows).order_by("-due_on")
    return {each.participant_id: each for each in waiting}


def _tag(promise: FollowUp | None) -> dict[str, str]:
    if promise is None:
        return {}
    today = clock.today()
    if promise.due_on == today:
        return {"tag": _("Today"), "tag_kind": "person"}
    kind = "care" if promise.due_on < today else ""
    return {"tag": date_format(promise.due_on, "D M j"), "tag_kind": kind}
