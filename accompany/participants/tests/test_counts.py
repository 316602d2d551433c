"""Counts: tallies of coded answers, for whoever counts, and never a name."""

import pytest

from accompany import clock
from accompany.ledger.models import Line
from accompany.participants import codes, counts
from accompany.participants.testing import make_circles, make_participant
from accompany.participants.words import FactsWords
from accompany.staff.access import NotAllowed
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague


@pytest.fixture
def jo():
    make_circles()
    return make_colleague(Role.GRANTS, "Jo W.")


@pytest.fixture
def delphine(jo):
    return make_colleague(Role.ADVOCATE)


def test_tallies_sum_to_people_and_several_races_are_multiple(jo, delphine):
    told = [
        FactsWords(race=("black", "white"), gender="female", age="18-24", special=("homeless",)),
        FactsWords(race=("black",), victimization=("trafficking_sex", "stalking")),
        FactsWords(race=(codes.DECLINED,), victimization=("trafficking_sex",)),
        None,
    ]
    people = [make_participant(by=delphine, facts=each).id for each in told]

    tally = counts.facts_tally({"all": people, "some": people[:1]}, by=jo)["all"]

    assert tally.people == 4
    assert tally.race == {"multiple": 1, "black": 1, "not_reported": 2}
    assert tally.gender == {"female": 1, "not_reported": 3}
    assert sum(tally.age.values()) == 4
    assert tally.victimization == {"trafficking_sex": 2, "stalking": 1, "not_reported": 2}
    assert tally.more_than_one == 1
    assert tally.special == {"homeless": 1}


def test_counting_is_one_line_and_for_those_who_count(jo, delphine):
    person = make_participant(by=delphine)
    with pytest.raises(NotAllowed):
        counts.facts_tally({"all": [person.id]}, by=delphine)

    counts.facts_tally({"a": [person.id], "b": [person.id]}, by=jo)

    assert Line.objects.get(verb="counted facts").facts == '{"people":1}'


def test_people_opened_in_a_period(jo, delphine):
    person = make_participant(by=delphine)
    today = clock.today()

    assert counts.opened(today, today) == {person.id}
    assert counts.with_us() == 1


def test_age_bands_do_not_overlap():
    """Every whole age lies in exactly one band."""
    bands = []
    for code in codes.AGE:
        first, _dash, last = code.code.rstrip("+").partition("-")
        bands.append(range(int(first), int(last or 200) + 1 if "+" not in code.code else 200))
    for age in range(120):
        assert sum(age in band for band in bands) == 1
