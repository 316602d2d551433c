"""Two years of days: records opened, notes written, services given, contacts counted.

Written a month at a time, each day under its own date, so that the ledger reads as it would have.
"""

from base64 import b64encode
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate, groupby
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from accompany import clock
from accompany.advocacy import verbs as advocacy_verbs
from accompany.advocacy.models import Minutes, Note, NoteKind, NoteWords, Service, Voice
from accompany.awards.models import Award
from accompany.demo import words
from accompany.demo.people import Person
from accompany.helpline import kinds
from accompany.helpline import verbs as helpline_verbs
from accompany.helpline.models import AnonymousContact
from accompany.ledger.lines import record_rows
from accompany.ledger.verbs import Verb
from accompany.participants import verbs as participant_verbs
from accompany.participants.models import Card, CareTeam, Facts, FileSheet, Participant
from accompany.sealed.bulk import Wanted, make_lockboxes
from accompany.sealed.circles import COUNTS, GLASS, SURVIVORS
from accompany.sealed.lockboxes import OpenLockbox
from accompany.sealed.people import seal_to_person
from accompany.staff.acting import Acting

Progress = Callable[[str, int, int], None]

EVENING = time(19, 30)
AT_ONCE = 500
Row = TypeVar("Row", bound=models.Model)
Drawn = TypeVar("Drawn")
SERVICES = (
    ("advocacy", 30),
    ("helpline", 12),
    ("drop_in", 10),
    ("safety_planning", 9),
    ("efa", 7),
    ("group_support", 9),
    ("art_workshop", 6),
    ("movement", 5),
    ("bus_pass", 8),
    ("food", 6),
    ("housing", 6),
    ("motel_night", 3),
    ("accompaniment_court", 3),
    ("accompaniment_medical", 3),
    ("id_fee", 3),
    ("counseling", 5),
    ("protection_order", 2),
    ("vacatur", 1),
    ("compensation", 1),
    ("interpreter", 1),
)
LASTING = (
    (Minutes.UNSAID, 18),
    (Minutes.QUARTER, 26),
    (Minutes.HALF, 27),
    (Minutes.HOUR, 18),
    (Minutes.TWO_HOURS, 8),
    (Minutes.LONGER, 3),
)
SOON_DONE = frozenset({"efa", "bus_pass", "food", "id_fee", "motel_night"})
CHANNELS = (("call", 40), ("text", 34), ("chat", 18), ("walk-in", 6), ("email", 2))
KINDS = (
    ("conversation", 62),
    ("silent", 9),
    ("hang-up", 9),
    ("cut-off", 5),
    ("wrong-number", 6),
    ("accompaniment", 4),
    ("thanks", 3),
    ("harassing", 2),
)


@dataclass
class Known:
    """A participant of the history, once she has rows, and how her file opens."""

    person: Person
    row: Participant
    file: OpenLockbox


