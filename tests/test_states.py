"""The drawn lives are the lives that the code leads."""

from pathlib import Path

import pytest

from accompany.helpline.models import State
from tests import states

PAGE = Path(__file__).resolve().parents[1] / "docs" / "states.md"
each_life = pytest.mark.parametrize("life", states.LIVES, ids=lambda life: life.model)


def test_the_page_is_as_it_is_drawn():
    assert PAGE.read_text() == states.page(), "python -m tests.states > docs/states.md"


@each_life
def test_every_function_that_moves_a_row_is_drawn(life):
    assert states.written_by(life).keys() == life.drawn().keys()


@each_life
def test_every_arrow_is_made_by_its_function(life):
    shown = states.written_by(life)

    for by, ends in life.drawn().items():
        for end in ends:
            assert life.marks.get(end, {end}) & shown[by], (by, end)


@each_life
def test_every_move_a_function_makes_is_drawn(life):
    """A function that starts to write another column needs another arrow."""
    drawn = life.drawn()

    for by, shown in states.written_by(life).items():
        marks = set().union(*(life.marks.get(end, {end}) for end in drawn[by]))
        assert shown & (life.columns - {"state"} | {"new", "gone"}) <= marks | SIDES.get(by, set())


def test_every_state_of_a_text_is_drawn():
    assert states.OUTGOING.states() == set(State.values)


# What is written on the way into another state: nobody is with a conversation in a file.
SIDES = {"desk.bring_back": {"ended_at"}, "handoff.move": {"assigned_to"}}
