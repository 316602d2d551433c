"""Opening, closing and reopening a record. A record is opened with her yes, and with a care team.

Whoever opens it and is not on the team keeps nothing: the three lockboxes are granted to the team,
to circles, and to nobody else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.house import live
from accompany.house.refusals import Refusal
from accompany.ledger.inserting import insert
from accompany.ledger.lines import record
from accompany.participants import access, verbs
from accompany.participants.models import Card, CareTeam, Facts, FileSheet, Participant
from accompany.participants.safe_contact import SafeContact
from accompany.participants.words import (
    Address,
    CardWords,
    FactsWords,
    Goal,
    Number,
    SheetWords,
)
from accompany.sealed.circles import COUNTS, GLASS, SURVIVORS
from accompany.sealed.lockboxes import OpenLockbox, TooFewOpeners, make_lockbox
from accompany.staff.access import require
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability
from accompany.staff.models import Colleague


class NoName(Refusal):
    message = _("Write one name she may be called by. An alias is enough.")


class NoCareTeam(Refusal):
    message = _("Choose with her at least one colleague for her care team.")


class CannotAccompany(Refusal):
    message = _("Choose a colleague who accompanies people and is here.")


class OneAlone(Refusal):
    message = _("At least two people must be able to open a record. Ask a supervisor.")


@transaction.atomic
def open_record(
    *,
    called: str,
    team: Sequence[Colleague],
    names: Iterable[str] = (),
    aliases: Iterable[str] = (),
    numbers: Iterable[Number | str] = (),
    safe: SafeContact,
    facts: FactsWords | None = None,
    pronouns: str = "",
    languages: Iterable[str] = (),
    safe_word: str = "",
    addresses: Iterable[Address] = (),
    goals: Iterable[Goal] = (),
    id: UUID | None = None,
    by: Acting,
) -> Participant:
    """Open a record with her yes, for the care team she chose. Opened twice under one `id`: once.

    Raises `NoName`, `NoCareTeam`, `CannotAccompany`, `OneAlone` or `NotAllowed`.
    """
    require(by, Capability.OPEN_RECORD)
    again = Participant.objects.filter(id=id, opened_by=by.colleague).first() if id else None
    if again is not None:
        return again
    card_words = named(
        CardWords(
            called=called,
            names=tuple(names),
            aliases=tuple(aliases),
            pronouns=pronouns,
            languages=tuple(languages),
            safe_word=safe_word,
            safe=safe,
        )
    )
    members = _chosen(team)
    now = clock.now()
    participant, boxes = _with_lockboxes(id or uuid4(), members, by)
    card = Card(participant=participant, changed_at=now, changed_by=by.colleague)
    insert([card.seal(card_words, box=boxes[0])])
    sheet = FileSheet(participant=participant, changed_at=now, changed_by=by.colleague)
    written = tuple(each if isinstance(each, Number) else Number(each) for each in numbers)
    sheet_words = SheetWords(written, tuple(addresses), tuple(goals))
    insert([sheet.seal(sheet_words, box=boxes[1])])
    told = Facts(participant=participant, changed_at=now, changed_by=by.colleague)
    insert([told.seal(facts or FactsWords(), box=boxes[2])])
    insert(CareTeam(participant=participant, colleague=each, joined_at=now) for each in members)
    live.changed("people")
    record(verbs.OPENED_RECORD, participant, by=by)
    record(verbs.WROTE_CARD, card, by=by)
    record(verbs.WROTE_SHEET, sheet, by=by)
    record(verbs.WROTE_FACTS, told, by=by)
    for each in members:
        record(verbs.CHOSE_TEAM, participant, by=by, colleague=each.id)
    return participant


@transaction.atomic
def close_record(*, participant: Participant, by: Acting) -> Participant:
    """Close a record: nothing new is planned with her; her notes go 90 days after."""
    participant = access.participant(participant.id, by, lock=True)
    if not access.opens_file(participant, by):
        raise access.NotOnHerTeam
    if participant.is_open:
        participant.closed_at = clock.now()
        participant.save(update_fields=["closed_at"])
        live.changed("people")
        record(verbs.CLOSED_RECORD, participant, by=by)
    return participant


@transaction.atomic
def reopen_record(*, participant: Participant, by: Acting) -> Participant:
    """Open a closed record again. What went meanwhile stays gone."""
    participant = access.participant(participant.id, by, lock=True)
    if not access.opens_file(participant, by):
        raise access.NotOnHerTeam
    if not participant.is_open:
        participant.closed_at = None
        participant.save(update_fields=["closed_at"])
        live.changed("people")
        record(verbs.REOPENED_RECORD, participant, by=by)
    return participant


def named(words: CardWords) -> CardWords:
    """A card whose `called` is filled: with an alias or a name, if nothing else was given."""
    names, aliases = _clean(words.names), _clean(words.aliases)
    called = words.called.strip() or next(iter((*aliases, *names)), "")
    if not called:
        raise NoName
    return replace(words, called=called, names=names, aliases=aliases)


def can_accompany(colleague: Colleague) -> bool:
    return colleague.can(Capability.WRITE_NOTES)


def _clean(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def _chosen(team: Sequence[Colleague]) -> list[Colleague]:
    members = list({each.id: each for each in team}.values())
    if not members:
        raise NoCareTeam
    if not all(can_accompany(each) for each in members):
        raise CannotAccompany
    return members


def _with_lockboxes(
    id: UUID, members: list[Colleague], by: Acting
) -> tuple[Participant, list[OpenLockbox]]:
    """A saved participant and her three open lockboxes: card, file, facts."""
    ids = [each.id for each in members]
    try:
        boxes = [
            make_lockbox("card", circles=[SURVIVORS]),
            make_lockbox("file", people=ids, circles=[GLASS]),
            make_lockbox("facts", people=ids, circles=[COUNTS]),
        ]
    except TooFewOpeners:
        raise OneAlone from None
    now = clock.now()
    participant = Participant(
        id=id,
        card_box_id=boxes[0].id,
        file_box_id=boxes[1].id,
        facts_box_id=boxes[2].id,
        agreed_at=now,
        opened_at=now,
        opened_by=by.colleague,
    )
    insert([participant])
    return participant, boxes
