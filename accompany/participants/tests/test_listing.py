"""Lists hold the same people in the same order, whether they are sorted or walked."""

from datetime import timedelta

import pytest

from accompany import clock
from accompany.participants import access, listing
from accompany.participants.models import CareTeam, Exclusion, Participant
from accompany.participants.testing import make_circles, make_many_cards
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague

FEW, MANY = 40, 150


@pytest.fixture(autouse=True)
def circles():
    make_circles()


def make_people(n, by):
    """People who came one or two at a time; some left, some changed teams, some keep `by` away."""
    people = make_many_cards(n, by=by)
    now = clock.now()
    for nth, her in enumerate(people):
        Participant.objects.filter(id=her.id).update(
            opened_at=now - timedelta(hours=nth // 2),
            closed_at=now + timedelta(days=1) if nth % 7 == 3 else None,
        )
        if nth % 11 == 5:
            CareTeam.objects.filter(participant=her).update(left_at=now + timedelta(days=1))
        if nth % 13 == 8:
            Exclusion.objects.create(participant=her, colleague=by.colleague, made_at=now)


def sorted_by_the_database(people):
    ordered = people.order_by("-opened_at", "-id").values_list("opened_at", "id")
    return list(ordered)


def leaf(list_of, by, most=25):
    """Every page of a list, one after the other."""
    found, after = [], None
    while people := list_of(by, most, after=after).people:
        found += people
        after = people[-1]
    return found


@pytest.mark.parametrize("n", [FEW, MANY])
def test_my_people_are_the_same_however_many_they_are(n):
    delphine = make_colleague()
    make_people(n, delphine)

    hers = access.people(delphine).with_us().filter(team__colleague=delphine.id, team__left_at=None)

    assert leaf(listing.mine, delphine) == sorted_by_the_database(hers)


@pytest.mark.parametrize("n", [FEW, MANY])
def test_everybody_is_the_same_however_many_they_are(n):
    delphine = make_colleague()
    make_people(n, delphine)

    assert leaf(listing.everyone, delphine) == sorted_by_the_database(
        access.people(delphine).with_us()
    )


@pytest.mark.parametrize("list_of", [listing.mine, listing.everyone])
def test_a_list_counts_to_a_hundred_and_no_further(list_of):
    delphine = make_colleague()
    make_many_cards(100, by=delphine)

    exact = list_of(delphine, 6)
    make_many_cards(30, by=delphine, seed=2)
    more = list_of(delphine, 6)

    assert (exact.count, exact.is_more_than_a_hundred) == (100, False)
    assert more.is_more_than_a_hundred
    assert len(more.people) == 6


@pytest.mark.parametrize("list_of", [listing.mine, listing.everyone])
@pytest.mark.parametrize("n", [FEW, MANY])
def test_a_list_is_two_questions_however_long_it_is(list_of, n, django_assert_num_queries):
    delphine = make_colleague()
    make_many_cards(n, by=delphine)

    with django_assert_num_queries(2):
        list_of(delphine, 26)


@pytest.mark.parametrize("list_of", [listing.mine, listing.everyone])
def test_whoever_meets_nobody_has_an_empty_list(list_of):
    make_many_cards(3, by=make_colleague())

    assert list_of(make_colleague(Role.GRANTS), 6) == listing.Listed([], 0)
