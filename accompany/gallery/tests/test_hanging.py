"""What hangs: with her consent and in words, in the order that its keeper gave it."""

import re
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from accompany import clock
from accompany.gallery import access, actions
from accompany.gallery.models import Hanging, MadeIn, Picture, Room, Use
from accompany.gallery.testing import SMALL, agree, let_hang, make_hung, make_work
from accompany.gallery.tests.acts import on_disk, press, titles
from accompany.house import copies
from accompany.house.copies import Shelf
from accompany.house.memory import Memory
from accompany.house.models import Stamp
from accompany.ledger.models import Line
from accompany.staff.testing import sign_in

ONE_PLACE = "a_work_hangs_in_one_place|gallery_hanging.artwork_id"  # as either database says it


def hang(client, by, work, room="Dusk"):
    sign_in(client, by)
    return client.post(reverse("gallery:hang", args=[work.id]), {"room": room})


# Up


def test_a_work_hangs_with_her_consent_and_the_councils_yes(lena):
    work = make_work(lena)
    agree(work, lena)
    let_hang(work, lena)

    response = hang(Client(), lena, work)

    assert response.status_code == 302
    (room,) = access.hung()
    (shown,) = room.works
    assert (room.name, shown.title, shown.credit_line) == ("Dusk", "Porch light", "R.T.")
    assert shown.slug == "porch-light"
    assert access.hung_work("porch-light") == shown
    assert "Rosalind" not in str(shown)
    assert Line.objects.get(verb="hung a work").row == Hanging.objects.get().id


def test_hanging_and_taking_down_tell_every_public_page(lena):
    before = Stamp.objects.filter(topic="public").values_list("n", flat=True).first() or 0
    face = make_hung(lena)
    hung = Stamp.objects.get(topic="public").n if Stamp.objects.exists() else 1

    press(lena, "take-down", face.artwork_id)

    memory = Memory()
    memory.hear({"public"})
    assert memory.generation == 1
    if Stamp.objects.exists():  # on PostgreSQL it is a notification
        assert before < hung < Stamp.objects.get(topic="public").n


def test_without_her_consent_nothing_hangs(lena):
    work = make_work(lena)
    agree(work, lena, Use.PRINT, Use.SALE)

    response = hang(Client(), lena, work)

    assert response.status_code == 422
    assert "She has not agreed to show this on our site" in response.content.decode()
    assert access.hung() == ()
    assert on_disk() == []


def test_without_words_for_the_picture_nothing_hangs(lena):
    work = make_work(lena, alt="")
    agree(work, lena)

    response = hang(Client(), lena, work)

    assert response.status_code == 422
    assert "Put the picture into words first" in response.content.decode()


def test_a_work_made_in_therapy_cannot_be_hung_and_no_button_offers_it(lena):
    work = make_work(lena, made_in=MadeIn.THERAPY)
    agree(work, lena)

    page = sign_in(Client(), lena).get(reverse("gallery:work", args=[work.id])).content.decode()
    response = hang(Client(), lena, work)

    assert reverse("gallery:hang", args=[work.id]) not in page
    assert response.status_code == 422
    assert "It cannot be hung" in response.content.decode()
    assert access.hung() == ()


def test_a_work_hangs_once(lena):
    face = make_hung(lena)

    again = hang(Client(), lena, face.artwork)

    assert again.status_code == 422
    assert "hangs already" in again.content.decode()
    with pytest.raises(IntegrityError, match=ONE_PLACE), transaction.atomic():
        Hanging.objects.create(
            artwork=face.artwork,
            proposal=face.proposal,
            slug="b",
            title="t",
            alt="a",
            room=face.room,
            hung_at=clock.now(),
        )


@pytest.mark.parametrize("room", ["", " ", "a\0b", "x" * 61])
def test_a_room_needs_a_name(lena, room):
    work = make_work(lena)
    agree(work, lena)

    assert hang(Client(), lena, work, room).status_code == 422


def test_two_works_of_one_title_have_two_addresses(lena):
    slugs = [make_hung(lena, title).slug for title in ("Rain", "Rain", "Rain!", "雨", "🙂")]

    assert slugs == ["rain", "rain-2", "rain-3", "untitled", "untitled-2"]


@pytest.mark.parametrize("title", ["Withdraw", "Pictures"])
def test_no_work_stands_in_the_way_of_another_page_about_art(lena, title):
    face = make_hung(lena, title)

    assert face.slug == f"{title.lower()}-2"
    assert "Take your work back" in Client().get("/art/withdraw/").content.decode()


def test_encoding_waits_for_no_transaction(lena, monkeypatch):
    """Pictures are made before anything is locked."""
    work = make_work(lena)
    agree(work, lena)
    let_hang(work, lena)
    inside = []
    write = Shelf.write

    def written(*args):
        inside.append(len(transaction.get_connection().savepoint_ids))
        return write(*args)

    monkeypatch.setattr(Shelf, "write", written)
    outside = len(transaction.get_connection().savepoint_ids)
    actions.hang(work=work, room="Dusk", by=lena, widths=SMALL)

    assert set(inside) == {outside}
    assert Picture.objects.count() == 3


# In public


def test_a_public_copy_is_pixels_of_its_size(lena, tmp_path):
    make_hung(lena)
    shown = access.hung_work("porch-light")

    for picture in shown.pictures:
        response = Client().get(picture.address)

        assert response.status_code == 200
        assert response["Content-Type"] == picture.type
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies
        assert len(response.content) == picture.size <= 60 * 1024
        (tmp_path / "shown").write_bytes(response.content)
        with Image.open(tmp_path / "shown") as read:
            assert read.size == (picture.width, picture.height)
    assert {each.kind for each in shown.pictures} == {"avif", "webp", "jpeg"}
    assert all(re.fullmatch(r"[0-9a-f]{32}\.\w+", each.name) for each in shown.pictures)


