"""Asking the survivor council about the face of a work, and what the council says.

A keeper asks with her artist's consent. One yes of a member who did not ask is enough, and one no
sends it back. What ends, however it ends, is shredded: nothing opens what the council was shown.
"""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.gallery import access, council, verbs
from accompany.gallery.actions import hanging
from accompany.gallery.models import Artwork, Face, Hanging, Proposal
from accompany.house import live, pictures
from accompany.house.refusals import Refusal
from accompany.ledger.lines import HOUSE, Actor, record, record_rows
from accompany.sealed.circles import COUNCIL, GALLERY
from accompany.sealed.files import delete_files, seal_file
from accompany.sealed.lockboxes import (
    OpenLockbox,
    TooFewOpeners,
    make_lockbox,
    order_shred,
    sealing,
    withdraw,
)
from accompany.sealed.models import Circle
from accompany.staff.access import require
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability

WAITING = "council"  # what a page of the council listens to
LONGEST = 1200  # as large as the largest public copy
MOST = 300 * 1024  # and plainer to see: a letter on a wall, a face in a window


class NoCouncil(Refusal):
    message = _(
        "The survivor council has no key yet, so it could not look. The house makes one within the "
        "hour; ask again then."
    )


class SaidYesAlready(Refusal):
    message = _("The council said yes to exactly this already. It may hang.")


class PictureChanged(Refusal):
    message = _("A colleague changed the picture a moment ago. Look at the work again.")


class NotWaiting(Refusal):
    message = _("This work is not waiting for the council any more.")


class OwnProposal(Refusal):
    message = _("You asked about this work yourself. Another member of the council decides.")


class SayWhy(Refusal):
    message = _("Say what the keeper should change, so that she can.")


def ask_council(*, work: Artwork, by: Acting, longest: int = LONGEST) -> Proposal:
    """Ask about the face that would hang. Pressed twice, it asks once.

    Raises what `hang` raises, or `SaidYesAlready`, `PictureChanged` or `NoCouncil`.
    """
    require(by, Capability.KEEP_GALLERY)
    work = access.artwork(work.id, by=by)
    hanging.check(work.open(access.box_of(work, by)))
    pixels = pictures.opened(access.picture_of(work, by))
    picture = pictures.one_copy(pixels, longest, most=MOST).data
    with transaction.atomic():
        locked = access.artwork(work.id, by=by, lock=True)
        hanging.check(locked.open(access.box_of(locked, by)))
        if locked.original_id != work.original_id:
            raise PictureChanged
        if asked := _asked_already(locked, by):
            return asked
        ended = end(locked)
        proposal = _sealed(locked, picture, by)
        live.changed(WAITING)
        record_rows(verbs.ENDED_ASKING, ended, by=by, artwork=locked.id)
        record(verbs.ASKED_COUNCIL, proposal, by=by, artwork=locked.id)
    return proposal


@transaction.atomic
def say_yes(*, id: UUID, by: Acting) -> None:
    """Let it hang as it is. Raises `NotWaiting` or `OwnProposal`.

    From here on the council's key opens it no more: nothing is left to look at.
    """
    proposal = _still_waiting(id, by)
    withdraw(proposal.lockbox_id, circles=[COUNCIL])
    delete_files([proposal.picture_id])
    proposal.picture = None
    proposal.said_yes_at, proposal.yes = clock.now(), uuid4()
    proposal.decided_by = by.colleague
    proposal.save(update_fields=["picture", "said_yes_at", "yes", "decided_by"])
    live.changed(WAITING)
    record(verbs.SAID_YES, proposal, by=by, artwork=_of(proposal).id)


