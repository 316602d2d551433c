"""Changing what is sealed about her, and showing her number.

Two people may edit at once: whoever saves second is told, sees what stands now beside what she
typed, and loses nothing. `seen` is the version her page showed.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any  # Any: a row's words differ by its model

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.house import live
from accompany.house.refusals import Refusal
from accompany.ledger.lines import opening, record
from accompany.ledger.verbs import Verb
from accompany.participants import access, finding, safe_contact, verbs
from accompany.participants.actions.records import named
from accompany.participants.models import Card, Facts, FileSheet, Participant
from accompany.participants.safe_contact import SafeContact
from accompany.participants.words import CardWords, FactsWords, Number, SheetWords
from accompany.sealed.documents import SealedRow, Stale
from accompany.sealed.lockboxes import OpenLockbox, open_lockbox
from accompany.staff.acting import Acting


class ChangedMeanwhile(Refusal):
    """Somebody saved between looking and saving. `row` is what stands now, opened."""

    message = _(
        "Somebody else changed this while you typed. What stands now is shown beside what you "
        "typed; look at both, then save again."
    )

    def __init__(self, row: Any) -> None:  # Any: a sealed row, whose words differ by model
        super().__init__()
        self.row = row


@transaction.atomic
def change_card(*, participant: Participant, words: CardWords, seen: int, by: Acting) -> Card:
    """Change her names, pronouns, languages and safe word; how to reach her stays as it is."""
    words = named(words)
    return _change_card(
        participant,
        lambda now: replace(words, safe=now.safe),
        verbs.CHANGED_CARD,
        seen=seen,
        by=by,
    )


@transaction.atomic
def change_safe_contact(
    *, participant: Participant, safe: SafeContact, seen: int, by: Acting
) -> Card:
    """Change how she may be reached. Whatever waits to go out to her is let go of."""
    safe = replace(safe, reviewed_on=clock.today())
    return _change_card(
        participant,
        lambda now: replace(now, safe=safe),
        verbs.CHANGED_SAFE_CONTACT,
        seen=seen,
        by=by,
        before_record=lambda: safe_contact.changed(participant, by=by),
    )


@transaction.atomic
def change_sheet(
    *, participant: Participant, words: SheetWords, seen: int, by: Acting
) -> FileSheet:
    """Change her numbers, addresses and what she works toward."""
    participant = access.participant(participant.id, by, lock=True)
    box = access.file_box(participant, by)
    sheet = access.sheet(participant, by)
    _reseal(sheet, words, box, seen, by)
    live.changed(f"person:{participant.id}")
    record(verbs.CHANGED_SHEET, sheet, by=by)
    return sheet


@transaction.atomic
def change_facts(*, participant: Participant, words: FactsWords, seen: int, by: Acting) -> Facts:
    """Change her coded answers."""
    participant = access.participant(participant.id, by, lock=True)
    facts = access.facts(participant, by)
    _reseal(facts, words, open_lockbox(facts.lockbox_id, by=by), seen, by)
    record(verbs.CHANGED_FACTS, facts, by=by)
    return facts


def show_numbers(*, participant: Participant, by: Acting) -> tuple[Number, ...]:
    """Her numbers, for whoever may open her file. The line comes first."""
    participant = access.participant(participant.id, by)
    if not access.opens_file(participant, by):
        raise access.NotOnHerTeam
    opening(verbs.SHOWED_NUMBER, participant, by=by)
    numbers: tuple[Number, ...] = access.sheet(participant, by).words.numbers
    return numbers


def _change_card(
    participant: Participant,
    change: Callable[[CardWords], CardWords],
    verb: Verb,
    *,
    seen: int,
    by: Acting,
    before_record: Callable[[], None] = lambda: None,
) -> Card:
    participant = access.participant(participant.id, by, lock=True)
    card = access.card(participant, by)
    words = change(card.words)
    names_changed = words.all_names != card.words.all_names
    _reseal(card, words, open_lockbox(card.lockbox_id, by=by), seen, by)
    page = finding.drop_page(card) if names_changed else None
    before_record()
    live.changed(f"person:{participant.id}")
    record(verb, card, by=by)
    finding.record_dropped(page, by=by)
    return card


def _reseal(row: SealedRow, words: Any, box: OpenLockbox, seen: int, by: Acting) -> None:
    """Reseal what is still as `by` saw it, or raise `ChangedMeanwhile`."""
    if row.version != seen:
        raise ChangedMeanwhile(row)
    try:
        row.reseal(words, box=box, changed_at=clock.now(), changed_by=by.colleague)
    except Stale:
        row.refresh_from_db()
        raise ChangedMeanwhile(row.open(box)) from None
