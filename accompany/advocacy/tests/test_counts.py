"""Counts: people once, times as often as given, nobody's name."""

from datetime import date

import pytest

from accompany.advocacy import counts
from accompany.advocacy.models import Service
from accompany.advocacy.testing import make_service
from accompany.awards.testing import make_award
from accompany.participants.testing import make_circles, make_participant
from accompany.staff.testing import make_colleague

FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)


@pytest.fixture
def quarter():
    """Two people, one award, services in, beside and outside of the quarter."""
    make_circles()
    by, award = make_colleague(), make_award()
    one, two = make_participant(by=by), make_participant(by=by, called="Sol")
    for her, code, day, paid in [
        (one, "advocacy", FIRST, award),
        (one, "advocacy", date(2026, 8, 2), award),
        (two, "efa", LAST, award),
        (two, "advocacy", date(2026, 8, 2), None),
        (one, "efa", date(2026, 10, 1), award),
        (two, "food", date(2026, 6, 30), award),
    ]:
        make_service(her, by, code, day=day, award=paid)
    make_service(None, by, "drop_in", day=date(2026, 8, 3), award=award, people=9)
    return award.id, one.id, two.id


def test_people_are_counted_once_for_each_service(quarter):
    award, one, two = quarter

    assert counts.people_by_service(award, FIRST, LAST) == {"advocacy": {one}, "efa": {two}}
    assert counts.people_by_service(None, FIRST, LAST)["advocacy"] == {one, two}


def test_times_count_every_giving_and_everybody_nobody_named(quarter):
    award, _one, _two = quarter

    assert counts.times_by_service(award, FIRST, LAST) == {"advocacy": 2, "drop_in": 9, "efa": 1}


def test_first_days_lie_within_the_period(quarter):
    award, one, two = quarter

    assert counts.first_served(award, FIRST, LAST) == {one: FIRST, two: LAST}


def test_each_month_counts_its_own_people(quarter):
    award, _one, _two = quarter

    assert counts.people_by_month(award, date(2026, 7, 15), LAST) == {
        date(2026, 7, 1): 0,
        date(2026, 8, 1): 1,
        date(2026, 9, 1): 1,
    }


def test_a_service_taken_back_is_not_counted(quarter):
    award, _one, two = quarter
    Service.objects.filter(participant=two).delete()

    assert "efa" not in counts.times_by_service(award, FIRST, LAST)


def test_counting_asks_once_or_once_for_each_month(quarter, django_assert_num_queries):
    award, _one, _two = quarter

    with django_assert_num_queries(1):
        counts.people_by_service(award, FIRST, LAST)
    with django_assert_num_queries(1):
        counts.times_by_service(award, FIRST, LAST)
    with django_assert_num_queries(1):
        counts.first_served(award, FIRST, LAST)
    with django_assert_num_queries(3):
        counts.people_by_month(award, FIRST, LAST)