def test_a_copy_is_served_from_memory_and_gone_from_there_too(lena):
    face = make_hung(lena)
    address = access.hung_work(face.slug).plain.address
    first = Client().get(address).content
    for name in on_disk():
        (Picture.shelf.folder / name).unlink()

    second = Client().get(address)
    press(lena, "take-down", face.artwork_id)

    assert (second.status_code, second.content) == (200, first)
    assert Client().get(address).status_code == 410


def test_the_memory_of_copies_is_bounded(monkeypatch, lena):
    monkeypatch.setattr(copies, "REMEMBERED", 3000)
    for title in ("a", "b", "c", "d"):
        make_hung(lena, title)

    for room in access.hung():
        for work in room.works:
            for picture in work.pictures:
                Client().get(picture.address)

    assert sum(map(len, copies._remembered.values())) <= 3000


@pytest.mark.parametrize("name", ["0" * 32 + ".avif", "0" * 32 + ".webp"])
def test_a_picture_nobody_hung_is_not_found(name):
    assert Client().get(reverse("gallery:picture", args=[name])).status_code == 404


@pytest.mark.parametrize(
    "odd",
    [
        "../../{name}",
        "{name}/",
        "{stem}",
        "{stem}/",
        "{stem}.svg",
        "{stem}.JPEG",
        "{stem}.jpeg.jpeg",
        "{stem}%00.jpeg",
        "{stem}.jpeg%00",
        "%2e%2e/{name}",
        "x.svg",
        "%00.jpeg",
        "🙂.jpeg",
        "",
    ],
)
def test_no_other_name_is_a_picture(lena, odd):
    """It is no page either, though an address without its last slash may first lead to itself."""
    make_hung(lena)
    name = access.hung_work("porch-light").plain.name
    path = f"/art/pictures/{odd}".format(name=name, stem=name.partition(".")[0])

    first, last = Client().get(path), Client().get(path, follow=True)

    assert last.status_code in (400, 404)
    assert first.status_code == 301 if last.redirect_chain else first.status_code in (400, 404)
    for each in (first, last):
        assert each["Content-Type"].startswith("text/")


def test_the_parts_of_a_public_page_say_what_a_browser_needs(lena):
    from django.template.loader import render_to_string

    make_hung(lena)
    work = access.hung_work("porch-light")

    said = render_to_string("gallery/parts/frame.html", {"work": work, "lazy": True})
    leads_on = render_to_string("gallery/parts/frame.html", {"work": work, "url": "/art/a/"})

    assert '<source type="image/avif"' in said
    assert '<source type="image/webp"' in said
    assert 'alt="Paper-cut hills with a round yellow light."' in said
    assert 'loading="lazy"' in said
    assert f'width="{work.largest.width}" height="{work.largest.height}"' in said
    assert "R.T. · Cut paper" in said
    assert 'href="/art/a/"' in leads_on
    assert "loading" not in leads_on


# Rooms and order


def test_works_and_rooms_stand_in_the_keepers_order(lena):
    one, two, three = (make_hung(lena, title) for title in ("One", "Two", "Three"))
    make_hung(lena, "Four", room="Cloth")

    press(lena, "move", three.id, way="up")
    press(lena, "move", one.id, way="up")
    press(lena, "move", two.id, way="down")
    press(lena, "move-room", Room.objects.get(name="Cloth").id, way="up")
    press(lena, "move-room", Room.objects.get(name="Dusk").id, way="down")

    assert titles() == [("Cloth", ["Four"]), ("Dusk", ["One", "Three", "Two"])]


def test_a_work_moves_to_another_room_and_an_empty_room_is_gone(lena):
    one = make_hung(lena, "One")
    make_hung(lena, "Two", room="Cloth")

    press(lena, "move-to-room", one.id, room=" Cloth ")

    assert titles() == [("Cloth", ["Two", "One"])]
    assert Room.objects.count() == 1


def test_a_room_is_renamed_or_joins_another(lena):
    one, _two = make_hung(lena, "One"), make_hung(lena, "Two", room="Cloth")

    press(lena, "room", one.room_id, room="Evening")
    assert titles() == [("Evening", ["One"]), ("Cloth", ["Two"])]
    press(lena, "room", one.room_id, room="Cloth")

    assert titles() == [("Cloth", ["Two", "One"])]


@pytest.mark.parametrize("room", ["", "a\0", "x" * 99])
def test_a_room_is_not_renamed_to_nothing(lena, room):
    face = make_hung(lena)

    assert press(lena, "room", face.room_id, room=room).status_code == 422
    assert press(lena, "move-to-room", face.id, room=room).status_code == 422


def test_order_has_buttons_that_need_no_script_and_an_empty_page_says_so(lena):
    empty = sign_in(Client(), lena).get(reverse("gallery:rooms")).content.decode()
    make_hung(lena, "One"), make_hung(lena, "Two")

    page = sign_in(Client(), lena).get(reverse("gallery:rooms")).content.decode()

    assert "Nothing hangs yet" in empty
    assert 'aria-label="Move Two up"' in page
    assert 'aria-label="Move One down"' in page
    assert 'aria-label="Move One up"' not in page


def test_what_nobody_hung_is_not_moved(lena):
    for name in ("move", "move-to-room", "room", "move-room", "take-down-for-her"):
        assert press(lena, name, uuid4(), room="Dusk").status_code == 404
