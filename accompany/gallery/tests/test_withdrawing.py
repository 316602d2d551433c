"""An artist takes her work back with a short code, without an account, at any hour."""

import html
import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accompany import clock
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
    assert "Its address now tells search engines that it is gone" in page
    assert Client().get(f"/art/{face.slug}/").status_code == 410
    for line in Line.objects.filter(verb__startswith="took "):
        assert line.who == HOUSE.id
        assert f"Line {line.seq} of our ledger" in page
    with pytest.raises(access.Gone):
        access.hung_work(face.slug)
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert not response.cookies


def test_under_the_spanish_address_the_whole_proof_is_in_spanish(lena, committed):
    face = make_hung(lena)
    agree(face.artwork, lena, Use.PRINT)
    code = slip_of(face.artwork, lena)

    with clock.stopped_at(datetime(2027, 3, 4, 19, 5, tzinfo=UTC)), committed():
        done = Client().post(f"/es{PAGE}", {"code": code, "use": "everything"})
        again = Client().post(f"/es{PAGE}", {"code": code})

    for response in (done, again):
        page = html.unescape(response.content.decode())
        assert "Permiso retirado: imprimirla." in page
        assert "Se vació su página pública" in page
        assert "4 de marzo de 2027" in page
        for english in ("Consent", "taken back", "Its public page", "March", "Line ", "ledger"):
            assert english not in page
    assert "Line " in type_code(code).content.decode()


def test_she_takes_one_use_back_and_the_rest_stands(lena):
    face = make_hung(lena)
    agree(face.artwork, lena, Use.PRINT)
    code = slip_of(face.artwork, lena)

    page = type_code(code, use="print").content.decode()

    assert "search engines" not in page
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
    guesses, her = Client(REMOTE_ADDR="192.0.2.7"), Client(REMOTE_ADDR="198.51.100.8")

    answers = [type_code("7K2M-Q9XD", guesses).status_code for _ in range(14)]

    assert answers == [422] * 10 + [429] * 4
    assert "Wait ten seconds" in type_code(code, guesses).content.decode()
    assert type_code(code, her).status_code == 200


def test_a_household_with_many_addresses_of_the_new_kind_guesses_no_more_than_others(lena):
    code = slip_of(make_work(lena), lena)
    now = clock.now()

    with clock.stopped_at(now):
        answers = [
            type_code("7K2M-Q9XD", Client(REMOTE_ADDR=f"2001:db8:1:2:{n:x}::{n:x}")).status_code
            for n in range(200)
        ]
        elsewhere = type_code(code, Client(REMOTE_ADDR="2001:db8:1:300::1"))

    assert Counter(answers) == {422: 10, 429: 190}
    assert elsewhere.status_code == 200


def test_many_who_guess_close_the_page_for_nobody_else(lena):
    code = slip_of(make_work(lena), lena)
    for n in range(100):
        for last in (1, 2):
            type_code("7K2M-Q9XD", Client(REMOTE_ADDR=f"203.0.{n}.{last}"))

    assert type_code(code, Client(REMOTE_ADDR="192.0.2.1")).status_code == 200


def test_who_waited_may_try_again(lena):
    client, now = Client(REMOTE_ADDR="192.0.2.9"), clock.now()
    with clock.stopped_at(now):
        for _ in range(13):
            type_code("7K2M-Q9XD", client)
        assert type_code("7K2M-Q9XD", client).status_code == 429

    with clock.stopped_at(now + timedelta(seconds=11)):
        assert type_code("7K2M-Q9XD", client).status_code == 422
        assert type_code("7K2M-Q9XD", client).status_code == 429


def test_right_codes_cost_nothing(lena):
    code = slip_of(make_work(lena), lena)

    assert {type_code(code).status_code for _ in range(80)} == {200}


def test_behind_a_proxy_of_this_machine_its_own_word_counts(lena):
    def guess(**how):
        return type_code("7K2M-Q9XD", Client(**how)).status_code

    one = {"X-Forwarded-For": "203.0.113.5, 192.0.2.44"}
    other = {"X-Forwarded-For": "192.0.2.44, 203.0.113.5"}
    with clock.stopped_at(clock.now()):
        assert [guess(headers=one) for _ in range(11)] == [422] * 10 + [429]
        assert guess(headers=other) == 422
        assert guess(REMOTE_ADDR="192.0.2.45") == 429


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "", "unix:"])
def test_where_no_address_is_known_all_share_a_larger_count(address):
    with clock.stopped_at(clock.now()):
        client = Client(REMOTE_ADDR=address)
        answers = [type_code("7K2M-Q9XD", client).status_code for _ in range(62)]

    assert answers == [422] * 60 + [429] * 2


def test_no_address_of_who_guesses_is_kept_in_memory():
    type_code("7K2M-Q9XD", Client(REMOTE_ADDR="192.0.2.77"))

    held = [*pacing.pace._known._kept, *pacing.pace._unknown._kept]
    assert len(held) == 1
    assert b"192.0.2" not in held[0]
    assert "192.0.2" not in str(vars(pacing.pace))


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