class History:
    """Writes the days, from the first to the last."""

    def __init__(
        self,
        *,
        people: list[Person],
        services: int,
        notes: int,
        contacts: int,
        first: date,
        last: date,
        here: dict[str, Acting],
        awards: list[Award],
        chance: Random,
        progress: Progress,
    ) -> None:
        self.people, self.first, self.last = people, first, last
        self.here, self.awards, self.chance, self.progress = here, awards, chance, progress
        self.known: list[Known] = []
        self.arriving: dict[date, list[Person]] = defaultdict(list)
        for person in people:
            self.arriving[person.opened_on].append(person)
        self.leaving: dict[date, list[Known]] = defaultdict(list)
        self.services = self._spread(services)
        self.notes = self._spread(notes)
        self.contacts = self._spread(contacts)
        self.on_the_line = [here["tamsin"], here["tamsin"], here["ruth"], here["ruth"]]

    def write(self) -> None:
        """Every day, a month in each transaction."""
        days = [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]
        done = 0
        for _month, days_of_month in groupby(days, key=lambda day: (day.year, day.month)):
            month = list(days_of_month)
            self._month(month)
            done += len(month)
            self.progress("Two years of days", done, len(days))

    def _month(self, days: list[date]) -> None:
        arriving = [person for day in days for person in self.arriving[day]]
        with transaction.atomic():
            boxes = iter(_lockboxes(arriving, self.here.values()))
            for day in days:
                with clock.stopped_at(moment(day)):
                    self._day(day, boxes)

    def _day(self, day: date, boxes: Iterable[OpenLockbox]) -> None:
        self._open_records(self.arriving[day], boxes)
        self._close_records(day)
        if not self.known:
            return
        weights = list(accumulate(each.person.weight for each in self.known))
        self._give_services(day, weights)
        self._write_notes(day, weights)
        self._count_contacts(day)

    def _open_records(self, arriving: list[Person], boxes: Iterable[OpenLockbox]) -> None:
        if not arriving:
            return
        now, turn = clock.now(), iter(boxes)
        made = [(person, next(turn), next(turn), next(turn)) for person in arriving]
        rows = Participant.objects.bulk_create(
            Participant(
                card_box_id=card.id,
                file_box_id=file.id,
                facts_box_id=facts.id,
                agreed_at=now,
                opened_at=now,
                opened_by=self._opener(person).colleague,
            )
            for person, card, file, facts in made
        )
        common = {"changed_at": now}
        cards, sheets, facts_rows, teams = [], [], [], []
        for row, (person, card, file, facts) in zip(rows, made, strict=True):
            by = row.opened_by
            cards.append(Card(participant=row, changed_by=by, **common).seal(person.card, box=card))
            sheets.append(
                FileSheet(participant=row, changed_by=by, **common).seal(person.sheet, box=file)
            )
            facts_rows.append(
                Facts(participant=row, changed_by=by, **common).seal(person.facts, box=facts)
            )
            teams += [
                CareTeam(participant=row, colleague=each.colleague, joined_at=now)
                for each in person.team
            ]
            known = Known(person, row, file)
            self.known.append(known)
            if person.closed_on:
                self.leaving[person.closed_on].append(known)
        Card._base_manager.bulk_create(cards, batch_size=AT_ONCE)
        FileSheet._base_manager.bulk_create(sheets, batch_size=AT_ONCE)
        Facts._base_manager.bulk_create(facts_rows, batch_size=AT_ONCE)
        CareTeam.objects.bulk_create(teams, batch_size=AT_ONCE)
        verbs = participant_verbs
        for verb, many in (
            (verbs.OPENED_RECORD, rows),
            (verbs.WROTE_CARD, cards),
            (verbs.WROTE_SHEET, sheets),
            (verbs.WROTE_FACTS, facts_rows),
        ):
            _recorded(verb, many, by=_opener_of)

    def _close_records(self, day: date) -> None:
        gone = self.leaving.pop(day, [])
        if not gone:
            return
        for each in gone:
            each.row.closed_at = clock.now()
        Participant.objects.bulk_update([each.row for each in gone], ["closed_at"])
        _recorded(
            participant_verbs.CLOSED_RECORD,
            [each.row for each in gone],
            by=lambda row: row.opened_by_id,
        )
        left = {each.row.id for each in gone}
        self.known = [each for each in self.known if each.row.id not in left]

    def _give_services(self, day: date, weights: list[float]) -> None:
        now = clock.now()
        given = []
        running = [a for a in self.awards if a.first_day <= day <= a.last_day]
        for _ in range(self.services[day]):
            known = self._somebody(weights)
            code = drawn(SERVICES, self.chance)
            given.append(
                Service(
                    participant=known.row,
                    day=day,
                    code=code,
                    colleague_id=self.chance.choice(known.person.team).id,
                    award=self._award(running),
                    minutes=drawn(LASTING[: 2 if code in SOON_DONE else None], self.chance),
                    logged_at=now,
                )
            )
        Service.objects.bulk_create(given, batch_size=AT_ONCE)
        _recorded(advocacy_verbs.LOGGED_SERVICE, given, by=lambda each: each.colleague_id)

    def _write_notes(self, day: date, weights: list[float]) -> None:
        notes = []
        for _ in range(self.notes[day]):
            known = self._somebody(weights)
            writer = self.chance.choice(known.person.team).id
            voice, said = self._said()
            private = voice == Voice.OURS and self.chance.random() < 0.08
            note = Note(
                participant=known.row,
                kind=NoteKind.PRIVATE if private else NoteKind.SHARED,
                written_on=day,
                written_by_id=writer,
            )
            kept = b64encode(seal_to_person(writer, said.encode())).decode() if private else ""
            note.seal(
                NoteWords(clock.now(), "" if private else said, kept, voice.value), box=known.file
            )
            notes.append(note)
        Note.objects.bulk_create(notes, batch_size=AT_ONCE)
        _recorded(advocacy_verbs.WROTE_NOTE, notes, by=lambda each: each.written_by_id)

    def _count_contacts(self, day: date) -> None:
        running = [a for a in self.awards if a.first_day <= day <= a.last_day]
        contacts = []
        for _ in range(self.contacts[day]):
            kind = drawn(KINDS, self.chance)
            talked = kinds.Kind(kind).is_contact
            contacts.append(
                AnonymousContact(
                    day=day,
                    channel=drawn(CHANNELS, self.chance),
                    kind=kind,
                    minutes=self.chance.choice(kinds.Minutes.values) if talked else "0-5",
                    safe=self.chance.choice(kinds.Safe.values) if talked else "not-asked",
                    youth_concern=talked and self.chance.random() < 0.03,
                    award=self._award(running),
                    recorded_by_id=self.chance.choice(self.on_the_line).id,
                    recorded_at=clock.now(),
                )
            )
        AnonymousContact.objects.bulk_create(contacts, batch_size=AT_ONCE)
        _recorded(helpline_verbs.LOGGED, contacts, by=_counter_of)

    def _opener(self, person: Person) -> Acting:
        return self.chance.choice((*self.on_the_line[1:3], *person.team))

    def _somebody(self, weights: list[float]) -> Known:
        return self.known[bisect_right(weights, self.chance.random() * weights[-1])]

    def _award(self, running: list[Award]) -> Award | None:
        if not running or self.chance.random() < 0.12:
            return None
        return running[0] if self.chance.random() < 0.7 else self.chance.choice(running)

    def _said(self) -> tuple[Voice, str]:
        kind = self.chance.random()
        if kind < 0.2:
            return Voice.HERS, self.chance.choice(words.HERS)
        if kind < 0.32:
            return Voice.TOGETHER, self.chance.choice(words.TOGETHER)
        return Voice.OURS, self.chance.choice(words.OURS)

    def _spread(self, how_many: int) -> dict[date, int]:
        """So many things over the days: fewer on Sundays, more as time went by."""
        days = [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]
        weights = [
            (0.4 if day.weekday() == 6 else 1.0) * (0.5 + 0.5 * n / len(days))
            for n, day in enumerate(days)
        ]
        found: dict[date, int] = defaultdict(int)
        for day in self.chance.choices(days[20:] or days, (weights[20:] or weights), k=how_many):
            found[day] += 1
        return found


