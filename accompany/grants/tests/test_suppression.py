"""Nobody can work a withheld number out: an attack by linear programming, with scipy's solver."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from accompany.awards.periods import Period
from accompany.grants import form as forms
from accompany.grants.ranges import Relation, total, within
from accompany.grants.suppression import Table, withheld
from accompany.grants.testing import made_up_numbers

SUMMER = Period(date(2026, 7, 1), date(2026, 9, 30))
FALL = Period(date(2026, 10, 1), date(2026, 12, 31))
WINTER = Period(date(2027, 1, 1), date(2027, 3, 31))


def attacked(table: Table, kept: frozenset[str]) -> dict[str, tuple[float, float]]:
    """What a reader who knows every relation can work out of each withheld number, and of each
    rest that is rare. She knows that a withheld number is no zero, unless its total is withheld."""
    unknown = sorted(kept)
    loose = {row for whole in kept for row in table.under.get(whole, ())}
    bounds = [(0 if key in loose else 1, None) for key in unknown]
    equal, less = ([], []), ([], [])
    rests: dict[str, tuple[list[float], int]] = {}
    for relation in table.relations:
        if not relation.holds(table.numbers):
            continue
        row = [float(relation.factors.get(key, 0)) for key in unknown]
        known = sum(
            f * table.numbers[key] for key, f in relation.factors.items() if key not in kept
        )
        if relation.is_exact:
            equal[0].append(row), equal[1].append(-known)
        else:
            less[0].append([-entry for entry in row]), less[1].append(known)
        if relation.is_guarded and 1 <= relation.surplus(table.numbers) <= 10:
            rests[f"rest of {sorted(relation.factors)}"] = (row, known)

    def reach(goal: list[float], plus: float = 0) -> tuple[float, float]:
        ends = []
        for sign in (1, -1):
            answer = linprog(
                [sign * entry for entry in goal],
                A_ub=less[0] or None,
                b_ub=less[1] or None,
                A_eq=equal[0] or None,
                b_eq=equal[1] or None,
                bounds=bounds,
            )
            assert answer.status in (0, 3), answer.message
            ends.append(sign * answer.fun + plus if answer.status == 0 else sign * float("-inf"))
        return ends[0], ends[1]

    if not unknown:
        return {name: (known, known) for name, (_, known) in rests.items()}
    found = {key: reach([float(key == other) for other in unknown]) for key in unknown}
    return found | {name: reach(row, known) for name, (row, known) in rests.items()}


def assert_nobody_can_tell(table: Table, kept: frozenset[str]) -> None:
    exposed = {
        key: (least, most)
        for key, (least, most) in attacked(table, kept).items()
        if least > 1 + 1e-6 or most < 10 - 1e-6
    }
    assert not exposed


def assert_rare_numbers_are_withheld(table: Table, kept: frozenset[str]) -> None:
    shown = {key: n for key, n in table.numbers.items() if key not in kept}
    assert not [key for key, n in shown.items() if 1 <= n <= 10]


def rows_and_columns(cells: list[list[int]]) -> Table:
    numbers = {f"{i},{j}": n for i, row in enumerate(cells) for j, n in enumerate(row)}
    down, across = range(len(cells)), range(len(cells[0]))
    numbers |= {f"row {i}": sum(cells[i]) for i in down}
    numbers |= {f"column {j}": sum(row[j] for row in cells) for j in across}
    numbers["all"] = sum(sum(row) for row in cells)
    under = {f"row {i}": [f"{i},{j}" for j in across] for i in down}
    under |= {f"column {j}": [f"{i},{j}" for i in down] for j in across}
    relations = [total(whole, rows) for whole, rows in under.items()]
    under["all"] = list(under)
    relations.append(total("all", [f"row {i}" for i in down]))
    relations.append(total("all", [f"column {j}" for j in across]))
    return Table(numbers, relations, under)


@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(
            st.lists(
                st.one_of(st.just(0), st.integers(1, 12), st.integers(11, 300)),
                min_size=width,
                max_size=width,
            ),
            min_size=2,
            max_size=4,
        )
    )
)
@settings(max_examples=60, deadline=None)
def test_no_withheld_number_of_a_table_with_sums_can_be_worked_out(cells):
    table = rows_and_columns(cells)

    kept = withheld(table, low=1, high=10)

    assert_rare_numbers_are_withheld(table, kept)
    assert_nobody_can_tell(table, kept)


@pytest.fixture(scope="module")
def form(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return forms.form("voca_va", SUMMER)


@given(people=st.integers(0, 400), seed=st.integers(0, 10_000), each=st.sampled_from([1, 3, 8]))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_withheld_number_of_a_quarter_can_be_worked_out(form, people, seed, each):
    numbers = made_up_numbers(form, people=people, seed=seed, services_each=each)
    table = forms.table(form, numbers)
    assert all(relation.holds(numbers) for relation in table.relations)

    kept = withheld(table, low=1, high=10)

    assert_rare_numbers_are_withheld(table, kept)
    assert_nobody_can_tell(table, kept)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_a_later_quarter_gives_no_earlier_number_away(seed):
    earlier_form, later_form = forms.form("voca_va", FALL), forms.form("voca_va", WINTER)
    earlier = forms.table(earlier_form, made_up_numbers(earlier_form, people=150, seed=seed))
    kept_then = withheld(earlier, low=1, high=10)
    later = forms.table(later_form, made_up_numbers(later_form, people=30, seed=seed + 100))

    both = forms.beside(later, {FALL: (earlier, kept_then)})
    assert both.relations[-1].holds(both.numbers)
    kept = withheld(both, low=1, high=10)

    assert {key for key in kept if "/" in key} == {f"{FALL.first}/{key}" for key in kept_then}
    assert_nobody_can_tell(replace(both, published={}), kept)


def test_a_true_zero_is_shown():
    table = rows_and_columns([[40, 0], [25, 30]])

    assert "0,1" not in withheld(table, low=1, high=10)


def test_a_number_alone_in_its_table_takes_a_neighbor_with_it():
    numbers = {"all": 60, "few": 4, "some": 16, "many": 40}
    table = Table(numbers, [total("all", ["few", "some", "many"])], {})

    assert withheld(table, low=1, high=10) == {"few", "some"}


def test_two_rare_numbers_whose_sum_tells_them_take_a_third():
    numbers = {"all": 64, "one": 1, "another": 3, "some": 20, "many": 40}
    table = Table(numbers, [total("all", ["one", "another", "some", "many"])], {})

    assert withheld(table, low=1, high=10) == {"one", "another", "some"}


def test_all_but_a_few_is_a_few():
    table = Table({"served": 87, "told": 84}, [within("told", "served")], {})

    assert withheld(table, low=1, high=10) == {"told"}


def test_people_are_not_worked_out_from_times():
    numbers = {"people": 7, "times": 12, "all": 80, "other": 68}
    relations = [total("all", ["times", "other"]), Relation({"times": 1, "people": -1})]

    assert withheld(Table(numbers, relations), low=1, high=10) == {"people"}


def test_withheld_times_hide_the_people_below_them():
    numbers = {"people": 20, "times": 25, "rare": 5, "all": 30}
    relations = [total("all", ["times", "rare"]), Relation({"times": 1, "people": -1})]
    table = Table(numbers, relations, {"times": ["people"]})

    kept = withheld(table, low=1, high=10)

    assert kept == {"people", "times", "rare"}
    assert_nobody_can_tell(table, kept)


def test_what_was_published_before_stays_as_it_was():
    numbers = {"all": 60, "few": 4, "some": 16, "many": 40}
    table = Table(
        numbers,
        [total("all", ["few", "some", "many"])],
        published={"all": 60, "some": 16, "few": None},
    )

    assert withheld(table, low=1, high=10) == {"few", "many"}


def test_a_relation_that_corrections_broke_is_nobodys_knowledge():
    table = Table({"all": 50, "one": 30, "other": 25}, [total("all", ["one", "other"])])

    assert withheld(table, low=1, high=10) == frozenset()
