"""Our hours, numbers and addresses: who changes them, and that everybody sees it."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from accompany.house import live
from accompany.house.memory import Memory
from accompany.house.models import Organization
from accompany.ledger.models import Line
from accompany.staff import verbs
from accompany.staff.capabilities import Capability, Role
from accompany.staff.facts import change_facts
from accompany.staff.testing import make_colleague, sign_in

WHO = [Role.SUPERVISOR, Role.DIRECTION]
NOW = {
    "helpline_hours": "Day and night",
    "helpline_hours_es": "De día y de noche",
    "helpline_number": "206-555-0142",
    "text_number": "206-555-0143",
    "email": "hello@example.org",
    "mailing_address": "PO Box 555",
}


@pytest.fixture(autouse=True)
def ours():
    stored = NOW | {"helpline_number": "+12065550142", "text_number": "+12065550143"}
    Organization.objects.update_or_create(id=1, defaults={"name": "Alder Street", **stored})
    Organization.forget()
    yield
    Organization.forget()


@pytest.fixture
def priya():
    return make_colleague(Role.SUPERVISOR)


def page(by):
    return sign_in(Client(), by).get(reverse("staff:facts"))


def save(by, **changed):
    """As a browser sends it: what stands on the page, and what stood there when it was opened."""
    shown = {f"initial-{name}": value for name, value in NOW.items()}
    return sign_in(Client(), by).post(reverse("staff:facts"), NOW | shown | changed, follow=True)


def test_the_page_shows_what_stands_now(priya):
    said = page(priya).content.decode()

    for each in NOW.values():
        assert each in said


@pytest.mark.parametrize("role", WHO)
def test_new_hours_are_public_at_once_and_stand_in_the_ledger(role):
    by, before = make_colleague(role), Organization.current()

    answer = save(by, helpline_hours="Noon to midnight", helpline_hours_es="De 12 a 12")

    assert "Every public page says so" in answer.content.decode()
    assert before.helpline_hours == "Day and night"
    assert Organization.current().helpline_hours == "Noon to midnight"
    line = Line.objects.get(verb=verbs.CHANGED_FACTS.text)
    assert line.who == by.id
    assert json.loads(line.facts) == {"helpline_hours": 1, "helpline_hours_es": 1}


def test_every_public_page_is_told(priya, monkeypatch):
    told = []
    monkeypatch.setattr(live, "changed", told.append)

    save(priya, helpline_hours="Noon to midnight")

    assert told == [live.PUBLIC]


def test_a_process_that_hears_of_it_draws_its_pages_anew(priya):
    Organization.current()
    Organization.objects.update(helpline_hours="Noon to midnight")  # by another process
    assert Organization.current().helpline_hours == "Day and night"

    Memory().hear({live.PUBLIC})

    assert Organization.current().helpline_hours == "Noon to midnight"


@pytest.mark.parametrize("role", [each for each in Role if each not in WHO])
def test_without_the_key_there_is_no_such_page(role):
    by = make_colleague(role)

    assert page(by).status_code == 404
    assert save(by, helpline_hours="Never").status_code == 404
    assert Organization.objects.get().helpline_hours == "Day and night"


def test_the_key_is_held_by_those_who_run_the_helpline_and_direction():
    assert [each for each in Role if Capability.CHANGE_FACTS in each.capabilities] == WHO


@pytest.mark.parametrize("typed", ["(206) 555-0150", "+1 206 555 0150", "2065550150"])
def test_a_number_may_be_written_in_any_way(priya, typed):
    save(priya, helpline_number=typed)

    assert Organization.objects.get().helpline_number == "+12065550150"


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("helpline_number", "", "The helpline needs a number."),
        ("helpline_number", "555-0142", "Write a whole number"),
        ("helpline_number", "call us", "Write a whole number"),
        ("helpline_number", "206-555-0142 ext. 7", "Write a whole number"),
        ("text_number", "911", "Write a whole number"),
        ("email", "hello", "Write an address such as"),
    ],
)
def test_what_nobody_could_reach_is_not_taken(priya, field, typed, says):
    answer = save(priya, **{field: typed, "helpline_hours": "Noon to midnight"})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "Noon to midnight" in answer.content.decode(), "what was typed is kept"
    assert Organization.objects.get().helpline_hours == "Day and night"
    assert not Line.objects.filter(verb=verbs.CHANGED_FACTS.text).exists()


def test_texts_go_to_the_helplines_number_if_none_is_given(priya):
    save(priya, text_number="")

    assert Organization.objects.get().text_number == "+12065550142"


def test_what_nobody_touched_leaves_no_line(priya):
    answer = save(priya)

    assert "Nothing was changed." in answer.content.decode()
    assert not Line.objects.filter(verb=verbs.CHANGED_FACTS.text).exists()


def test_only_what_was_changed_is_written(priya):
    Organization.objects.update(email="new@example.org")

    change_facts(said={"helpline_hours": "Noon to midnight"}, by=priya)

    ours = Organization.objects.get()
    assert (ours.helpline_hours, ours.email) == ("Noon to midnight", "new@example.org")


def test_a_page_that_lay_open_writes_nothing_over_what_a_colleague_saved(priya):
    shown = re.findall(
        r'<input type="hidden" name="(initial-[a-z_]+)" value="([^"]*)"',
        page(priya).content.decode(),
    )
    assert {name for name, _value in shown} >= {"initial-helpline_number", "initial-helpline_hours"}
    Organization.objects.update(helpline_number="+12065550177")

    save(priya, helpline_hours="Noon to midnight", **dict(shown))

    ours = Organization.objects.get()
    assert ours.helpline_hours == "Noon to midnight"
    assert ours.helpline_number == "+12065550177"
