"""Participants for tests, demo data and measurements. Every name here is made up."""

import random
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any  # Any: any argument of the action
from uuid import uuid4

from django.db import transaction

from accompany import clock
from accompany.ledger.lines import record_rows
from accompany.participants import actions, verbs
from accompany.participants.matching import nicknames
from accompany.participants.models import Card, CareTeam, Facts, FileSheet, Participant
from accompany.participants.safe_contact import SafeContact, Window
from accompany.participants.words import CardWords, FactsWords, SheetWords
from accompany.sealed.bulk import Wanted, make_lockboxes
from accompany.sealed.circles import COUNTS, GLASS, SURVIVORS
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague

KIM = SafeContact(
    channels=("call",),
    say="Kim from the salon",
    windows=(Window("10:00", "14:00"),),
    not_safe=("her mother’s phone",),
)

AT_ONCE = 500
_SYLLABLES = tuple(a + b for a in "bcdfgklmnprstvz" for b in "aeio")


def make_circles() -> None:
    """Somebody in every circle that a record is granted to."""
    make_colleague(Role.SUPERVISOR)
    make_colleague(Role.GRANTS)
    make_colleague(Role.DIRECTION)


def make_participant(
    *, called: str = "Juniper", by: Acting | None = None, team: Sequence[Acting] = (), **more: Any
) -> Participant:
    """A participant whose care team is `team`, or `by`, or an advocate made for her."""
    if by is None and not team:
        make_circles()
    by = by or (team[0] if team else make_colleague(Role.ADVOCATE))
    more.setdefault("safe", KIM)
    return actions.open_record(
        called=called, team=[each.colleague for each in (team or [by])], by=by, **more
    )


def made_up_names(seed: int = 1) -> Iterator[str]:
    """An endless row of first and last names that belong to nobody."""
    chance = random.Random(seed)  # noqa: S311  # made-up names, the same at every run
    first = sorted(nicknames())
    while True:
        last = "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 4)))
        yield f"{chance.choice(first)} {last}".title()


def make_many_cards(n: int, *, by: Acting, seed: int = 1) -> list[Participant]:
    """Many participants in the care of `by`, in few statements; for measuring."""
    names = made_up_names(seed)
    made: list[Participant] = []
    while len(made) < n:
        made += _make_some(list(islice(names, min(AT_ONCE, n - len(made)))), by)
    return made


@transaction.atomic
def _make_some(names: list[str], by: Acting) -> list[Participant]:
    now, who = clock.now(), {"changed_at": clock.now(), "changed_by": by.colleague}
    people: list[Participant] = []
    cards: list[Card] = []
    sheets: list[FileSheet] = []
    told: list[Facts] = []
    boxes = iter(make_lockboxes(_three(by) * len(names), openers=[by]))
    for name in names:
        card, file, facts = next(boxes), next(boxes), next(boxes)
        person = Participant(
            id=uuid4(),
            card_box_id=card.id,
            file_box_id=file.id,
            facts_box_id=facts.id,
            agreed_at=now,
            opened_at=now,
            opened_by=by.colleague,
        )
        people.append(person)
        cards.append(Card(participant=person, **who).seal(CardWords(name, safe=KIM), box=card))
        sheets.append(FileSheet(participant=person, **who).seal(SheetWords(), box=file))
        told.append(Facts(participant=person, **who).seal(_facts(name), box=facts))
    Participant.objects.bulk_create(people)
    Card.objects.bulk_create(cards)
    FileSheet.objects.bulk_create(sheets)
    Facts.objects.bulk_create(told)
    CareTeam.objects.bulk_create(
        CareTeam(participant=person, colleague=by.colleague, joined_at=now) for person in people
    )
    record_rows(verbs.WROTE_CARD, [*cards, *sheets, *told], by=by)
    return people


def _three(by: Acting) -> list[Wanted]:
    """The lockboxes of one participant."""
    mine = frozenset({by.id})
    return [
        Wanted("card", circles=frozenset({SURVIVORS})),
        Wanted("file", people=mine, circles=frozenset({GLASS})),
        Wanted("facts", people=mine, circles=frozenset({COUNTS})),
    ]


def _facts(name: str) -> FactsWords:
    chance = random.Random(name)  # noqa: S311  # made-up answers
    return FactsWords(
        race=(chance.choice(["black", "white", "hispanic", "asian", "not_asked"]),),
        gender="female",
        age=chance.choice(["18-24", "25-59"]),
        victimization=("trafficking_sex",),
    )
