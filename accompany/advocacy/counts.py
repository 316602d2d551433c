"""Numbers for funders from services given: counts and sets of participants' row ids.

Both dates are part of the period. `award_id=None` means every service, whoever paid.
Nobody's key is needed, and a service taken back is not counted.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any  # Any: an id as the database holds it
from uuid import UUID

from django.db.models import Min, QuerySet, Sum

from accompany.advocacy.models import Service
from accompany.ledger.asking import as_day, as_id, as_they_come


def people_by_service(award_id: UUID | None, first: date, last: date) -> dict[str, set[UUID]]:
    """Our catalog's code, and who was given it at least once."""
    people: defaultdict[str, set[Any]] = defaultdict(set)
    given = _named(award_id, first, last).values_list("code", "participant_id").distinct()
    for code, participant in as_they_come(given):
        people[code].add(participant)
    ids = {text: as_id(text) for text in set().union(*people.values())}
    return {code: {ids[each] for each in served} for code, served in people.items()}


def times_by_service(award_id: UUID | None, first: date, last: date) -> dict[str, int]:
    """Our catalog's code, and how many times it was given, to people named or not."""
    times = _given(award_id, first, last).values("code").annotate(times=Sum("people"))
    return {row["code"]: row["times"] for row in times.order_by("code")}


def first_served(
    award_id: UUID | None, first: date, last: date, *, from_day: date | None = None
) -> dict[UUID, date]:
    """Each participant served in the period, and her first day in it, if on `from_day` or later."""
    served = _named(award_id, first, last).values("participant_id").annotate(since=Min("day"))
    if from_day is not None:
        served = served.filter(since__gte=from_day)
    rows = as_they_come(served.order_by().values_list("participant_id", "since"))
    return {as_id(id): as_day(since) for id, since in rows}


def people_by_month(award_id: UUID | None, first: date, last: date) -> dict[date, int]:
    """The first day of each month the period touches, and how many people were served then."""
    return {
        month: _named(award_id, max(month, first), min(_month_end(month), last))
        .values("participant_id")
        .distinct()
        .count()
        for month in _months(first, last)
    }


def logged_since(award_id: UUID | None, first: date, last: date, since: datetime) -> int:
    """How many times of this period were written down only after a moment."""
    late = _given(award_id, first, last).filter(logged_at__gt=since)
    return late.aggregate(times=Sum("people"))["times"] or 0


def _given(award_id: UUID | None, first: date, last: date) -> QuerySet[Service]:
    given = Service.objects.filter(day__range=(first, last)).order_by()
    return given if award_id is None else given.filter(award_id=award_id)


def _named(award_id: UUID | None, first: date, last: date) -> QuerySet[Service]:
    return _given(award_id, first, last).exclude(participant=None)


def _months(first: date, last: date) -> list[date]:
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = _month_end(month) + timedelta(days=1)
    return months


def _month_end(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
