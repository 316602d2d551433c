"""Synthetic participants: who came when, under what name, and what each told us."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import TypeVar

from accompany.demo import words
from accompany.participants import codes
from accompany.participants.safe_contact import SafeContact, Window
from accompany.participants.words import (
    CardWords,
    FactsWords,
    Goal,
    Number,
    SheetWords,
)
from accompany.staff.acting import Acting

T = TypeVar("T")

ACCOMPANYING = (
    ("delphine", 5),
    ("ines", 5),
    ("marguerite", 5),
    ("bea", 3),
    ("cal", 3),
    ("priya", 1),
    ("odile", 1),
)
RACES = (
    (("black",), 22),
    (("white",), 26),
    (("hispanic",), 14),
    (("american_indian",), 11),
    (("asian",), 7),
    (("pacific_islander",), 3),
    (("black", "hispanic"), 3),
    (("american_indian", "white"), 4),
    ((codes.DECLINED,), 6),
    ((codes.NOT_ASKED,), 9),
)
GENDERS = (("female", 84), ("other", 7), ("male", 4), (codes.DECLINED, 2), (codes.NOT_ASKED, 4))
AGES = (("18-24", 27), ("25-59", 58), ("60+", 3), ("13-17", 4), (codes.NOT_ASKED, 8))
SPECIAL = (
    ("homeless", 0.46),
    ("disability", 0.24),
    ("lgbtq", 0.19),
    ("immigrant", 0.11),
    ("limited_english", 0.06),
    ("deaf", 0.02),
    ("veteran", 0.02),
)
BESIDE = (
    ("sexual_assault", 0.41),
    ("domestic_violence", 0.37),
    ("childhood_sexual_abuse_survivor", 0.33),
    ("stalking", 0.17),
    ("assault", 0.22),
    ("robbery", 0.06),
    ("identity_theft", 0.05),
    ("hate_crime", 0.02),
    ("trafficking_labor", 0.04),
)


@dataclass(frozen=True)
class Person:
    """One synthetic participant, before any row of hers exists."""

    opened_on: date
    closed_on: date | None
    team: tuple[Acting, ...]
    card: CardWords
    sheet: SheetWords
    facts: FactsWords
    weight: float


def people(
    how_many: int, *, first: date, last: date, here: dict[str, Acting], chance: Random
) -> list[Person]:
    """Synthetic participants in the order they came."""
    days = (last - first).days
    arrivals = sorted(int(days * chance.random() ** 0.9) for _ in range(how_many))
    names = _names(chance)
    return [
        _person(first + timedelta(days=after), next(names), last, here, chance)
        for after in arrivals
    ]


def _names(chance: Random) -> Iterator[tuple[str, str]]:
    """A called name and a last name, no pair twice; single words first."""
    firsts = list(words.CALLED)
    chance.shuffle(firsts)
    yield from ((called, chance.choice(words.LAST)) for called in firsts)
    for n in count(2):
        for called in firsts:
            second = words.CALLED[(hash_of(called) * n) % len(words.CALLED)]
            yield f"{called} {second}", f"{chance.choice(words.LAST)} {n}"


def hash_of(word: str) -> int:
    """A number for a word that is the same at every run."""
    return sum(ord(letter) * place for place, letter in enumerate(word, start=7))


def _person(
    opened_on: date, name: tuple[str, str], last: date, here: dict[str, Acting], chance: Random
) -> Person:
    called, surname = name
    keepers = [here[who] for who, share in ACCOMPANYING for _ in range(share)]
    team = tuple(dict.fromkeys(chance.sample(keepers, chance.choice((1, 2, 2, 3)))))
    stays = timedelta(days=int(chance.expovariate(1 / 320)) + 20)
    closed_on = opened_on + stays if chance.random() < 0.35 else None
    if closed_on and closed_on >= last:
        closed_on = None
    aliases = tuple(chance.sample(words.ALIASES, chance.choice((0, 1, 1, 2))))
    return Person(
        opened_on=opened_on,
        closed_on=closed_on,
        team=team,
        card=CardWords(
            called=called,
            names=(f"{called} {surname}",) if chance.random() < 0.6 else (),
            aliases=aliases,
            pronouns=chance.choice(words.PRONOUNS),
            languages=chance.choice(words.LANGUAGES),
            safe_word=chance.choice(("", "", "lemon", "umbrella", "two sugars")),
            safe=_safe(opened_on, chance),
        ),
        sheet=_sheet(chance),
        facts=_facts(chance),
        weight=chance.paretovariate(1.25),
    )


def _safe(on: date, chance: Random) -> SafeContact:
    if chance.random() < 0.06:
        return SafeContact(channels=("none",), reviewed_on=on)
    channels = chance.choice((("text",), ("call",), ("call", "text"), ("text", "in_person")))
    windows = chance.choice(
        (
            (),
            (Window("10:00", "14:00"),),
            (Window("18:00", "21:00", (0, 1, 2, 3, 4)),),
            (Window("09:00", "12:00", (5, 6)),),
        )
    )
    return SafeContact(
        channels=channels,
        voicemail=chance.random() < 0.15,
        say=chance.choice(words.SAY),
        windows=windows,
        not_safe=chance.choice(words.NOT_SAFE),
        reviewed_on=on,
    )


def _sheet(chance: Random) -> SheetWords:
    numbers: tuple[Number, ...] = ()
    if chance.random() < 0.8:
        numbers = (Number(f"+12065550{chance.randint(100, 199)}", chance.choice(("", "her own"))),)
    picked = chance.sample(words.GOALS, chance.choice((0, 1, 1, 2)))
    goals = tuple(
        Goal(said, steps[done:], steps[:done])
        for said, steps in picked
        for done in [chance.randint(0, len(steps))]
    )
    return SheetWords(numbers=numbers, goals=goals)


def _facts(chance: Random) -> FactsWords:
    return FactsWords(
        race=_drawn(RACES, chance),
        gender=_drawn(GENDERS, chance),
        age=_drawn(AGES, chance),
        special=tuple(code for code, share in SPECIAL if chance.random() < share),
        victimization=(
            "trafficking_sex",
            *(code for code, share in BESIDE if chance.random() < share),
        ),
    )


def _drawn(shares: tuple[tuple[T, int], ...], chance: Random) -> T:
    """One of these, by its share."""
    return chance.choices([what for what, _ in shares], [share for _, share in shares])[0]