def moment(day: date, at: time = EVENING) -> datetime:
    """A moment of a day on the organization's wall clock."""
    return datetime.combine(day, at, tzinfo=timezone.get_default_timezone())


def drawn(shares: tuple[tuple[Drawn, int], ...], chance: Random) -> Drawn:
    """One of these, by its share."""
    return chance.choices([what for what, _ in shares], [share for _, share in shares])[0]


@dataclass(frozen=True)
class _Somebody:
    id: UUID


def _opener_of(row: Any) -> UUID:  # Any: a record, or a part of one
    """Who opened the record that this row is, or belongs to."""
    participant: Participant = getattr(row, "participant", row)
    return participant.opened_by_id


def _counter_of(contact: AnonymousContact) -> UUID:
    """Who counted a contact; the history knows it of each."""
    assert contact.recorded_by_id is not None
    return contact.recorded_by_id


def _recorded(verb: Verb, rows: Iterable[Row], *, by: Callable[[Row], UUID]) -> None:
    """One line for each row, by whoever did it."""
    whose: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        whose[by(row)].append(row)
    for who, theirs in whose.items():
        record_rows(verb, theirs, by=_Somebody(who))


def _lockboxes(arriving: list[Person], openers: Iterable[Acting]) -> list[OpenLockbox]:
    wanted = []
    for person in arriving:
        team = frozenset(each.id for each in person.team)
        wanted += [
            Wanted("card", circles=frozenset({SURVIVORS})),
            Wanted("file", people=team, circles=frozenset({GLASS})),
            Wanted("facts", people=team, circles=frozenset({COUNTS})),
        ]
    return make_lockboxes(wanted, openers=openers)
