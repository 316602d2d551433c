"""What an artist agrees to, and takes back: by telling anyone, or with the code on her slip."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.gallery import access, verbs
from accompany.gallery.actions import council, hanging
from accompany.gallery.models import MOST_DAYS, Artwork, Consent, Hanging, Use
from accompany.house.refusals import Refusal
from accompany.ledger.lines import HOUSE, Actor, record_rows
from accompany.sealed import tombstones
from accompany.staff.access import require
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability


class ConsentTooLong(Refusal):
    message = _("A consent lasts 36 months at most. Choose an earlier last day, and ask her again.")


class ConsentEndsFirst(Refusal):
    message = _("A consent ends after it begins. Look at the two days again.")


@transaction.atomic
def give_consents(
    *, work: Artwork, uses: Iterable[str], given_on: date, ends_on: date, by: Acting
) -> list[Consent]:
    """Write down what she agreed to. The same form sent twice writes it once."""
    require(by, Capability.KEEP_GALLERY)
    work = access.artwork(work.id, by=by, lock=True)
    if ends_on < given_on:
        raise ConsentEndsFirst
    if (ends_on - given_on).days > MOST_DAYS:
        raise ConsentTooLong
    new = [
        Consent(artwork=work, use=use, given_on=given_on, ends_on=ends_on)
        for use in dict.fromkeys(uses)
        if not _is_written(work, use, given_on, ends_on)
    ]
    Consent.objects.bulk_create(new)
    over = council.renew(work) if new else (None, [])
    if new:
        record_rows(verbs.GAVE_CONSENT, new, by=by, artwork=work.id)
        council.record_ended(*over, work=work, by=by)
    return new


@transaction.atomic
def take_back(*, work: Artwork, use: str, by: Acting) -> None:
    """Take back one use, or with "" every use, because she told a keeper."""
    require(by, Capability.KEEP_GALLERY)
    work = access.artwork(work.id, by=by, lock=True)
    _take_back(work, use, by=by)


@transaction.atomic
def take_back_by_slip(*, work: Artwork, use: str) -> None:
    """Take back one use, or with "" every use, because its artist says so herself."""
    locked = Artwork.objects.select_for_update(of=("self",)).filter(id=work.id).first()
    if locked is not None:
        _take_back(locked, use, by=HOUSE)


@transaction.atomic
def take_down_for_its_artist(*, face: Hanging, by: Acting) -> UUID:
    """Take down what hangs because its artist told this colleague, whoever she is."""
    if face.artwork_id is None:
        raise hanging.NotHung
    work = Artwork.objects.select_for_update(of=("self",)).get(id=face.artwork_id)
    _take_back(work, Use.WEB, by=by)
    return work.id


def _take_back(work: Artwork, use: str, *, by: Actor) -> None:
    standing = Consent.objects.select_for_update().filter(artwork=work, withdrawn_at=None)
    if use:
        standing = standing.filter(use=use)
    taken = list(standing)
    now = clock.now()
    ids = [each.id for each in taken]
    Consent.objects.filter(id__in=ids).update(withdrawn_at=now)
    transaction.on_commit(lambda: _remember(ids), robust=True)
    over = (None, []) if hanging.may_hang_on(work) else council.end_with_consent(work)
    record_rows(verbs.WITHDREW_CONSENT, taken, by=by, artwork=work.id)
    council.record_ended(*over, work=work, by=by)


def _remember(ids: list[UUID]) -> None:
    """What is taken back has a tombstone: no older copy of the house takes it for alive again."""
    tombstones.leave(ids)


def _is_written(work: Artwork, use: str, given_on: date, ends_on: date) -> bool:
    same = Consent.objects.filter(artwork=work, use=use, given_on=given_on, ends_on=ends_on)
    return same.filter(withdrawn_at=None).exists()
