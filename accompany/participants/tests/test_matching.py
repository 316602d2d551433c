"""Matching: however a name is said, shortened, accented or misspelled."""

from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accompany.participants.matching import (
    EXACT,
    Page,
    fold,
    nicknames,
    words_of,
)


def score(query: str, *names: str) -> float:
    """How well a card with these names answers a query; 0 if it is not found."""
    page = Page.of([(uuid4(), names), (uuid4(), ["Zzyzx"])])
    hits = {hit.id: hit.score for hit in page.find(words_of(query))}
    from uuid import UUID

    return hits.get(UUID(page.ids.split()[0]), 0.0)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("juniper", "Juniper"),
        ("Junipar", "Juniper"),
        ("Jewniper", "Juniper"),
        ("junip", "Juniper"),
        ("Lupita", "Guadalupe"),
        ("Guadalupe", "Lupita"),
        ("Maggie", "Margaret"),
        ("Chuy", "Jesús"),
        ("zoe oneill", "Zoë O’Neill"),
        ("o neill", "O’Neill"),
        ("maryann", "Mary Ann"),
        ("mary ann", "Maryann"),
        ("Catherine", "Kathryn"),
        ("Vanesa", "Banessa"),
        ("Yesenia", "Jessenia"),
        ("Nuñez", "Nunez"),
        ("Жанна", "Жанна"),
        ("kim", "Kim from the salon"),
        ("delfine", "Delphine"),
        ("ann marie", "Marie-Ann"),
    ],
)
def test_a_name_is_found_however_it_is_said(query, name):
    assert score(query, name) > 0


@pytest.mark.parametrize(
    ("query", "name"), [("juniper", "Magdalena"), ("kim", "Bob"), ("lu", "Ada"), ("", "Ada")]
)
def test_another_name_is_not_found(query, name):
    assert score(query, name) == 0


def test_the_exact_name_comes_before_one_like_it():
    assert score("Maria", "Maria") == EXACT > score("Maria", "Marie") > 0


def test_each_of_several_names_finds_her():
    for query in ("Juniper", "Dolores", "Kim"):
        assert score(query, "Juniper", "Dolores", "Kim") == EXACT


def test_nicknames_are_listed_in_words_that_can_be_typed():
    for form in nicknames():
        assert words_of(form) == [form]


@given(st.text(max_size=500))
def test_any_text_folds_into_a_few_bounded_words(text):
    words = words_of(text)

    assert len(words) <= 6
    assert all(0 < len(word) <= 40 for word in words)
    assert [word for each in words for word in words_of(each)] == words


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4), st.data())
@settings(deadline=None)
def test_whatever_she_is_called_finds_her_by_it(names, data):
    name = data.draw(st.sampled_from(names))

    if words_of(name):
        assert score(name, *names) >= EXACT - 0.5


def test_accents_and_case_do_not_matter():
    assert fold("ÁÉÍÓÚ Ñ Łucja") == "aeiou n lucja"
