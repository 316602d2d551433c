"""The one gate. Nothing leaves the house without a clearance, and only this file makes one.

*To herself*: a participant's own words and what we write to her, or to the person in a
conversation. *Numbers only*: frozen counts, about nobody. Everything else is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from accompany.clock import now
from accompany.house.refusals import Refusal
from accompany.ledger.lines import HOUSE, Actor, record
from accompany.participants import access as participants
from accompany.participants.models import Participant
from accompany.releases import clearance as clearances
from accompany.releases import verbs
from accompany.releases.clearance import Clearance, NoClearance
from accompany.releases.kinds import Kind
from accompany.releases.models import Disclosure, DisclosureWords, Publication
from accompany.releases.outlets import kind_of
from accompany.sealed.lockboxes import NotYours, OpenLockbox, SealingLockbox, sealing
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability

__all__ = ["Clearance", "NoClearance", "NotHers", "disclosed", "numbers_only", "to_herself"]


class NotHers(Refusal):
    message = _("Only somebody on her care team can give this to her. Ask one of them.")


def to_herself(about: Participant | UUID, *, by: Actor, outlet: str) -> Clearance:
    """Clear one thing for the person it is about: a participant, or a conversation by its id.

    A participant's own things are given by her care team, or under a running glass opening, and
    never by somebody she excluded. The house itself may answer in a conversation. Raises
    `NotHers` or `NoClearance`.
    """
    if kind_of(outlet) is not Kind.TO_HERSELF:
        raise NoClearance
    if isinstance(about, Participant):
        return _to_a_participant(about, by=by, outlet=outlet)
    if by is not HOUSE and not _can(by, Capability.ANSWER_HELPLINE, Capability.WRITE_NOTES):
        raise NotHers
    return _cleared(Kind.TO_HERSELF, outlet, by, subject=about)


def _to_a_participant(participant: Participant, *, by: Actor, outlet: str) -> Clearance:
    if not isinstance(by, Acting):
        raise NotHers
    try:
        found = participants.participant(participant.id, by)
        box = participants.file_box(found, by)
    except (Http404, NotYours):
        raise NotHers from None
    return _cleared(Kind.TO_HERSELF, outlet, by, subject=found.handle, file_box=box.id)


def numbers_only(*, by: Acting, outlet: str) -> Clearance:
    """Clear counts for a reader outside. Raises `NoClearance` for whoever may not read counts."""
    if kind_of(outlet) is not Kind.NUMBERS_ONLY or not _can(by, Capability.READ_COUNTS):
        raise NoClearance
    return _cleared(Kind.NUMBERS_ONLY, outlet, by)


def disclosed(
    clearance: Clearance,
    recipient: str,
    categories: Iterable[str],
    digest: str,
    *,
    about: UUID | None = None,
    box: OpenLockbox | SealingLockbox | None = None,
) -> Disclosure | Publication | None:
    """Spend the clearance and keep an account of what left, inside the caller's transaction.

    `digest` is the SHA-256 of the bytes, in hex. About a participant the account is sealed into
    her file. About a conversation only the ledger says that something was sent, because its
    words are erased within days and a hash of a short text could be guessed.
    """
    clearance.spend()
    if clearance.kind is Kind.NUMBERS_ONLY:
        return _published(clearance, recipient, categories, digest, about=about)
    if clearance.file_box is None:
        record(verbs.GAVE_TO_HERSELF, by=clearance.by, subject=clearance.subject)
        return None
    account = Disclosure(outlet=clearance.outlet, at=now(), by_id=clearance.by.id)
    words = DisclosureWords(recipient=recipient, categories=tuple(categories), digest=digest)
    account.seal(words, box=box or sealing(clearance.file_box)).save()
    record(verbs.GAVE_TO_HERSELF, account, by=clearance.by, subject=clearance.subject)
    return account


def _published(
    clearance: Clearance,
    recipient: str,
    categories: Iterable[str],
    digest: str,
    *,
    about: UUID | None,
) -> Publication:
    if about is None:
        raise ValueError("Numbers come from a frozen report: say which.")
    account = Publication.objects.create(
        outlet=clearance.outlet,
        recipient=recipient,
        categories=" ".join(categories),
        digest=digest,
        about=about,
        at=now(),
        by_id=clearance.by.id,
    )
    record(verbs.PUBLISHED_NUMBERS, account, by=clearance.by)
    return account


def _can(by: Actor, *capabilities: Capability) -> bool:
    return isinstance(by, Acting) and any(by.can(capability) for capability in capabilities)


def _cleared(
    kind: Kind,
    outlet: str,
    by: Actor,
    *,
    subject: UUID | None = None,
    file_box: UUID | None = None,
) -> Clearance:
    return Clearance(
        kind,
        outlet,
        by,
        subject=subject,
        file_box=file_box,
        token=clearances._ONLY_THE_GATE,
    )
