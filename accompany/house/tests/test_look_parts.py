"""The tags, the parts and the charts."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from accompany import clock
from accompany.house import charts, context, icons, numbers, presence, rail

A_NIGHT = datetime(2026, 11, 13, 7, 42, tzinfo=UTC)  # 11:42 pm the day before, in Seattle


def drawn(template: str, **given: object) -> str:
    return engines["django"].from_string("{% load house %}" + template).render(given)


@pytest.mark.parametrize("name", sorted(icons.PATHS))
def test_no_icon_is_read_aloud(name):
    assert 'aria-hidden="true"' in drawn("{% icon name %}", name=name)


def test_the_door_opens_the_other_way_where_people_read_that_way():
    assert "icon-dir" in drawn('{% icon "door" %}')


def test_an_address_that_does_not_exist_is_nothing():
    assert drawn('{% url_if "nowhere:at-all" as there %}[{{ there }}]') == "[]"


@pytest.mark.parametrize(
    ("number", "dialed"),
    [
        ("+12065550142", "206-555-0142"),
        ("+442079460018", "+44 20 7946 0018"),
        ("911", "911"),
        ("", ""),
    ],
)
def test_a_number_is_written_as_it_is_dialed(number, dialed):
    assert numbers.as_dialed(number) == dialed


@pytest.mark.parametrize(("n", "word"), [(0, "none"), (2, "two"), (9, "nine"), (10, "10")])
def test_small_numbers_are_words(n, word):
    assert numbers.in_words(n) == word


def test_the_time_of_day_is_the_organization_s():
    assert drawn("{{ moment|at }}", moment=A_NIGHT) == "11:42 pm"


def test_a_day_of_another_year_says_which():
    with clock.stopped_at(A_NIGHT):
        assert drawn("{{ moment|day }}", moment=A_NIGHT) == "Thu Nov 12"
        assert drawn("{{ d|day }}", d=A_NIGHT.date() - timedelta(days=400)).endswith(", 2025")


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "under 1 min"),
        (2, "2 min"),
        (65, "1 h 5 min"),
        (60 * 24, "1 day"),
        (60 * 73, "3 days"),
        (-5, "under 1 min"),
    ],
)
def test_a_wait_is_said_in_words(minutes, said):
    with clock.stopped_at(A_NIGHT):
        since = A_NIGHT - timedelta(minutes=minutes)
        assert drawn("{{ since|waited }}", since=since) == said


def test_a_face_shows_two_letters():
    assert "DA" in render_to_string("house/parts/face.html", {"name": "Delphine A."})


def test_words_as_said_are_text():
    page = render_to_string("house/parts/voice.html", {"words": "<b>no</b>\nyes", "whose": "Kim"})

    assert "&lt;b&gt;no&lt;/b&gt;<br>yes" in page


def test_something_sealed_says_how_to_ask():
    page = render_to_string(
        "house/parts/sealed.html", {"what": "Her file is sealed.", "ask": "Ask Delphine A."}
    )

    assert "Her file is sealed." in page
    assert "Ask Delphine A." in page


def test_a_withheld_bar_looks_the_same_whatever_it_hides():
    one = charts.draw(charts.Bars(series=["Texts"], rows=[("Jul", (None,)), ("Aug", (40,))]))

    assert one.bars[0].height == charts.WITHHELD_HEIGHT
    assert one.bars[0].says == ""


def test_the_table_beside_a_chart_has_the_same_numbers():
    page = drawn(
        '{% bars numbers title="Texts" first="Month" %}',
        numbers=charts.Bars(series=["Texts"], rows=[("Jul", (None,)), ("Aug", (1240,))]),
    )

    assert '<td class="num">1240</td>' in page
    assert "withheld" in page


def test_a_chart_of_nothing_is_drawn():
    assert charts.draw(charts.Bars(series=["Texts"], rows=[])).bars == []
    assert charts.draw(charts.Bars(series=["Texts"], rows=[("Jul", (0,))])).bars[0].height == 0


@pytest.mark.parametrize("most", [1, 2, 3, 7, 9, 10, 11, 99, 100, 101, 12345])
def test_a_chart_leaves_room_above_its_tallest_bar(most):
    drawing = charts.draw(charts.Bars(series=["Texts"], rows=[("Jul", (most,))]))

    assert charts.TOP <= drawing.bars[0].y < charts.BASE
    assert [tick.n for tick in drawing.ticks] == sorted({tick.n for tick in drawing.ticks})


def desk_of(**request: object) -> str:
    asked = RequestFactory().get("/desk/nowhere/")
    asked.session = {}
    for name, value in request.items():
        setattr(asked, name, value)
    return engines["django"].from_string('{% extends "house/desk.html" %}').render({}, asked)


def test_a_desk_with_nobody_at_it_shows_no_rail_and_no_lock():
    page = desk_of()

    assert "Lock" not in page
    assert 'class="bar"' not in page


def test_the_rail_shows_only_what_a_colleague_may_open(monkeypatch):
    monkeypatch.setattr(rail, "_items", {})
    rail.item("Open to all", "home", order=10, icon="home")
    rail.item("For some", "house:look", order=20, needs="a-key")
    by = SimpleNamespace(can=lambda key: False, colleague=SimpleNamespace(name="Wren H."), id=1)

    page = desk_of(by=by)

    assert page.count("Open to all") == 2
    assert "For some" not in page
    assert "Wren H." in page


def test_the_desk_says_who_is_on_call(monkeypatch):
    monkeypatch.setattr(presence, "_on_call", lambda by: "Ruth K. until 7 am")
    by = SimpleNamespace(can=lambda key: False, colleague=SimpleNamespace(name="Wren H."), id=1)

    assert "Ruth K. until 7 am" in desk_of(by=by)


def test_nothing_is_asked_for_a_page_that_shows_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        context.house(RequestFactory().get("/"))
