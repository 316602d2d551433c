"""A work is asked about, and the survivor council sees it as it would hang."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from PIL import Image

from accompany.gallery import access, actions, council
from accompany.gallery.models import Artwork, MadeIn, Proposal, Use
from accompany.gallery.testing import (
    SMALL,
    a_picture,
    agree,
    ask,
    make_asked,
    make_hung,
    make_work,
)
from accompany.gallery.tests.acts import (
    SECRETS,
    change,
    everything_on_disk,
    get,
    hang,
    page_of,
    press,
    ready,
    standing,
)
from accompany.ledger.models import Line
from accompany.sealed.circles import CircleKey, CircleSeal
from accompany.sealed.documents import open_many
from accompany.sealed.lockboxes import NotYours, holders_of, open_lockbox
from accompany.sealed.models import Circle
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague

# Asking


def test_a_keeper_asks_and_the_work_waits(lena, thea):
    work = ready(lena)
    offers = page_of(lena, work)

    response = press(lena, "ask", work.id)

    assert reverse("gallery:ask", args=[work.id]) in offers
    assert reverse("gallery:hang", args=[work.id]) not in offers
    assert response.status_code == 302
    assert "Waits for the council since" in page_of(lena, work)
    line = Line.objects.get(verb="asked the survivor council about a work")
    assert (line.row, line.who) == (Proposal.objects.get().id, lena.id)
    assert "Porch" not in line.facts


def test_pressed_twice_it_asks_once(lena, thea):
    work = ready(lena)

    press(lena, "ask", work.id)
    again = press(lena, "ask", work.id)

    assert again.status_code == 302
    assert Proposal.objects.count() == 1


def test_without_a_yes_nothing_hangs(lena, thea):
    work = ready(lena)

    before = hang(lena, work)
    ask(work, lena)
    waiting = hang(lena, work)

    for response in (before, waiting):
        assert response.status_code == 422
        assert "The survivor council has not said yes to this." in response.content.decode()
    assert access.hung() == ()


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"made_in": MadeIn.THERAPY}, "It cannot be hung"),
        ({"alt": ""}, "Put the picture into words first"),
    ],
)
def test_what_could_never_hang_is_not_asked_about(lena, thea, how, says):
    work = make_work(lena, **how)
    agree(work, lena)

    response = press(lena, "ask", work.id)

    assert response.status_code == 422
    assert says in response.content.decode()
    assert reverse("gallery:ask", args=[work.id]) not in page_of(lena, work)
    assert not Proposal.objects.exists()


def test_without_her_consent_the_council_is_not_asked(lena, thea):
    work = make_work(lena)
    agree(work, lena, Use.PRINT)

    assert press(lena, "ask", work.id).status_code == 422
    assert not Proposal.objects.exists()


def test_what_hangs_is_not_asked_about(lena, thea):
    assert press(lena, "ask", make_hung(lena).artwork_id).status_code == 422


def test_a_picture_changed_in_between_is_not_the_one_that_is_asked_about(lena, thea, monkeypatch):
    work = ready(lena)
    one_copy = actions.council.pictures.one_copy

    def slow(*args, **how):
        monkeypatch.setattr(actions.council.pictures, "one_copy", one_copy)
        change(lena, Artwork.objects.get(id=work.id), picture=a_picture((300, 200)))
        return one_copy(*args, **how)

    monkeypatch.setattr(actions.council.pictures, "one_copy", slow)

    response = press(lena, "ask", work.id)

    assert "changed the picture a moment ago" in response.content.decode()
    assert not Proposal.objects.exists()


def test_a_house_whose_council_has_no_key_yet_says_so(lena):
    work = ready(lena)
    for model in (CircleSeal, CircleKey):
        model.objects.filter(circle="council").delete()
    Circle.objects.filter(name="council").delete()

    response = press(lena, "ask", work.id)

    assert response.status_code == 422
    assert "The survivor council has no key yet" in response.content.decode()


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.EDITOR, Role.HELPLINE, Role.ADMINISTRATOR])
def test_whoever_keeps_no_gallery_asks_nothing(lena, role):
    work = ready(lena)

    assert press(make_colleague(role), "ask", work.id).status_code == 404
    assert press(lena, "ask", uuid4()).status_code == 404
    assert not Proposal.objects.exists()


# What the council sees


def test_the_council_sees_the_face_that_would_hang_and_nothing_else(lena, thea):
    proposal = make_asked(lena, statement="Somebody’s up.", year="2026")

    page = get(thea, "gallery:proposal", proposal.id).content.decode()

    for said in ("Porch light", "Cut paper", "2026", "Somebody’s up.", "R.T.", "Paper-cut hills"):
        assert said in page
    for secret in (*SECRETS, str(proposal.artwork_id), str(proposal.artwork.original_id)):
        assert secret not in page
    assert Line.objects.get(verb="opened a work that waits for the council").who == thea.id


def test_the_list_holds_works_and_the_rail_counts_them(lena, thea):
    make_asked(lena)

    page = get(thea, "council").content.decode()

    assert "Porch light" in page
    assert lena.colleague.name in page
    assert "A work for the gallery" in page
    assert re.search(r'Council\s*<span class="tag tag-count">1<', page)
    assert council.waiting(thea).count() == 1
    assert Line.objects.filter(verb="looked at the works that wait for the council").count() == 1


def test_a_list_of_nothing_leaves_no_line(thea):
    assert "Nothing waits for you." in get(thea, "council").content.decode()
    assert not Line.objects.filter(verb__contains="wait for the council").exists()


def test_the_picture_is_pixels_opened_with_her_key_and_kept_by_no_browser(lena, thea, tmp_path):
    proposal = make_asked(lena)
    seen = get(thea, "gallery:proposal", proposal.id).context["seen"]
    lines = Line.objects.count()

    response = get(thea, "gallery:proposal-picture", proposal.id, seen=seen)
    assert Line.objects.count() == lines
    by_itself = get(thea, "gallery:proposal-picture", proposal.id)

    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "no-store"
    assert response.content == by_itself.content
    (tmp_path / "shown").write_bytes(response.content)
    with Image.open(tmp_path / "shown") as read:
        assert max(read.size) == SMALL[0]
        assert not read.getexif()
    assert Line.objects.count() == lines + 1
    assert all(response.content[:40] not in each for each in everything_on_disk())


def test_nothing_else_of_a_work_opens_to_the_council(lena, thea):
    proposal = make_asked(lena)

    assert holders_of(proposal.lockbox_id) == (set(), {"council", "gallery"})
    assert holders_of(proposal.artwork.lockbox_id) == (set(), {"gallery"})
    with pytest.raises(NotYours):
        open_lockbox(proposal.artwork.lockbox_id, by=thea)
    assert b"Porch" not in bytes(proposal.sealed)


PAGES = ("proposal", "proposal-picture")
BUTTONS = ("say-yes", "say-no")


@pytest.mark.parametrize(
    "role", [Role.KEEPER, Role.SUPERVISOR, Role.EDITOR, Role.DIRECTION, Role.ADMINISTRATOR]
)
def test_whoever_is_not_of_the_council_finds_no_page(lena, role):
    proposal, by = make_asked(lena), make_colleague(role)

    for name in PAGES:
        assert get(by, f"gallery:{name}", proposal.id).status_code == 404
    for name in BUTTONS:
        assert press(by, name, proposal.id, reason="No.").status_code == 404
    assert standing(proposal.artwork).is_waiting


def test_the_administrator_opens_nothing(lena):
    proposal = make_asked(lena)

    assert open_many([proposal], by=make_colleague(Role.ADMINISTRATOR)) == []


def test_what_nobody_asked_is_not_found(thea):
    for name in PAGES:
        assert get(thea, f"gallery:{name}", uuid4()).status_code == 404
    for name in BUTTONS:
        assert press(thea, name, uuid4(), reason="No.").status_code == 404


def test_a_member_who_holds_no_key_yet_is_told_that_works_are_sealed(lena, thea):
    proposal = make_asked(lena)
    CircleSeal.objects.filter(circle="council", person=thea.id).delete()

    listed = get(thea, "council").content.decode()

    assert "sealed to a key that is not yours" in listed
    assert "Porch light" not in listed
    assert get(thea, "gallery:proposal", proposal.id).status_code == 404
    assert press(thea, "say-yes", proposal.id).status_code == 404
