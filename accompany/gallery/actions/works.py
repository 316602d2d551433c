"""Works come in, are put right, and go."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.gallery import access, verbs
from accompany.gallery import council as faces
from accompany.gallery.actions import council, hanging
from accompany.gallery.models import Artwork, ArtworkWords, MadeIn
from accompany.house.pictures import one_copy, opened
from accompany.house.refusals import Refusal
from accompany.ledger.lines import Actor, record
from accompany.sealed.circles import GALLERY
from accompany.sealed.documents import Stale
from accompany.sealed.files import delete_files, seal_file
from accompany.sealed.lockboxes import OpenLockbox, TooFewOpeners, make_lockbox, order_shred
from accompany.sealed.models import Circle
from accompany.staff.access import require
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability

PREVIEW = 560


class TooFewKeepers(Refusal):
    message = _(
        "Two colleagues must hold the keys of the gallery before a work is sealed. Ask a "
        "supervisor to bring one more in."
    )


class ChangedMeanwhile(Refusal):
    message = _(
        "A colleague changed this work while you were writing. Yours is still here. Look at theirs "
        "in another window; what you save now takes its place."
    )


class StillHangs(Refusal):
    message = _(
        "This work hangs in public, as the council said yes to it. Take it down first; the council "
        "is asked about what is new before it hangs again."
    )


def add_work(*, id: UUID, words: ArtworkWords, made_in: str, picture: bytes, by: Acting) -> Artwork:
    """Seal a new work and its picture. The same form sent twice adds one.

    Raises `PictureRefused` or `TooFewKeepers`.
    """
    require(by, Capability.KEEP_GALLERY)
    small = _preview(picture)
    with transaction.atomic():
        if added := Artwork.objects.filter(id=id).first():
            return added
        box = _new_box()
        work = Artwork(id=id, made_in=made_in, added_at=clock.now()).seal(words, box=box)
        work.original = seal_file(picture, box=box, row=work)
        work.preview = seal_file(small, box=box, row=work)
        work.save(force_insert=True)
        record(verbs.ADDED_WORK, work, by=by)
    return work


def change_work(
    *,
    work: Artwork,
    version: int,
    words: ArtworkWords,
    made_in: str,
    by: Acting,
    picture: bytes | None = None,
) -> Artwork:
    """Put a work right. What everybody sees changes only while it does not hang; what the council
    was asked, or said yes to, ends with such a change.
    """
    require(by, Capability.KEEP_GALLERY)
    small = _preview(picture) if picture is not None else None
    with transaction.atomic():
        work = access.artwork(work.id, by=by, lock=True)
        if work.version != version:
            raise ChangedMeanwhile
        box, old = access.box_of(work, by), [work.original_id, work.preview_id]
        now = faces.face_of(work.open(box))
        is_new = picture is not None or faces.face(words, work.original_id) != now
        _check_change(work, words, made_in, is_new=is_new)
        try:
            work.reseal(words, box=box, made_in=made_in)
        except Stale:
            raise ChangedMeanwhile from None
        if picture is not None and small is not None:
            work.original = seal_file(picture, box=box, row=work)
            work.preview = seal_file(small, box=box, row=work)
            work.save(update_fields=["original", "preview"])
            delete_files(old)
        ended = council.end(work) if is_new or not work.may_hang else []
        record(verbs.CHANGED_WORK, work, by=by)
        council.record_ended(None, ended, work=work, by=by)
    return work


@transaction.atomic
def delete_work(*, work: Artwork, by: Acting) -> None:
    """Delete a work for good: it comes down, and nothing opens what was sealed of it."""
    require(by, Capability.KEEP_GALLERY)
    delete(access.artwork(work.id, by=by, lock=True), by=by)


def delete(work: Artwork, *, by: Actor) -> None:
    """Delete a locked work, inside the transaction that says why."""
    over = council.end_with_consent(work)
    delete_files([work.original_id, work.preview_id])
    order_shred([work.lockbox_id])
    Artwork.objects.filter(id=work.id).delete()
    council.record_ended(*over, work=work, by=by)
    record(verbs.DELETED_WORK, work, by=by)


def _new_box() -> OpenLockbox:
    try:
        return make_lockbox("artwork", circles=[GALLERY])
    except (TooFewOpeners, Circle.DoesNotExist):
        raise TooFewKeepers from None


def _preview(picture: bytes) -> bytes:
    """A small picture for the wall at the desk, made of pixels; refuses what is no picture."""
    return one_copy(opened(picture), PREVIEW).data


def _check_change(work: Artwork, words: ArtworkWords, made_in: str, *, is_new: bool) -> None:
    if work.is_hung and not words.alt:
        raise hanging.NoAlternativeText
    if work.is_hung and (is_new or made_in == MadeIn.THERAPY):
        raise StillHangs
