"""Being forgotten: she asks, one of her care team writes it down, a second person does it.

The shred keys of all her lockboxes go, and with them her words in every copy; her rows go; her
handle in the ledger points at nobody. Words above this one keep rows about her too: each gives a
listener that deletes them in the same transaction. A legal hold refuses all of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.house import live
from accompany.house.models import Stamp
from accompany.house.refusals import Refusal
from accompany.ledger.lines import HOUSE, record
from accompany.participants import access, finding, verbs
from accompany.participants.models import (
    Card,
    CareTeam,
    Erasure,
    Exclusion,
    Facts,
    FileSheet,
    FindPage,
    FollowUp,
    GlassOpening,
    LegalHold,
    Participant,
)
from accompany.sealed.lockboxes import order_shred, shredded
from accompany.staff import drafts
from accompany.staff.access import require
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability

TYPED_ON = (
    "participants:card",
    "participants:safe-contact",
    "participants:sheet",
    "participants:facts",
    "participants:follow-up",
    "participants:break-glass",
    "advocacy:write-note",
    "advocacy:log-services",
)


@dataclass(frozen=True)
class Gone:
    """What a word deleted of hers: lockboxes to be shredded, and what its lines called her by."""

    boxes: tuple[UUID, ...] = ()
    subjects: tuple[UUID, ...] = ()


Listener = Callable[[Participant], Gone | None]
_listeners: list[Listener] = []


class UnderLegalHold(Refusal):
    message = _(
        "The law does not let us destroy this record now. Speak with a supervisor, and tell her so."
    )


class SecondPerson(Refusal):
    message = _("A second person does this. Ask a colleague to read it and do it with you.")


def on_erase(listener: Listener) -> Listener:
    """Have `listener(participant)` delete a word's rows about her, in the erasing transaction.

    It returns what else must go with them, or nothing.
    """
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def erasure(id: UUID, by: Acting, *, lock: bool = False) -> Erasure:
    """One asking that waits, for whoever can reach her, or 404."""
    found = Erasure.objects.filter(
        done_at=None, taken_back_at=None, participant__in=access.people(by)
    )
    try:
        return (found.select_for_update() if lock else found).get(id=id)
    except Erasure.DoesNotExist:
        raise Http404("No such asking.") from None


@transaction.atomic
def ask_to_be_forgotten(*, participant: Participant, by: Acting) -> Erasure:
    """Write down that she asks to be forgotten. For her care team; asking twice is asking once."""
    participant = access.participant(participant.id, by, lock=True)
    if not access.on_team(participant, by):
        raise access.NotOnHerTeam
    if is_held(participant):
        raise UnderLegalHold
    waiting = access.asking_to_be_forgotten(participant)
    if waiting is not None:
        return waiting
    asked = Erasure.objects.create(
        participant=participant, asked_at=clock.now(), asked_through=by.colleague
    )
    live.changed("forget")
    record(verbs.ASKED_TO_BE_FORGOTTEN, asked, by=by, subject=participant.handle)
    return asked


@transaction.atomic
def take_back_asking(*, erasure: Erasure, by: Acting) -> None:
    """She takes it back. Anybody who can reach her may write that down."""
    row = _waiting(erasure, by)
    handle = row.participant.handle if row.participant else None
    row.taken_back_at = clock.now()
    row.save(update_fields=["taken_back_at"])
    live.changed("forget")
    record(verbs.TOOK_BACK_ASKING, row, by=by, subject=handle)


@transaction.atomic
def forget(*, erasure: Erasure, by: Acting) -> Erasure:
    """Forget her, as the second person. Raises `SecondPerson`, `UnderLegalHold` or `NotAllowed`."""
    require(by, Capability.ERASE)
    row = _waiting(erasure, by)
    if row.asked_through_id == by.id:
        raise SecondPerson
    participant = access.participant(row.participant_id or row.id, by, lock=True)
    if is_held(participant):
        raise UnderLegalHold
    page = finding.drop_page(Card.objects.get(participant=participant))
    handle, others = _erase(participant)
    row.participant, row.done_at, row.done_by = None, clock.now(), by.colleague
    row.save(update_fields=["participant", "done_at", "done_by"])
    live.changed("people")
    live.changed("forget")
    finding.record_dropped(page, by=by)
    for other in others:
        record(verbs.FORGOT_WITH_HER, by=by, subject=other)
    record(verbs.FORGOT, by=by, subject=handle)
    return row


def replay() -> int:
    """After an older backup came back: forget again everybody whose keys are all destroyed.

    A find page whose key is destroyed goes too, so that the others on it can be found again.
    """
    for page in FindPage.objects.filter(lockbox__in=shredded()):
        _drop_dead_page(page)
    gone = Participant.objects.filter(
        card_box__in=shredded(), file_box__in=shredded(), facts_box__in=shredded()
    )
    ids = list(gone.values_list("id", flat=True))
    for id in ids:
        _forget_again(id)
    return len(ids)


@transaction.atomic
def _drop_dead_page(page: FindPage) -> None:
    Card.objects.filter(page=page).update(page=None)
    FindPage.objects.filter(id=page.id).delete()
    finding.record_dropped(page, by=HOUSE)


@transaction.atomic
def _forget_again(id: UUID) -> None:
    """Nobody can read her words any more, so that no hold and no second person is asked."""
    participant = Participant.objects.select_for_update().get(id=id)
    page = finding.drop_page(Card.objects.get(participant=participant))
    asked = Erasure.objects.filter(participant=participant, taken_back_at=None)
    asked.update(participant=None, done_at=clock.now())
    handle, others = _erase(participant)
    finding.record_dropped(page, by=HOUSE)
    for other in others:
        record(verbs.FORGOT_WITH_HER, by=HOUSE, subject=other)
    record(verbs.FORGOT, by=HOUSE, subject=handle)


def _erase(participant: Participant) -> tuple[UUID, list[UUID]]:
    """Delete every row about her and order her keys destroyed.

    Returns her handle, now nobody's, and what else the ledger called her by.
    """
    handle = participant.handle
    boxes = {participant.card_box_id, participant.file_box_id, participant.facts_box_id}
    boxes.update(participant.glass.values_list("lockbox_id", flat=True))
    subjects: list[UUID] = []
    for listener in _listeners:
        gone = listener(participant) or Gone()
        boxes.update(gone.boxes)
        subjects += gone.subjects
    Erasure.objects.filter(participant=participant).update(participant=None)
    drafts.forget_everybodys(_pages_of(participant))
    Stamp.objects.filter(topic=f"person:{participant.id}").delete()
    _delete_rows(participant)
    order_shred(boxes)
    return handle, subjects


def is_held(participant: Participant) -> bool:
    return LegalHold.objects.filter(participant=participant, lifted_at=None).exists()


@transaction.atomic
def place_hold(*, participant: Participant, by: Acting) -> LegalHold:
    """Keep her record from being destroyed, because the law says so. For supervisors."""
    require(by, Capability.REVIEW_GLASS)
    participant = access.participant(participant.id, by, lock=True)
    hold, is_new = LegalHold.objects.get_or_create(
        participant=participant, lifted_at=None, defaults={"placed_at": clock.now()}
    )
    if is_new:
        record(verbs.HELD, hold, by=by, subject=participant.handle)
    return hold


@transaction.atomic
def lift_hold(*, participant: Participant, by: Acting) -> None:
    require(by, Capability.REVIEW_GLASS)
    participant = access.participant(participant.id, by, lock=True)
    for hold in LegalHold.objects.filter(participant=participant, lifted_at=None):
        hold.lifted_at = clock.now()
        hold.save(update_fields=["lifted_at"])
        record(verbs.LIFTED_HOLD, hold, by=by, subject=participant.handle)


def _waiting(asked: Erasure, by: Acting) -> Erasure:
    return erasure(asked.id, by, lock=True)


def _pages_of(participant: Participant) -> list[str]:
    """The addresses where somebody may have been typing about her."""
    return [reverse(name, args=[participant.id]) for name in TYPED_ON]


def _delete_rows(participant: Participant) -> None:
    for rows in (Card, FileSheet, Facts, FollowUp, GlassOpening, CareTeam, Exclusion, LegalHold):
        rows.objects.filter(participant=participant).delete()
    Participant.objects.filter(id=participant.id).delete()
