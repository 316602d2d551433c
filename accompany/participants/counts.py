"""Counts of people and of their coded facts: numbers, and sets of row ids, never names or words.

Facts open for the circle that counts. Whoever has no facts, whose facts do not open, and every
answer not given, is counted as not reported.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from accompany.ledger.asking import ask, places
from accompany.ledger.lines import opening
from accompany.participants import codes, verbs
from accompany.participants.models import Facts, Participant
from accompany.participants.reach import as_sealed
from accompany.participants.safe_contact import house_zone
from accompany.participants.words import FactsWords
from accompany.sealed.lockboxes import open_lockboxes
from accompany.staff.access import require
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability

CHUNK = 5000
FACTS = """
    SELECT participant_id, id, version, lockbox_id, sealed FROM participants_facts
    WHERE participant_id IN ({})"""

NOT_GIVEN = {codes.NOT_ASKED, codes.DECLINED, codes.NOT_REPORTED, ""}


@dataclass(frozen=True)
class FactsTally:
    """Facts of a group of people by code. Race, gender and age each sum to `people`."""

    people: int
    race: dict[str, int]
    gender: dict[str, int]
    age: dict[str, int]
    victimization: dict[str, int]
    more_than_one: int
    special: dict[str, int]


def opened(first: date, last: date) -> set[UUID]:
    """People whose records were opened from one day to another, both included."""
    zone = house_zone()
    start = datetime.combine(first, time.min, tzinfo=zone)
    end = datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone)
    return set(
        Participant.objects.filter(opened_at__gte=start, opened_at__lt=end).values_list(
            "id", flat=True
        )
    )


def with_us() -> int:
    """How many people we accompany now."""
    return Participant.objects.with_us().count()


def facts_tally(groups: Mapping[str, Collection[UUID]], *, by: Acting) -> dict[str, FactsTally]:
    """Tally the facts of groups of people, opening each person's at most once. One ledger line."""
    require(by, Capability.READ_COUNTS)
    wanted = set().union(*groups.values()) if groups else set()
    opening(verbs.COUNTED_FACTS, by=by, people=len(wanted))
    facts = _facts_of(wanted, by)
    return {name: _tally([facts.get(id) for id in ids]) for name, ids in groups.items()}


def _facts_of(ids: Iterable[UUID], by: Acting) -> dict[UUID, FactsWords]:
    wanted, facts = list(ids), {}
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        whose, rows = as_sealed(ask(FACTS.format(places(some)), some))
        boxes = open_lockboxes([lockbox for _id, _version, lockbox, _sealed in rows], by=by)
        facts.update({whose[id]: words for id, words in Facts.open_values(rows, boxes)})
    return facts


def _tally(facts: Iterable[FactsWords | None]) -> FactsTally:
    race: Counter[str] = Counter()
    gender: Counter[str] = Counter()
    age: Counter[str] = Counter()
    victimization: Counter[str] = Counter()
    special: Counter[str] = Counter()
    people = more_than_one = 0
    for words in facts:
        people += 1
        told = words or FactsWords()
        race[_race(told)] += 1
        gender[_answer(told.gender, codes.GENDER)] += 1
        age[_answer(told.age, codes.AGE)] += 1
        kinds = set(told.victimization) - NOT_GIVEN
        victimization.update(kinds or {codes.NOT_REPORTED})
        more_than_one += len(kinds) > 1
        special.update(set(told.special) - NOT_GIVEN)
    return FactsTally(
        people,
        dict(race),
        dict(gender),
        dict(age),
        dict(victimization),
        more_than_one,
        dict(special),
    )


def _race(told: FactsWords) -> str:
    given = set(told.race) - NOT_GIVEN
    if len(given) > 1:
        return codes.MULTIPLE
    return next(iter(given), codes.NOT_REPORTED)


def _answer(code: str, known: Iterable[codes.Code]) -> str:
    return code if any(code == each.code for each in known) else codes.NOT_REPORTED
