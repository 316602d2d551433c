"""The only ways to reach a letter. One whose circle a colleague is not in is not there for her."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404

from accompany.contact.models import Letter, LetterQuerySet
from accompany.sealed import circles
from accompany.sealed.documents import open_many
from accompany.sealed.lockboxes import NotYours
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability

PAGE = 25


@dataclass(frozen=True)
class Place:
    """Where a page of the list begins: after this letter."""

    came_at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.came_at.timestamp():.6f}~{self.id}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place an address names, or none: a mangled one shows the first page."""
        moment, _mark, id = text.partition("~")
        try:
            return cls(datetime.fromtimestamp(float(moment), tz=UTC), UUID(id))
        except (ValueError, OverflowError, OSError):
            return None


@dataclass(frozen=True)
class Page:
    letters: list[Letter]
    older: Place | None


def page(by: Acting, *, after: Place | None = None) -> Page:
    """One page of letters, newest first. It opens none of them."""
    found = letters(by).newest_first().select_related("answered_by")
    if after is not None:
        found = found.before(after.came_at, after.id)
    rows = list(found[: PAGE + 1])
    shown = rows[:PAGE]
    older = Place(shown[-1].came_at, shown[-1].id) if len(rows) > PAGE else None
    return Page(shown, older)


def letters(by: Acting) -> LetterQuerySet:
    """Every letter to a circle that this colleague is in."""
    if not by.can(Capability.READ_LETTERS):
        return Letter.objects.none()
    return Letter.objects.filter(circle__in=circles.circles_of(by.id))


def letter(id: UUID, by: Acting, *, lock: bool = False) -> Letter:
    """One letter, or 404."""
    found = letters(by)
    found = found.select_for_update() if lock else found.select_related("answered_by")
    try:
        return found.get(id=id)
    except Letter.DoesNotExist:
        raise Http404("No such letter.") from None


def opened(letter: Letter, by: Acting) -> Letter:
    """The letter with its words. Raises `NotYours` for whoever holds no key of its circle."""
    for each in open_many([letter], by=by):
        found: Letter = each
        return found
    raise NotYours


def unread_count(by: Acting) -> int:
    """How many wait to be read, for the rail."""
    return letters(by).unread().count()
