"""A page reads each thing once, and the next page reads it anew."""

import pytest
from django.test import Client

from accompany.website.models import SupportPage
from accompany.website.once import once, reading_once
from accompany.website.testing import make_home, make_page, text

asked = []


@once
def double(number):
    asked.append(number)
    return number * 2


@pytest.fixture(autouse=True)
def nothing_asked():
    asked.clear()


def test_within_one_reading_each_thing_is_asked_once():
    with reading_once():
        assert [double(1), double(1), double(2)] == [2, 2, 4]
    assert asked == [1, 2]


def test_the_next_reading_and_none_at_all_ask_anew():
    for _ in range(2):
        with reading_once():
            double(1)
    double(1)
    double(1)
    assert asked == [1, 1, 1, 1]


def test_many_pages_below_cost_no_more_questions_than_one():
    home = make_home()
    support = make_page(home, "help", kind=SupportPage, body=text("Help."))
    make_page(support, "one")
    few = _questions("/help/")
    for name in ("two", "three", "four", "five"):
        make_page(support, name, show_in_menus=True)
    assert _questions("/help/") <= few


def _questions(path):
    from django.db import connection

    asked_of_it = []

    def count(execute, *args):
        asked_of_it.append(args[0])
        return execute(*args)

    with connection.execute_wrapper(count):
        assert Client().get(path).status_code == 200
    return len(asked_of_it)
