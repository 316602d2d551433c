"""Who stands in a list: the newest first, found without reading or sorting everybody.

Names are sealed, so that lists stand in the order in which people came to us. Whoever is beside a
hundred people or fewer has hers sorted; past that, the house's people are walked from the newest on
until enough of hers are found.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accompany.ledger.asking import ask, find
from accompany.participants.models import Participant
from accompany.participants.reach import KEPT_AWAY
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability

A_HUNDRED = 100

HERE = f"closed_at IS NULL AND participants_participant.id NOT IN ({KEPT_AWAY})"
JOINED = """
    JOIN participants_careteam t ON t.participant_id = participants_participant.id
    AND t.colleague_id = %s AND t.left_at IS NULL"""
BESIDE = """
    AND EXISTS (SELECT 1 FROM participants_careteam t
        WHERE t.participant_id = participants_participant.id
        AND t.colleague_id = %s AND t.left_at IS NULL)"""
AFTER = """
    AND (opened_at < %s OR (opened_at = %s AND participants_participant.id < %s))"""
COUNT = (
    "SELECT COUNT(*) FROM (SELECT 1 FROM participants_participant {which} LIMIT 101) AS first_ones"
)
IN_ORDER = "ORDER BY opened_at DESC, participants_participant.id DESC LIMIT %s"

Standing = tuple[datetime, UUID]


@dataclass(frozen=True)
class Listed:
    """Some of a list, in order, and how many it holds; past a hundred nobody counts on."""

    people: list[Standing]
    count: int

    @property
    def is_more_than_a_hundred(self) -> bool:
        return self.count > A_HUNDRED


def everyone(by: Acting, most: int, *, after: Standing | None = None) -> Listed:
    """Everybody with us whose card opens for this colleague, after a place in the list."""
    count = _count(f"WHERE {HERE}", [by.id]) if by.can(Capability.FIND_PEOPLE) else 0
    return Listed(_some(f"WHERE {HERE}", [by.id], most, after) if count else [], count)


def mine(by: Acting, most: int, *, after: Standing | None = None) -> Listed:
    """Everybody on whose care team this colleague is, after a place in the list."""
    joined, both = f"{JOINED} WHERE {HERE}", [by.id, by.id]
    count = _count(joined, both) if by.can(Capability.FIND_PEOPLE) else 0
    walked = f"WHERE {HERE} {BESIDE}"
    which = walked if count > A_HUNDRED else joined
    return Listed(_some(which, both, most, after) if count else [], count)


def _count(which: str, values: list[UUID]) -> int:
    """How many there are, up to a hundred and one."""
    found: int = ask(COUNT.format(which=which), values)[0][0]
    return found


def _some(which: str, values: list[UUID], most: int, after: Standing | None) -> list[Standing]:
    place = [after[0], *after] if after else []
    question = f"{which} {AFTER if after else ''} {IN_ORDER}"
    return [(her.opened_at, her.id) for her in find(Participant, question, [*values, *place, most])]
