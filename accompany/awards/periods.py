"""Fiscal years and quarters. A fiscal year starts on the first day of its award's month."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(frozen=True, order=True)
class Period:
    """Some whole months, both days included."""

    first: date
    last: date

    @property
    def months(self) -> list[date]:
        """The first day of each month."""
        found = [self.first]
        while (following := _months_later(found[-1], 1)) <= self.last:
            found.append(following)
        return found

    @property
    def label(self) -> str:
        return _("%(first)s to %(last)s") % {
            "first": date_format(self.first, "F"),
            "last": date_format(self.last, "F Y"),
        }

    def __str__(self) -> str:
        return self.label


def fiscal_start(on: date, *, start_month: int) -> date:
    """The first day of the fiscal year that `on` lies in."""
    year = on.year if on.month >= start_month else on.year - 1
    return date(year, start_month, 1)


def fiscal_year(on: date, *, start_month: int) -> int:
    """A fiscal year is named after the year it ends in."""
    return (_months_later(fiscal_start(on, start_month=start_month), 12) - timedelta(days=1)).year


def quarter(on: date, *, start_month: int) -> Period:
    """The fiscal quarter that `on` lies in."""
    start = fiscal_start(on, start_month=start_month)
    past = ((on.year - start.year) * 12 + on.month - start.month) // 3
    first = _months_later(start, 3 * past)
    return Period(first, _months_later(first, 3) - timedelta(days=1))


def quarters(first_day: date, last_day: date, *, start_month: int) -> list[Period]:
    """Every fiscal quarter that touches these days, oldest first."""
    found = [quarter(first_day, start_month=start_month)]
    while (following := found[-1].last + timedelta(days=1)) <= last_day:
        found.append(quarter(following, start_month=start_month))
    return found


def _months_later(first: date, n: int) -> date:
    index = first.year * 12 + first.month - 1 + n
    return date(index // 12, index % 12 + 1, 1)
