"""What she agrees to: each use apart, until a day, and taken back on any day before."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accompany import clock
from accompany.gallery import access, actions
from accompany.gallery.forms import in_months
from accompany.gallery.models import Consent, Use
from accompany.gallery.testing import agree, make_hung, make_keepers, make_work
from accompany.ledger.models import Line
from accompany.staff.testing import sign_in


@pytest.fixture
def lena():
    keeper, _supervisor = make_keepers()
    return keeper


def give(by, work, uses=("web",), given_on=None, ends_on=None):
    given = given_on or clock.today()
    typed = {
        "uses": list(uses),
        "given_on": given.isoformat(),
        "ends_on": (ends_on or in_months(given, 36)).isoformat(),
    }
    return sign_in(Client(), by).post(reverse("gallery:consent", args=[work.id]), typed)


def take_back(by, work, use="everything"):
    return sign_in(Client(), by).post(reverse("gallery:take-back", args=[work.id]), {"use": use})


def test_each_use_is_written_down_apart(lena):
    work = make_work(lena)

    response = give(lena, work, uses=["web", "print"])

    assert response.status_code == 302
    assert set(Consent.objects.values_list("use", flat=True)) == {"web", "print"}
    assert Line.objects.filter(verb="wrote down an artist's consent").count() == 2


def test_the_same_consent_sent_twice_is_written_once(lena):
    work = make_work(lena)

    give(lena, work)
    give(lena, work)

    assert Consent.objects.count() == 1


@pytest.mark.parametrize(
    "given_on", [date(2024, 2, 29), date(2023, 2, 28), date(2025, 8, 31), date(2026, 1, 1)]
)
def test_a_consent_lasts_36_months_and_not_a_day_longer(lena, given_on):
    work, last = make_work(lena), in_months(given_on, 36)

    fits = give(lena, work, given_on=given_on, ends_on=last)
    longer = give(lena, work, given_on=given_on, ends_on=last + timedelta(days=1))

    assert fits.status_code == 302
    assert longer.status_code == 422
    assert "36 months at most" in longer.content.decode()
    assert Consent.objects.count() == 1


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(1097, "a_consent_lasts_36_months_at_most"), (-1, "a_consent_ends_after_it_begins")],
)
def test_the_database_takes_no_longer_consent_and_none_that_ends_before(lena, days, sentence):
    work, today = make_work(lena), clock.today()

    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        Consent.objects.create(
            artwork=work, use="web", given_on=today, ends_on=today + timedelta(days=days)
        )
    Consent.objects.create(
        artwork=work, use="web", given_on=today, ends_on=today + timedelta(days=1096)
    )


def test_the_action_takes_no_longer_consent_either(lena):
    work, today = make_work(lena), clock.today()

    for days, refusal in ((1097, actions.ConsentTooLong), (-1, actions.ConsentEndsFirst)):
        with pytest.raises(refusal):
            actions.give_consents(
                work=work,
                uses=["web"],
                given_on=today,
                ends_on=today + timedelta(days=days),
                by=lena,
            )


@pytest.mark.parametrize(
    "odd",
    [
        {"uses": []},
        {"uses": ["everything"]},
        {"uses": ["a\0b"]},
        {"given_on": "2999-01-01", "ends_on": "2999-02-01"},
        {"given_on": "0001-01-01"},
        {"ends_on": "soon 🙂"},
        {"ends_on": "1999-01-01"},
    ],
)
def test_an_odd_consent_is_refused_and_the_rest_is_kept(lena, odd):
    work = make_work(lena)
    typed = {"uses": ["web"], "given_on": "2026-01-01", "ends_on": "2026-12-31"} | odd

    response = sign_in(Client(), lena).post(reverse("gallery:consent", args=[work.id]), typed)

    assert response.status_code == 422
    assert not Consent.objects.exists()


def test_nothing_is_ticked_before_she_says_it(lena):
    page = sign_in(Client(), lena).get(reverse("gallery:consent", args=[make_work(lena).id]))

    assert "checked" not in page.content.decode()


def test_what_she_takes_back_comes_down_with_the_commit(lena, committed):
    face = make_hung(lena)
    agree(face.artwork, lena, Use.PRINT)

    with committed():
        response = take_back(lena, face.artwork, "web")

    assert response.status_code == 302
    with pytest.raises(access.Gone):
        access.hung_work(face.slug)
    assert Consent.objects.get(use="print").withdrawn_at is None
    assert Line.objects.filter(verb="took back an artist's consent").count() == 1


def test_another_use_taken_back_leaves_the_wall_as_it_is(lena):
    face = make_hung(lena)
    agree(face.artwork, lena, Use.PRINT)

    take_back(lena, face.artwork, "print")

    shown = access.hung_work(face.slug)
    assert shown.agreed == ("Shown on our site",)
    assert "Printed" in shown.not_agreed


def test_everything_is_taken_back_at_once_also_what_was_agreed_twice(lena):
    face = make_hung(lena)
    agree(face.artwork, lena, Use.WEB, Use.SALE, days=700)

    take_back(lena, face.artwork)

    assert not Consent.objects.filter(withdrawn_at=None).exists()
    with pytest.raises(access.Gone):
        access.hung_work(face.slug)


@pytest.mark.parametrize("use", ["", "a\0b", "all", "🙂", "x" * 10_000])
def test_what_is_taken_back_is_a_use_or_everything(lena, use):
    face = make_hung(lena)

    response = take_back(lena, face.artwork, use)

    assert response.status_code == 422
    assert Consent.objects.get().withdrawn_at is None


def test_the_page_of_a_work_shows_what_stands_and_what_has_ended(lena):
    work = make_work(lena)
    agree(work, lena, Use.SHOW, given_on=clock.today() - timedelta(days=90), days=30)
    agree(work, lena, Use.WEB, days=10)
    agree(work, lena, Use.PRINT)
    take_back(lena, work, "print")

    page = sign_in(Client(), lena).get(reverse("gallery:work", args=[work.id]))

    assert [each.use for each in page.context["alive"]] == ["web"]
    assert {each.use for each in page.context["past"]} == {"show", "print"}
    assert "ends soon" in page.content.decode()
    assert "Proof for her" in page.content.decode()


def test_a_proof_says_what_when_and_which_line(lena):
    face = make_hung(lena)
    take_back(lena, face.artwork)

    page = sign_in(Client(), lena).get(reverse("gallery:proof", args=[face.artwork_id]))

    said = page.content.decode()
    lines = Line.objects.filter(verb__in=["took back an artist's consent", "took a work down"])
    assert [line.seq for line in page.context["lines"]] == sorted(each.seq for each in lines)
    assert "Consent taken back: shown on our site." in said
    assert "every copy of its picture was deleted" in said
    assert Line.objects.filter(verb="printed a proof for an artist").count() == 1


def test_there_is_nothing_to_prove_before_something_is_taken_back(lena):
    work = make_work(lena)

    page = sign_in(Client(), lena).get(reverse("gallery:proof", args=[work.id])).content.decode()

    assert "Nothing was taken back so far." in page
    assert not Line.objects.filter(verb="printed a proof for an artist").exists()
