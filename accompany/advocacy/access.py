"""The only ways to reach notes and services on someone's behalf.

Whoever cannot reach a participant reaches nothing of hers. A note also needs her file:
without it there is no note, 404, the same as none.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from accompany.advocacy.models import Note, Service
from accompany.awards.models import Code, Scheme
from accompany.participants import access as participants
from accompany.participants.models import Participant
from accompany.staff.acting import Acting

PAGE = 25
LATEST = 100


def notes(participant: Participant) -> QuerySet[Note]:
    """Her notes, newest first. They are sealed: whoever has no key to her file reads none."""
    return (
        Note.objects.filter(participant=participant)
        .select_related("written_by")
        .order_by("-written_on", "-id")
    )


def own_note(id: UUID, by: Acting, *, lock: bool = False) -> Note:
    """A note that `by` wrote, about someone she can still reach."""
    found = Note.objects.filter(id=id, written_by_id=by.id).select_related("participant")
    note = (found.select_for_update(of=("self",)) if lock else found).first()
    if note is None:
        raise Http404("No such note.")
    participants.participant(note.participant_id, by=by)
    return note


def own_service(id: UUID, by: Acting, *, lock: bool = False) -> Service:
    """A service that `by` logged, for nobody in particular or for someone she can still reach."""
    found = Service.objects.filter(id=id, colleague_id=by.id).select_related("award")
    service = (found.select_for_update(of=("self",)) if lock else found).first()
    if service is None:
        raise Http404("No such service.")
    if service.participant_id is not None:
        service.participant = participants.participant(service.participant_id, by=by)
    return service


@dataclass(frozen=True)
class Place:
    """Where a page of services begins: after this row, newest first."""

    day: date
    id: UUID

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.id}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place an address names, or none: a mangled one shows the first page."""
        day, _dot, id = text.partition(".")
        try:
            return cls(date.fromisoformat(day), UUID(id))
        except ValueError:
            return None


@dataclass(frozen=True)
class ServicePage:
    services: list[Service]
    older: Place | None


def services(participant: Participant, *, after: Place | None = None) -> ServicePage:
    """Twenty-five of her services, newest first, and where the next page begins."""
    found = Service.objects.filter(participant=participant).select_related("colleague", "award")
    if after is not None:
        found = found.filter(Q(day__lt=after.day) | Q(day=after.day, id__lt=after.id))
    rows = list(found.order_by("-day", "-id")[: PAGE + 1])
    shown = rows[:PAGE]
    return ServicePage(shown, Place(shown[-1].day, shown[-1].id) if len(rows) > PAGE else None)


def often_logged(by: Acting, *, most: int = 6) -> list[str]:
    """The services that `by` logs most, so that they stand on top of her form."""
    latest = Service.objects.filter(colleague_id=by.id).order_by("-logged_at")
    counted = Counter(latest.values_list("code", flat=True)[:LATEST])
    return [code for code, _times in counted.most_common(most)]


def service_labels() -> dict[str, str]:
    """What each service of our catalog was called last, by its code."""
    found = Code.objects.filter(scheme=Scheme.OWN, list="service").order_by("valid_from")
    return dict(found.values_list("code", "label"))


def last_award(by: Acting) -> UUID | None:
    """The award that `by` used last, so that she need not look for it again."""
    return (
        Service.objects.filter(colleague_id=by.id)
        .order_by("-logged_at")
        .values_list("award_id", flat=True)
        .first()
    )
