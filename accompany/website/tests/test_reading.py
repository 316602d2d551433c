"""The measure of reading knows syllables, sentences and pages before it judges one."""

import pytest

from accompany.website.tests import reading

ENGLISH = {
    "call": 1,
    "you’re": 1,
    "didn’t": 2,
    "leave": 1,
    "helped": 1,
    "wanted": 2,
    "places": 2,
    "police": 2,
    "little": 2,
    "being": 2,
    "survivor": 3,
    "advocate": 3,
    "quiet": 2,
    "immigration": 4,
    "accountability": 6,
}
SPANISH = {
    "y": 1,
    "quien": 1,
    "hoy": 1,
    "guía": 2,
    "agua": 2,
    "ayuda": 3,
    "ciudad": 2,
    "amigo": 3,
    "policía": 4,
    "noche": 2,
    "ruido": 2,
    "vergüenza": 3,
    "sobreviviente": 5,
    "inmigración": 4,
}


@pytest.mark.parametrize(("word", "syllables"), ENGLISH.items())
def test_syllables_of_english_words(word, syllables):
    assert reading.in_english(word) == syllables


@pytest.mark.parametrize(("word", "syllables"), SPANISH.items())
def test_syllables_of_spanish_words(word, syllables):
    assert reading.in_spanish(word) == syllables


def test_plain_words_are_easy_and_an_office_s_are_hard():
    plain = {
        "en": ["You can hang up at any time.", "We will not call you back."],
        "es": ["Puedes colgar cuando quieras.", "No te vamos a llamar otra vez."],
    }
    office = {
        "en": [
            "Individuals requesting services may be required to demonstrate eligibility through "
            "documentation, notwithstanding confidentiality provisions applicable to participants."
        ],
        "es": [
            "Las personas solicitantes de servicios podrán ser requeridas a demostrar su "
            "elegibilidad mediante documentación, sin perjuicio de las disposiciones de "
            "confidencialidad aplicables a las participantes."
        ],
    }

    for language in ("en", "es"):
        assert reading.grade(plain[language], language) < 5
        assert reading.grade(office[language], language) > 12


def test_a_grade_in_spanish_is_read_from_his_table():
    assert reading.by_his_table(120) == 3
    assert reading.by_his_table(75) == 5.5
    assert reading.by_his_table(70) == 6
    assert reading.by_his_table(65) == 7
    assert reading.by_his_table(60) == 8
    assert reading.by_his_table(-20) == 19


def test_an_hour_is_no_end_of_a_sentence():
    assert reading.in_sentences(["De 2 a 5 p. m. los sábados"]) == "De 2 a 5 pm los sábados."


def test_a_sent_page_is_read_block_by_block_and_only_where_it_speaks():
    html = """<html><head><title>Not this</title></head><body><header><p>Nor this</p></header>
      <main><h1>Call</h1><svg><title>drawn</title></svg><p>We <b>never</b> call<br>back.</p>
      <ul><li>One</li><li>Two <img alt="a porch" src="x.avif"></li></ul><p hidden>No</p>
      <details><summary>What if</summary><p>Hang up.</p></details></main><p>After</p></html>"""

    assert reading.lines_of_html(html) == [
        "Call",
        "We never call",
        "back.",
        "One",
        "Two",
        "What if",
        "Hang up.",
    ]
