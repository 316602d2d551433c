"""The list of people: my own first, or everybody with us, twenty-five cards at a time.

Names are sealed, so a list stands in the order in which people came to us, the newest first.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accompany import clock
from accompany.participants import access as participants
from accompany.participants import listing
from accompany.participants.models import FollowUp
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
    says: str


def page(by: Acting, *, everyone: bool, after: Place | None = None) -> Page:
    """One page of cards, opened in bulk. The page has written its ledger line already."""
    place = (after.opened_at, after.id) if after else None
    found = (listing.everyone if everyone else listing.mine)(by, PAGE + 1, after=place)
    shown = found.people[:PAGE]
    older = Place(*shown[-1]) if len(found.people) > PAGE else None
    return Page(_people([id for _at, id in shown], by), older, _says(found, everyone=everyone))


def _says(found: listing.Listed, *, everyone: bool) -> str:
    """How many there are, and in which order they stand."""
    count, said = found.count, words.how_many(found)
    if everyone:
        here = ngettext("%(n)s person is with us.", "%(n)s people are with us.", count)
    else:
        here = ngettext(
            "%(n)s person chose you for their care team.",
            "%(n)s people chose you for their care team.",
            count,
        )
    if not count:
        return ""
    return f"{capfirst(here % {'n': said})} {_('Whoever came last stands first.')}"


def _people(ids: list[UUID], by: Acting) -> list[Person]:
    cards = participants.cards(ids, by)
    due_on = _promised(ids)
    return [
        Person(
            id=id,
            called=cards[id].called,
            about=cards[id].safe.sentence,
            **_tag(due_on.get(id)),
        )
        for id in ids
        if id in cards
    ]


def _promised(ids: list[UUID]) -> dict[UUID, date]:
    """The next day on which something is promised to each."""
    waiting = FollowUp.objects.waiting().filter(participant__in=ids).order_by("-due_on")
    return dict(waiting.values_list("participant_id", "due_on"))


def _tag(due_on: date | None) -> dict[str, str]:
    if due_on is None:
        return {}
    today = clock.today()
    if due_on == today:
        return {"tag": _("Today"), "tag_kind": "person"}
    return {"tag": date_format(due_on, "D M j"), "tag_kind": "care" if due_on < today else ""}
