"""An older copy of the house came back: what its artists took back since is taken back again.

A consent that was taken back has a tombstone, and so has the lockbox of what the council was asked
once that ended. What hung before works were the council's to say has none: it comes down.
"""

from itertools import chain
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from accompany import clock
from accompany.gallery import verbs
from accompany.gallery.actions import council, hanging
from accompany.gallery.actions.works import delete
from accompany.gallery.models import Artwork, Consent, Hanging, Proposal, Use
from accompany.ledger.lines import HOUSE, record_rows
from accompany.sealed import tombstones
from accompany.sealed.lockboxes import shredded

HOW = "restored"


def replay() -> int:
    """Delete, take back and take down again, as the house itself. Says how many works it met."""
    deleted = list(Artwork.objects.filter(lockbox__in=shredded()).values_list("id", flat=True))
    for id in deleted:
        _delete_again(id)
    works = set(
        chain(
            _taken_back().values_list("artwork", flat=True),
            _over().values_list("artwork", flat=True),
            Hanging.objects.hung().filter(is_older=True).values_list("artwork", flat=True),
        )
    )
    for id in works:
        _take_back_again(id)
    return len(deleted) + len(works)


@transaction.atomic
def _delete_again(id: UUID) -> None:
    delete(Artwork.objects.select_for_update(of=("self",)).get(id=id), by=HOUSE)


@transaction.atomic
def _take_back_again(id: UUID) -> None:
    """Take down what came down, and her consent too unless it is known to stand: she is asked."""
    work = Artwork.objects.select_for_update(of=("self",)).get(id=id)
    face = Hanging.objects.hung().filter(artwork=work).first()
    is_over = _over().filter(artwork=work).exists()
    gone = Q(id__in=tombstones.lying())
    if face is not None and is_over:
        gone |= Q(use=Use.WEB)
    taken = list(Consent.objects.filter(gone, artwork=work, withdrawn_at=None))
    ids = [each.id for each in taken]
    Consent.objects.filter(id__in=ids).update(withdrawn_at=clock.now())
    is_over = is_over or not hanging.may_hang_on(work)
    comes_down = face is not None and (is_over or face.is_older)
    lowered = hanging.lower(work) if comes_down else None
    ended = council.end(work) if is_over else []
    transaction.on_commit(lambda: tombstones.leave(ids), robust=True)
    record_rows(verbs.WITHDREW_CONSENT, taken, by=HOUSE, artwork=work.id, how=HOW)
    council.record_ended(lowered, ended, work=work, by=HOUSE)


def _taken_back() -> QuerySet[Consent]:
    return Consent.objects.filter(withdrawn_at=None, id__in=tombstones.lying())


def _over() -> QuerySet[Proposal]:
    """What the council was asked or said yes to, in the copy, whose lockbox opens no more."""
    return Proposal.objects.standing().filter(lockbox__in=shredded(), artwork__isnull=False)
