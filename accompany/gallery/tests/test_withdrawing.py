"""An artist takes her work back with a short code, without an account, at any hour."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from accompany.gallery import access, pacing
from accompany.gallery.models import Artwork, Consent, Use
from accompany.gallery.testing import agree, make_hung, make_keepers, make_work
from accompany.ledger.lines import HOUSE
from accompany.ledger.models import Line
from accompany.sealed import slips
from accompany.staff.testing import sign_in

PAGE = "/art/withdraw/"


@pytest.fixture
def lena():
    keeper, _supervisor = make_keepers()
    return keeper


def slip_of(work, by):
    """The code, read off the page that is printed for her."""
    response = sign_in(Client(), by).post(reverse("gallery:slip", args=[work.id]))
    return re.search(r'class="said">([^<]+)<', response.content.decode())[1]


def type_code(code, client=None, **typed):
    return (client or Client()).post(PAGE, {"code": code, **typed})


def test_a_slip_carries_a_code_and_says_not_whose_it_is(lena):
    work = make_work(lena)

    response = sign_in(Client(), lena).post(reverse("gallery:slip", args=[work.id]))

    page = html.unescape(response.content.decode())
    slip = page[page.index('class="slip') : page.index("</section>")]
    assert "http://testserver/art/withdraw/" in slip
    assert "Porch" not in slip
    assert "Rosalind" not in slip
    code = slips.clean(response.context["code"])
    kept = Artwork.objects.get()
    assert code not in str(kept.slip)
    assert code.encode() not in bytes(kept.slip_opens)
    assert b"Porch" not in bytes(kept.slip_opens)
    assert Line.objects.get(verb="printed a slip for an artist").row == work.id


def test_the_code_shows_her_the_title_and_nothing_else(lena):
    face = make_hung(lena, statement="Somebody’s up.")
    agree(face.artwork, lena, Use.PRINT)

    response = type_code(slip_of(face.artwork, lena).lower().replace("-", " "))

    page = response.content.decode()
    assert response.status_code == 200
    assert "Porch light" in page
    assert "Your work hangs on our site now." in page
    assert "Printed" in page
    for private in ("Rosalind", "Tuesdays", "R.T.", "Somebody", str(face.artwork_id)):
        assert private not in page
    assert not response.cookies


def test_she_takes_everything_back_and_gets_a_proof(lena, committed):
    face = make_hung(lena)
    agree(face.artwork, lena, Use.PRINT)
    code = slip_of(face.artwork, lena)

    with committed():
        response = type_code(code, use="everything")

    page = response.content.decode()
    assert response.status_code == 200
    assert "It is done" in page
    assert "Consent taken back: printed." in page
    assert "every copy of its picture was deleted" in page
    for line in Line.objects.filter(verb__startswith="took "):
        assert line.who == HOUSE.id
        assert f"Line {line.seq} of our ledger" in page
    with pytest.raises(access.Gone):
        access.hung_work(face.slug)
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert not response.cookies


def test_she_takes_one_use_back_and_the_rest_stands(lena):
    face = make_hung(lena)
    agree(face.artwork, lena, Use.PRINT)
    code = slip_of(face.artwork, lena)

    type_code(code, use="print")

    assert access.hung_work(face.slug)
    assert [each.use for each in Consent.objects.filter(withdrawn_at=None)] == ["web"]


def test_her_slip_shows_the_proof_again_and_twice_does_it_once(lena):
    face = make_hung(lena)
    code = slip_of(face.artwork, lena)

    type_code(code, use="everything")
    twice = type_code(code, use="everything")
    again = type_code(code)

    assert twice.status_code == again.status_code == 200
    assert "Nothing is agreed to any more" in again.content.decode()
    assert "Porch light" in again.content.decode()
    assert Line.objects.filter(verb="took a work down").count() == 1


@pytest.mark.parametrize("use", ["", "all", "a\0b", "🙂", "x" * 9000])
def test_what_she_chose_is_asked_again_when_it_is_nothing(lena, use):
    face = make_hung(lena)

    response = type_code(slip_of(face.artwork, lena), use=use)

    assert response.status_code == 422
    assert "Choose one of these." in response.content.decode()
    assert access.hung_work(face.slug)


def test_a_new_slip_ends_the_old_one(lena):
    work = make_work(lena)
    old, new = slip_of(work, lena), slip_of(work, lena)

    assert type_code(old).status_code == 422
    assert type_code(new).status_code == 200


def test_a_wrong_code_of_any_kind_gets_the_same_answer(lena):
    work = make_work(lena)
    deleted = slip_of(work, lena)
    sign_in(Client(), lena).post(reverse("gallery:delete", args=[work.id]))

    answers = set()
    for number, code in enumerate([deleted, "7K2M-Q9XD", "", "a\0b", "🙂", "x" * 10_000]):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        response = type_code(code, client)
        page = response.content.decode()
        page = re.sub(r'<input type="text" name="code"[^>]*>', "", page)
        answers.add((response.status_code, page))

    assert len(answers) == 1
    assert "That code opened nothing" in next(iter(answers))[1]


def test_a_slip_moved_to_another_work_opens_nothing(lena):
    first, second = make_work(lena), make_work(lena, "Rain")
    code = slip_of(first, lena)
    stolen = Artwork.objects.get(id=first.id)
    Artwork.objects.filter(id=first.id).update(slip=None, slip_opens=None, slip_made_at=None)
    Artwork.objects.filter(id=second.id).update(
        slip=stolen.slip, slip_opens=stolen.slip_opens, slip_made_at=stolen.slip_made_at
    )

    assert type_code(code).status_code == 422


def test_whoever_guesses_waits_and_nobody_waits_for_her(lena):
    face = make_hung(lena)
    code = slip_of(face.artwork, lena)
    guesses, her = Client(REMOTE_ADDR="192.0.2.7"), Client(REMOTE_ADDR="192.0.2.8")

    answers = [type_code("7K2M-Q9XD", guesses).status_code for _ in range(10)]

    assert answers == [422] * 6 + [429] * 4
    assert "Wait ten seconds" in type_code(code, guesses).content.decode()
    assert type_code(code, her).status_code == 200


def test_who_waited_may_try_again(lena, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr("accompany.gallery.pacing.time.monotonic", lambda: now[0])
    client = Client(REMOTE_ADDR="192.0.2.9")
    for _ in range(9):
        type_code("7K2M-Q9XD", client)
    assert type_code("7K2M-Q9XD", client).status_code == 429

    now[0] += 11

    assert type_code("7K2M-Q9XD", client).status_code == 422
    assert type_code("7K2M-Q9XD", client).status_code == 429


def test_right_codes_cost_nothing(lena):
    code = slip_of(make_work(lena), lena)

    assert {type_code(code).status_code for _ in range(80)} == {200}


def test_behind_a_proxy_of_this_machine_its_own_word_counts(rf):
    told = rf.get("/", headers={"X-Forwarded-For": "203.0.113.5, 192.0.2.44"})
    untold, direct = rf.get("/"), rf.get("/", REMOTE_ADDR="192.0.2.1")

    assert pacing.who(told) == "192.0.2.44"
    assert pacing.who(untold) == ""
    assert pacing.who(direct) == "192.0.2.1"


def test_the_memory_of_guessers_is_bounded(monkeypatch):
    monkeypatch.setattr(pacing, "MOST_ADDRESSES", 10)
    pace = pacing.Pace()

    for number in range(50):
        pace.was_wrong(f"192.0.2.{number}")

    assert len(pace.left) <= 10


def test_the_page_is_there_without_any_script_cookie_or_account():
    response = Client().get(PAGE)

    page = response.content.decode()
    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert "csrfmiddlewaretoken" not in page
    assert "Leave this site" in page
    assert "You need no reason and no account." in page


def test_another_site_takes_nothing_back(lena):
    face = make_hung(lena)
    code = slip_of(face.artwork, lena)

    response = Client(headers={"Sec-Fetch-Site": "cross-site"}).post(
        PAGE, {"code": code, "use": "everything"}
    )

    assert response.status_code == 403
    assert access.hung_work(face.slug)
