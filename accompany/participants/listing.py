"""Who stands in a list: the newest first, found without reading or sorting everybody.

Names are sealed, so that lists stand in the order in which people came to us. Whoever is beside a
hundred people or fewer has them read and sorted here, where one query does for all; past that, the
house's people are walked from the newest on until enough of hers are found.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accompany.participants import access
from accompany.participants.models import Participant, ParticipantQuerySet
from accompany.staff.acting import Acting

A_HUNDRED = 100

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
    here = access.people(by).with_us()
    first = list(_in_order(here)[: A_HUNDRED + 1])
    if after is None and most <= A_HUNDRED:
        return Listed(first[:most], len(first))
    return Listed(list(_in_order(here, after)[:most]), len(first))


def mine(by: Acting, most: int, *, after: Standing | None = None) -> Listed:
    """Everybody on whose care team this colleague is, after a place in the list."""
    some = list(_standing(access.in_care_of(by))[: A_HUNDRED + 1])
    if len(some) > A_HUNDRED:
        walked = access.people(by).with_us().beside(by.id)
        return Listed(list(_in_order(walked, after)[:most]), len(some))
    rest = sorted((each for each in some if after is None or each < after), reverse=True)
    return Listed(rest[:most], len(some))


def _in_order(
    people: ParticipantQuerySet, after: Standing | None = None
) -> "QuerySet[Participant, Standing]":
    return _standing(
        people.newest_first() if after is None else people.newest_first().after(*after)
    )


def _standing(people: ParticipantQuerySet) -> "QuerySet[Participant, Standing]":
    return people.values_list("opened_at", "id")
