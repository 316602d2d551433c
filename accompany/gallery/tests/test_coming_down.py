"""What comes down is gone with the commit, from every disk and memory, and its address says so."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse

from accompany import clock
from accompany.gallery import access, actions, due
from accompany.gallery.models import Artwork, Consent, Hanging, Picture, Room
from accompany.gallery.testing import agree, let_hang, make_hung, make_work
from accompany.gallery.tests.acts import hang, on_disk, press, titles
from accompany.ledger.models import Line
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in

# Down


def test_what_is_taken_down_is_gone_page_pictures_and_words(lena, committed):
    face = make_hung(lena)
    addresses = [each.address for each in access.hung_work(face.slug).pictures]

    with committed():
        response = press(lena, "take-down", face.artwork_id)

    assert response.status_code == 302
    assert access.hung() == ()
    with pytest.raises(access.Gone):
        access.hung_work(face.slug)
    assert [Client().get(each).status_code for each in addresses] == [410] * len(addresses)
    assert on_disk() == []
    face.refresh_from_db()
    assert (face.title, face.alt, face.statement, face.credit_line) == ("", "", "", "")
    assert not Room.objects.exists()
    assert Artwork.objects.get().hung_at is None
    assert Consent.objects.get().withdrawn_at is None


def test_an_address_nothing_ever_had_is_not_found():
    with pytest.raises(Http404):
        access.hung_work("nothing")


def test_the_page_of_what_is_gone_says_nothing_of_it(rf, lena, committed):
    from accompany.gallery.views import gone

    face = make_hung(lena)
    press(lena, "take-down", face.artwork_id)

    response = gone(rf.get("/art/porch-light/"))

    assert response.status_code == 410
    page = response.content.decode()
    assert "This work has come down" in page
    assert "Porch" not in page
    assert "R.T." not in page


def test_what_is_hung_again_has_new_addresses_and_the_old_stay_gone(lena):
    face = make_hung(lena)
    old = access.hung_work(face.slug).plain.address
    press(lena, "take-down", face.artwork_id)

    hang(lena, face.artwork)

    assert Hanging.objects.hung().get().slug == "porch-light-2"
    assert Client().get(old).status_code == 410
    assert Client().get(access.hung_work("porch-light-2").plain.address).status_code == 200
    with pytest.raises(access.Gone):
        access.hung_work("porch-light")


# Back in its place


def taken_down(by, work):
    """Her browser, in which she has just taken this down."""
    client = sign_in(Client(), by)
    assert client.post(reverse("gallery:take-down", args=[work.id])).status_code == 302
    return client


def put_back(client, work):
    return client.post(reverse("gallery:put-back", args=[work.id]))


def test_what_a_keeper_took_down_she_puts_back_in_its_place(lena):
    faces = [make_hung(lena, title) for title in ("One", "Two", "Three")]
    work = faces[1].artwork
    old = access.hung_work("two").plain.address
    client = taken_down(lena, work)
    page = client.get(reverse("gallery:work", args=[work.id])).content.decode()

    response = put_back(client, work)

    assert "You took it down from “Dusk”." in page
    assert response.status_code == 302
    assert titles() == [("Dusk", ["One", "Two", "Three"])]
    assert access.hung_work("two").title == "Two", "links to it lead to it again"
    assert Client().get(old).status_code == 410, "a copy of its picture has a new name"
    assert due.take_down_without_pictures() == 0
    again = client.get(reverse("gallery:work", args=[work.id])).content.decode()
    assert "You took it down" not in again


def test_a_room_that_had_closed_opens_in_its_place(lena):
    make_hung(lena, "One", room="Morning")
    work = make_hung(lena, "Two", room="Noon").artwork
    make_hung(lena, "Three", room="Night")
    client = taken_down(lena, work)
    assert titles() == [("Morning", ["One"]), ("Night", ["Three"])]

    put_back(client, work)

    assert titles() == [("Morning", ["One"]), ("Noon", ["Two"]), ("Night", ["Three"])]


def test_put_back_under_another_title_it_has_another_address(lena):
    work = make_hung(lena, "Two").artwork
    client = taken_down(lena, work)
    work.refresh_from_db()
    words = access.words_of(work.open(access.box_of(work, lena)))
    actions.change_work(
        work=work,
        version=work.version,
        words=replace(words, title="Three"),
        made_in=work.made_in,
        picture=None,
        by=lena,
    )
    let_hang(work, lena)

    assert put_back(client, work).status_code == 302

    assert Hanging.objects.hung().get().slug == "three"
    with pytest.raises(access.Gone):
        access.hung_work("two")


def test_what_its_artist_took_back_is_put_back_by_nobody(lena):
    work = make_hung(lena).artwork
    client = taken_down(lena, work)
    actions.take_back(work=work, use="", by=lena)

    response = put_back(client, work)

    assert response.status_code == 422
    assert "She has not agreed" in response.content.decode()
    assert access.hung() == ()


def test_what_came_down_for_its_artist_is_offered_to_nobody(lena):
    face = make_hung(lena)
    client = sign_in(Client(), lena)
    client.post(reverse("gallery:take-down-for-her", args=[face.id]))

    page = client.get(reverse("gallery:work", args=[face.artwork_id])).content.decode()

    assert "Put it back" not in page
    assert put_back(client, face.artwork).status_code == 422
    assert access.hung() == ()


def test_where_it_hung_is_known_to_the_keeper_who_took_it_down_until_she_locks(lena):
    work = make_hung(lena).artwork
    taken_down(lena, work)

    response = put_back(sign_in(Client(), lena), work)

    assert response.status_code == 422
    assert "not known any more" in response.content.decode()


def test_without_the_key_nothing_is_put_back(lena):
    work = make_hung(lena).artwork
    taken_down(lena, work)

    assert put_back(sign_in(Client(), make_colleague(Role.EDITOR)), work).status_code == 404
    assert press(lena, "put-back", uuid4()).status_code == 404


def test_what_does_not_hang_cannot_be_taken_down(lena):
    response = press(lena, "take-down", make_work(lena).id)

    assert response.status_code == 422
    assert "does not hang" in response.content.decode()


def test_the_database_keeps_no_word_of_what_came_down(lena):
    face = make_hung(lena)

    with pytest.raises(IntegrityError, match="keeps_no_word"), transaction.atomic():
        Hanging.objects.filter(id=face.id).update(taken_down_at=clock.now())
    with pytest.raises(IntegrityError, match="put_into_words"), transaction.atomic():
        Hanging.objects.filter(id=face.id).update(alt="")


def test_a_work_comes_down_by_itself_when_her_consent_ends(lena, committed):
    face = make_hung(lena)
    assert due.take_down_ended() == 0

    with clock.stopped_at(clock.now() + timedelta(days=367)), committed():
        assert due.take_down_ended() == 1
        assert due.take_down_ended() == 0

    with pytest.raises(access.Gone):
        access.hung_work(face.slug)
    assert on_disk() == []
    assert Line.objects.filter(verb="took a work down").count() == 1


def test_what_is_no_longer_agreed_to_is_gone_though_no_loop_runs(lena):
    face = make_hung(lena)
    address = access.hung_work(face.slug).plain.address

    with clock.stopped_at(clock.now() + timedelta(days=367)):
        assert access.hung() == ()
        assert Client().get(address).status_code == 410
        with pytest.raises(access.Gone):
            access.hung_work(face.slug)


def test_on_the_last_day_it_still_hangs(lena):
    make_hung(lena)

    with clock.stopped_at(clock.now() + timedelta(days=365)):
        assert due.take_down_ended() == 0


def test_a_work_whose_consent_was_renewed_stays(lena):
    face = make_hung(lena)
    agree(face.artwork, lena, days=900)

    with clock.stopped_at(clock.now() + timedelta(days=400)):
        assert due.take_down_ended() == 0
        assert access.hung_work(face.slug)


def test_copies_left_behind_by_a_crash_are_swept(lena):
    face = make_hung(lena)
    kept = make_hung(lena, "Kept")
    press(lena, "take-down", face.artwork_id)
    (Picture.shelf.folder / ("0" * 32 + ".webp")).write_bytes(b"never got a row")
    assert len(on_disk()) == 7

    assert due.sweep_copies() == 3
    with clock.stopped_at(clock.now() + timedelta(hours=2)):
        assert due.sweep_copies() == 1

    assert {each.name for each in kept.pictures.all()} == set(on_disk())


def test_a_restored_house_shows_nothing_until_a_keeper_hangs_it(lena):
    """Public copies are in no backup: what hung then may have been taken back since."""
    face = make_hung(lena)
    for name in on_disk():
        (Picture.shelf.folder / name).unlink()

    assert access.hung() == ()
    with pytest.raises(access.Gone):
        access.hung_work(face.slug)
    assert due.take_down_without_pictures() == 1
    assert due.take_down_without_pictures() == 0
    assert hang(lena, face.artwork).status_code == 302
    assert [name for name, _titles in titles()] == ["Dusk"]


# Telling anyone


@pytest.mark.parametrize("role", list(Role))
def test_whoever_is_told_takes_it_down(lena, role, committed):
    face, told = make_hung(lena), make_colleague(role)
    page = sign_in(Client(), told).get(reverse("gallery:down")).content.decode()

    with committed():
        response = press(told, "take-down-for-her", face.id)

    assert "Take down Porch light" in page
    assert 'alt="Paper-cut hills with a round yellow light."' in page
    assert "her consent to our site ends with it" in page
    assert "Rosalind" not in page
    proof = sign_in(Client(), told).get(response["Location"]).content.decode()
    assert "Its public page was emptied" in proof
    assert "Porch" not in proof
    with pytest.raises(access.Gone):
        access.hung_work(face.slug)
    assert on_disk() == []
    assert Consent.objects.get().withdrawn_at
    assert Line.objects.get(verb="took back an artist's consent").who == told.id


def test_when_nothing_hangs_the_page_says_so(lena):
    page = sign_in(Client(), lena).get(reverse("gallery:down")).content.decode()

    assert "Nothing hangs in the gallery now." in page


def test_there_is_no_proof_of_what_still_hangs(lena):
    face, client = make_hung(lena), sign_in(Client(), lena)

    for id in (face.id, uuid4()):
        assert client.get(reverse("gallery:proof-for-her", args=[id])).status_code == 404


def test_it_is_taken_down_once(lena):
    face = make_hung(lena)

    press(lena, "take-down-for-her", face.id)

    assert press(lena, "take-down-for-her", face.id).status_code == 404
