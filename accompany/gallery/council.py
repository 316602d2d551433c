"""Reaching what the survivor council is asked about: for its members, and for a keeper.

A member reaches what waits: the face of a work, with a picture of it. Who made it, how to reach her
and the original are in another lockbox, which opens for keepers alone. A keeper sees what became of
what was asked, and whether a face is, word for word, the one that the council said yes to.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from accompany import clock
from accompany.gallery import access
from accompany.gallery.models import Artwork, ArtworkWords, Face, Proposal
from accompany.sealed.cipher import CannotOpen
from accompany.sealed.documents import open_many
from accompany.sealed.files import open_file
from accompany.sealed.lockboxes import NotYours, OpenLockbox, Shredded, open_lockbox
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability

# For the council


def waiting(by: Acting) -> QuerySet[Proposal]:
    """What waits, the oldest first and still sealed; nothing for whoever is not of the council."""
    if not by.can(Capability.APPROVE_PUBLISHING):
        return Proposal.objects.none()
    rows = Proposal.objects.waiting(clock.today()).select_related("asked_by")
    return rows.order_by("asked_at", "id")


def opened(rows: Iterable[Proposal], by: Acting) -> list[Proposal]:
    """Those of them that open for her. A caller has written the line of looking."""
    return open_many(rows, by=by)


def proposal(id: UUID, by: Acting, *, lock: bool = False) -> Proposal:
    """One that waits and opens for her, or 404. Its words are still sealed."""
    rows = waiting(by).filter(id=id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise Http404("Nothing waits under this number.")
    box_of(found, by)
    return found


def is_over(id: UUID, by: Acting) -> bool:
    """Whether something waited under this number and waits no more."""
    if not by.can(Capability.APPROVE_PUBLISHING) or waiting(by).filter(id=id).exists():
        return False
    return Proposal.objects.filter(id=id).exists()


def box_of(proposal: Proposal, by: Acting) -> OpenLockbox:
    try:
        return open_lockbox(proposal.lockbox_id, by=by)
    except (NotYours, Shredded):
        raise Http404("Nothing waits under this number.") from None


def picture_of(proposal: Proposal, by: Acting) -> bytes:
    """The picture as it would hang. A caller has written the line of looking."""
    if proposal.picture_id is None:
        raise Http404("No such picture.")
    try:
        return open_file(proposal.picture_id, box=box_of(proposal, by), row=proposal)
    except CannotOpen:
        raise Http404("No such picture.") from None


# For keepers


@dataclass(frozen=True)
class Stand:
    """Where a work stands with the council. At most one of the three is there."""

    waits_since: datetime | None = None
    said_yes_at: datetime | None = None
    said_no_at: datetime | None = None
    reason: str = ""


def stand(work: Artwork, by: Acting) -> Stand:
    """What became of what was asked about this work."""
    last = Proposal.objects.filter(artwork=work).order_by("-asked_at", "-id").first()
    if last is None:
        return Stand()
    if last.said_no_at is not None:
        reason = cast(Face, last.open(access.box_of(work, by)).words).reason
        return Stand(said_no_at=last.said_no_at, reason=reason)
    if standing(work) is None:
        return Stand()
    return Stand(
        waits_since=last.asked_at if last.is_waiting else None, said_yes_at=last.said_yes_at
    )


def standing(work: Artwork) -> Proposal | None:
    """What the council was asked about this work, while her consent to it lives."""
    return Proposal.objects.standing().alive(clock.today()).filter(artwork=work).first()


def yes_to(work: Artwork, by: Acting) -> Proposal | None:
    """The council's yes to the face that this opened work has now, if it said one."""
    found = standing(work)
    if found is None or found.yes is None or not is_of(found, work, by):
        return None
    return found


def is_of(proposal: Proposal, work: Artwork, by: Acting) -> bool:
    """Whether the council was asked about exactly the face that this opened work has now."""
    asked: Face = proposal.open(box_of(proposal, by)).words
    return replace(asked, reason="") == face_of(work)


def face_of(work: Artwork) -> Face:
    """The face that an opened work would have if it hung now."""
    return face(access.words_of(work), work.original_id)


def face(words: ArtworkWords, original: UUID | None) -> Face:
    """What of these words everybody would see, with this picture."""
    return Face(
        title=words.title,
        medium=words.medium,
        year=words.year,
        statement=words.statement,
        credit_line=words.public_name,
        alt=words.alt,
        original=str(original or ""),
    )