@transaction.atomic
def say_no(*, id: UUID, reason: str, by: Acting) -> None:
    """Send it back; the reason is sealed for the keepers. Raises as `say_yes`, or `SayWhy`."""
    proposal = _still_waiting(id, by)
    if not reason.strip():
        raise SayWhy
    shown, work, now = proposal.lockbox_id, _of(proposal), clock.now()
    delete_files([proposal.picture_id])
    proposal.reseal(
        Face(reason=reason.strip()),
        box=sealing(work.lockbox_id),
        picture=None,
        said_no_at=now,
        ended_at=now,
        decided_by=by.colleague,
    )
    order_shred([shown])
    live.changed(WAITING)
    record(verbs.SAID_NO, proposal, by=by, artwork=work.id)


def end(work: Artwork) -> list[Proposal]:
    """End what the council was asked or said yes to, inside the transaction that says why.

    `work` is locked. The caller records what is returned.
    """
    rows = Proposal.objects.standing().select_for_update(of=("self",)).filter(artwork=work)
    ended = list(rows)
    if not ended:
        return []
    delete_files([each.picture_id for each in ended])
    Proposal.objects.filter(id__in=[each.id for each in ended]).update(ended_at=clock.now())
    order_shred([each.lockbox_id for each in ended])
    live.changed(WAITING)
    return ended


def end_with_consent(work: Artwork) -> tuple[Hanging | None, list[Proposal]]:
    """Her consent is over: what hangs comes down, and the council's yes goes with it."""
    return hanging.lower(work), end(work)


def renew(work: Artwork) -> tuple[Hanging | None, list[Proposal]]:
    """She agreed anew. What stands on a living consent lasts with it; what outlived one ends."""
    standing = Proposal.objects.standing().filter(artwork=work)
    if not standing.exists():
        return None, []
    if standing.alive(clock.today()).exists():
        standing.update(consent=access.live_web(access.consents(work), clock.today()))
        return None, []
    return end_with_consent(work)


@transaction.atomic
def end_what_she_no_longer_agrees_to(work_id: UUID) -> bool:
    """End, as the house itself, what stands on a consent that is over."""
    work = Artwork.objects.select_for_update(of=("self",)).filter(id=work_id).first()
    if work is None or council.standing(work) is not None:
        return False
    record_ended(*end_with_consent(work), work=work, by=HOUSE)
    return True


def record_ended(
    lowered: Hanging | None, ended: Iterable[Proposal], *, work: Artwork, by: Actor
) -> None:
    """The lines of what came down and what the council is no longer asked; last, as any line."""
    if lowered is not None:
        record(verbs.TOOK_DOWN, lowered, by=by, artwork=work.id)
    record_rows(verbs.ENDED_ASKING, ended, by=by, artwork=work.id)


def _asked_already(work: Artwork, by: Acting) -> Proposal | None:
    """What waits of this very face. Raises `SaidYesAlready` where nothing has to wait."""
    standing = council.standing(work)
    if standing is None or not council.is_of(standing, work, by):
        return None
    if not standing.is_waiting:
        raise SaidYesAlready
    return standing


def _sealed(work: Artwork, picture: bytes, by: Acting) -> Proposal:
    box = _new_box()
    proposal = Proposal(
        artwork=work,
        consent=access.live_web(access.consents(work), clock.today()),
        asked_by=by.colleague,
        asked_at=clock.now(),
    ).seal(council.face_of(work), box=box)
    proposal.picture = seal_file(picture, box=box, row=proposal)
    proposal.save(force_insert=True)
    return proposal


def _new_box() -> OpenLockbox:
    try:
        return make_lockbox("proposal", circles=[COUNCIL, GALLERY])
    except (TooFewOpeners, Circle.DoesNotExist):
        raise NoCouncil from None


def _still_waiting(id: UUID, by: Acting) -> Proposal:
    try:
        proposal = council.proposal(id, by, lock=True)
    except Http404:
        if council.is_over(id, by):
            raise NotWaiting from None
        raise
    if proposal.asked_by_id == by.id:
        raise OwnProposal
    return proposal


def _of(proposal: Proposal) -> Artwork:
    """The work of what waits; it is there, since whoever deletes a work ends what waits of it."""
    work = proposal.artwork
    if work is None:
        raise NotWaiting
    return work
