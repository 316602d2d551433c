"""Counting a quarter, from counts alone: no row, no name and no word of anybody reaches this file.

Sets of row ids are used to count people once and are let go at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accompany.advocacy import counts as advocacy
from accompany.awards import counts as awards
from accompany.awards.models import Award
from accompany.awards.periods import Period
from accompany.grants.form import Form, categories, form
from accompany.helpline import counts as helpline
from accompany.participants import counts as participants
from accompany.participants.counts import FactsTally
from accompany.staff.acting import Acting


@dataclass(frozen=True)
class Counted:
    """A quarter's numbers by key; `elsewhere` holds times of services without a row in the form."""

    form: Form
    numbers: Mapping[str, int]
    elsewhere: Mapping[str, int]


def count(award: Award, period: Period, *, by: Acting) -> Counted:
    """Count one award's quarter, as of now. Opens coded facts with the keys of `by`."""
    asked = form(award.scheme, period)
    numbers = {row.key: 0 for row in asked.rows}
    given = advocacy.people_by_service(award.id, period.first, period.last)
    first_days = advocacy.first_served(
        award.id, award.fiscal_start(period.first), period.last, from_day=period.first
    )
    served = set[UUID]().union(*given.values())
    new = set(first_days)
    numbers |= {"Q1": len(served), "Q3": len(new), "Q3C": len(served - new)}
    numbers["Q2"] = helpline.anonymous_contacts(award.id, period.first, period.last)
    told = participants.facts_tally({"new": new, "all": served}, by=by)
    _tell(numbers, asked, told, award.not_tracked)
    elsewhere = _give(numbers, asked, award, period, given)
    _month(numbers, award, period, first_days)
    return Counted(asked, numbers, elsewhere)


def _tell(
    numbers: dict[str, int],
    asked: Form,
    told: Mapping[str, FactsTally],
    not_tracked: list[str],
) -> None:
    new, everybody = told["new"], told["all"]
    for code, tally in (("Q4A", new.race), ("Q4B", new.gender), ("Q4C", new.age)):
        if code in not_tracked:
            numbers[f"{code}.not_tracked"] = new.people
        else:
            _spread(numbers, asked, code, tally)
            short = new.people - sum(numbers[key] for key in asked.block(code).keys)
            numbers[f"{code}.not_reported"] += short
    _spread(numbers, asked, "Q5A", everybody.victimization)
    _spread(numbers, asked, "Q5C", everybody.special)
    numbers["Q5B"] = everybody.more_than_one


def _spread(numbers: dict[str, int], asked: Form, code: str, tally: Mapping[str, int]) -> None:
    """An answer that this year's form has no row for counts as another of its kind."""
    known = set(asked.block(code).keys)
    other = f"{code}.other" if f"{code}.other" in known else f"{code}.not_reported"
    for answer, n in tally.items():
        key = f"{code}.{answer}"
        numbers[key if key in known else other] += n


def _give(
    numbers: dict[str, int],
    asked: Form,
    award: Award,
    period: Period,
    given: Mapping[str, set[UUID]],
) -> dict[str, int]:
    place = awards.code_map(award.scheme, "service", period.last)
    elsewhere: dict[str, int] = {}
    times = advocacy.times_by_service(award.id, period.first, period.last)
    for own, n in times.items():
        key = f"Q8.{place.get(own, '')}"
        if key in numbers:
            numbers[key] += n
        else:
            elsewhere[own] = n
    for category, keys in categories(asked).items():
        inside = [own for own in given if f"Q8.{place.get(own, '')}" in keys]
        people = set[UUID]().union(*(given[own] for own in inside))
        numbers[category.replace("Q8", "Q7")] = len(people)
        numbers[category] = sum(numbers[key] for key in keys)
    numbers["Q8"] = sum(numbers[category] for category in categories(asked))
    claims = awards.code_map(award.scheme, "compensation", period.last)
    numbers["Q6"] = len(set[UUID]().union(*(given.get(own, set()) for own in claims)))
    return elsewhere


def _month(
    numbers: dict[str, int], award: Award, period: Period, first_days: Mapping[UUID, date]
) -> None:
    by_month = advocacy.people_by_month(award.id, period.first, period.last)
    for month in period.months:
        numbers[f"MS.{month:%Y-%m}"] = by_month.get(month, 0)
    for day in first_days.values():
        numbers[f"MN.{day:%Y-%m}"] += 1
