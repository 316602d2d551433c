"""Works: sealed for the keepers of the gallery, pictures and all."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accompany.gallery import access
from accompany.gallery.models import Artwork, MadeIn
from accompany.gallery.testing import (
    a_picture,
    agree,
    let_hang,
    make_asked,
    make_hung,
    make_keepers,
    make_work,
)
from accompany.house.pictures import LARGEST_FILE
from accompany.ledger.models import Line
from accompany.sealed import files
from accompany.sealed.models import Lockbox, SealedFile
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in

TITLE = "What the river kept"


@pytest.fixture
def lena():
    keeper, _supervisor = make_keepers()
    return keeper


def typed(**said):
    return {
        "title": TITLE,
        "medium": "Gouache",
        "year": "2025",
        "statement": "It takes and it gives back.",
        "alt": "Wavy bands from teal to plum.",
        "credit": "initials",
        "credit_name": "J.M.",
        "made_in": "studio",
        "artist": "Juniper Mott",
        "reach": "Only on Tuesdays",
        "form_id": str(uuid4()),
    } | said


SHOWN = {name: typed()[name] for name in ("medium", "year", "statement", "alt", "credit_name")}


def add(client, by, picture=None, name="photo.jpg", **said):
    sign_in(client, by)
    file = SimpleUploadedFile(name, a_picture() if picture is None else picture)
    return client.post(reverse("gallery:add"), {**typed(**said), "picture": file})


def change(client, by, work, **said):
    sign_in(client, by)
    return client.post(
        reverse("gallery:change", args=[work.id]), typed(**{"version": work.version} | said)
    )


def words_of(work, by):
    return Artwork.objects.get(id=work.id).open(access.box_of(work, by)).words


def everything_on_disk():
    found = [each for each in files.Path(files.settings.FILES).rglob("*") if each.is_file()]
    return [each.read_bytes() for each in found]


def test_a_work_is_sealed_with_its_picture(lena):
    sent = a_picture()

    response = add(Client(), lena, sent)

    work = Artwork.objects.get()
    assert response.status_code == 302
    assert words_of(work, lena).title == TITLE
    assert words_of(work, lena).credit_line == "J.M."
    assert access.picture_of(work, lena) == sent
    assert TITLE.encode() not in bytes(work.sealed)
    assert len(everything_on_disk()) == 2
    assert all(sent[:40] not in each for each in everything_on_disk())


def test_its_line_in_the_ledger_says_no_word(lena):
    add(Client(), lena)

    line = Line.objects.get(verb="added a work")
    assert line.row == Artwork.objects.get().id
    assert "river" not in line.facts


def test_a_double_click_adds_one_work(lena):
    form = str(uuid4())

    add(Client(), lena, form_id=form)
    again = add(Client(), lena, form_id=form)

    assert again.status_code == 302
    assert Artwork.objects.count() == 1
    assert SealedFile.objects.count() == 2


@pytest.mark.parametrize("name", ["../../etc/passwd.jpg", "a\0b.jpg", "🙂.jpg", "x.svg", "a" * 900])
def test_what_a_file_is_called_does_not_matter(lena, name):
    response = add(Client(), lena, name=name)

    assert response.status_code == 302
    assert [len(each.name) for each in files.Path(files.settings.FILES).rglob("*/*")] == [32, 32]


@pytest.mark.parametrize(
    ("picture", "says"),
    [
        (b"", "This file is empty"),
        (b"<svg><script>alert(1)</script></svg>", "not a kind of picture"),
        (b"%PDF-1.7", "not a kind of picture"),
        (a_picture()[:-300], "cut off"),
        (a_picture() + b"PK\x03\x04", "another file"),
        (a_picture() + b"x" * LARGEST_FILE, "larger than 25 MB"),
    ],
    ids=["empty", "svg", "pdf", "cut off", "zip", "26 MB"],
)
def test_a_bad_file_is_refused_kindly_and_nothing_typed_is_lost(lena, picture, says):
    response = add(Client(), lena, picture)

    page = response.content.decode()
    assert response.status_code == 422
    assert says in page
    assert "choose the picture again" in page
    assert "It takes and it gives back." in page
    assert not Artwork.objects.exists()
    assert everything_on_disk() == []


def test_a_work_without_a_picture_is_asked_for_one(lena):
    client = sign_in(Client(), lena)

    response = client.post(reverse("gallery:add"), typed())

    assert response.status_code == 422
    assert "Choose the picture." in response.content.decode()


def test_a_name_is_asked_for_unless_she_is_not_named(lena):
    nameless = add(Client(), lena, credit_name="")
    not_named = add(Client(), lena, credit="none", credit_name="Juniper")

    assert nameless.status_code == 422
    assert "Write the name to show" in nameless.content.decode()
    assert not_named.status_code == 302
    words = words_of(Artwork.objects.get(), lena)
    assert (words.credit_name, words.credit_line) == ("", "Artist not named, by choice")


@pytest.mark.parametrize("odd", ["a\0b", "x" * 1_000_000, "\u202e<script>🙂</script>"])
def test_odd_words_are_refused_or_shown_as_text(lena, odd):
    response = add(Client(), lena, title=odd)

    assert response.status_code in (302, 422)
    if response.status_code == 302:
        page = sign_in(Client(), lena).get(response["Location"]).content.decode()
        assert "<script>🙂" not in page
        assert "&lt;script&gt;🙂" in page


def test_the_wall_shows_works_and_their_states_in_words(lena):
    make_hung(lena, "Hangs")
    make_work(lena, "Waits")
    make_work(lena, "Kept", made_in=MadeIn.THERAPY)
    agree(make_work(lena, "Agreed"), lena)
    let_hang(make_asked(lena, "Ready").artwork, lena)
    make_asked(lena, "Asked")

    page = sign_in(Client(), lena).get(reverse("gallery:wall")).content.decode()

    for said in ("Hangs", "Waits", "Kept", "Ready", "Hung", "Waits for her yes", "Ask the council"):
        assert said in page
    assert "Private: art therapy" in page
    assert "Ready to hang</span>" in page
    assert "With the council</span>" in page
    assert Line.objects.filter(verb="looked at the wall of the gallery").count() == 1


@pytest.mark.parametrize(
    ("tab", "title"),
    [
        ("hung", "Hangs"),
        ("council", "Asked"),
        ("ready", "Ready"),
        ("private", "Kept"),
        ("ending", "Ending"),
    ],
)
def test_each_tab_shows_its_own(lena, tab, title):
    make_hung(lena, "Hangs")
    make_work(lena, "Kept", made_in=MadeIn.THERAPY)
    agree(make_work(lena, "Agreed"), lena)
    let_hang(make_asked(lena, "Ready").artwork, lena)
    make_asked(lena, "Asked")
    ending = make_hung(lena, "Ending")
    ending.artwork.consents.update(ends_on=ending.artwork.consents.get().given_on)

    response = sign_in(Client(), lena).get(reverse("gallery:wall"), {"shown": tab})

    titles = {each.work.words.title for each in response.context["works"]}
    assert title in titles
    assert titles <= {title, "Ending"}


def test_an_empty_wall_says_what_will_stand_here(lena):
    for tab in access.SHOWN:
        page = sign_in(Client(), lena).get(reverse("gallery:wall"), {"shown": tab})
        assert 'class="empty"' in page.content.decode()


def test_the_pictures_of_a_wall_belong_to_its_one_line(lena):
    work, client = make_work(lena), sign_in(Client(), lena)
    seen = client.get(reverse("gallery:wall")).context["seen"]
    lines = Line.objects.count()

    with_mark = client.get(reverse("gallery:sealed-picture", args=[work.id]), {"seen": seen})

    assert with_mark["Content-Type"] == "image/webp"
    assert with_mark["Cache-Control"] == "no-store"
    assert with_mark.content[8:12] == b"WEBP"
    assert Line.objects.count() == lines


@pytest.mark.parametrize("mark", ["", "forged", "\0"])
def test_a_picture_opened_by_itself_leaves_a_line_of_its_own(lena, mark):
    work, client = make_work(lena), sign_in(Client(), lena)

    client.get(reverse("gallery:sealed-picture", args=[work.id]), {"seen": mark})

    assert Line.objects.get(verb="opened a work").row == work.id


def test_another_keepers_mark_is_no_mark(lena):
    other = make_colleague(Role.KEEPER)
    work = make_work(lena)
    seen = sign_in(Client(), other).get(reverse("gallery:wall")).context["seen"]

    sign_in(Client(), lena).get(reverse("gallery:sealed-picture", args=[work.id]), {"seen": seen})

    assert Line.objects.filter(verb="opened a work", who=lena.id).count() == 1


PAGES = ("work", "sealed-picture", "change", "consent", "proof", "delete")
BUTTONS = ("take-back", "hang", "take-down", "slip", "delete", "change", "consent")


def test_a_work_nobody_has_is_not_found(lena):
    client = sign_in(Client(), lena)

    for name in PAGES:
        assert client.get(reverse(f"gallery:{name}", args=[uuid4()])).status_code == 404
    for name in BUTTONS:
        assert client.post(reverse(f"gallery:{name}", args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("role", [Role.HELPLINE, Role.EDITOR, Role.COUNCIL, Role.ADMINISTRATOR])
def test_a_colleague_without_the_key_finds_no_page(lena, role):
    work, client = make_work(lena), sign_in(Client(), make_colleague(role))

    for name in PAGES:
        assert client.get(reverse(f"gallery:{name}", args=[work.id])).status_code == 404
    for name in BUTTONS:
        assert client.post(reverse(f"gallery:{name}", args=[work.id])).status_code == 404
    for name in ("wall", "add", "rooms"):
        assert client.get(reverse(f"gallery:{name}")).status_code == 404


def test_a_keeper_whose_circle_does_not_hold_it_sees_that_it_is_sealed(lena):
    work = make_work(lena)
    from accompany.sealed.lockboxes import withdraw

    withdraw(work.lockbox_id, circles=["gallery"])
    client = sign_in(Client(), lena)

    wall = client.get(reverse("gallery:wall")).content.decode()
    assert "sealed to a key that is not yours" in wall
    assert client.get(reverse("gallery:work", args=[work.id])).status_code == 404


def test_a_keeper_alone_is_told_why_nothing_can_be_sealed():
    response = add(Client(), _alone())

    assert response.status_code == 422
    assert "Two colleagues must hold the keys" in response.content.decode()


def _alone():
    make_colleague(Role.COUNCIL)
    return make_colleague(Role.KEEPER)


def test_a_work_is_put_right(lena):
    work = make_work(lena)

    response = change(Client(), lena, work, title="Another title")

    assert response.status_code == 302
    assert words_of(work, lena).title == "Another title"
    assert Line.objects.get(verb="changed a work").version == 2


def test_its_form_shows_what_is_sealed(lena):
    work = make_work(lena, statement="Somebody’s up.")

    page = sign_in(Client(), lena).get(reverse("gallery:change", args=[work.id])).content.decode()

    assert "Somebody’s up." in page
    assert "Rosalind Teague" in page


def test_two_who_change_a_work_are_both_told(lena):
    work = make_work(lena)

    change(Client(), lena, work, title="First")
    second = change(Client(), lena, work, title="Second", statement="My own words.")

    assert second.status_code == 422
    assert "A colleague changed this work" in second.content.decode()
    assert "My own words." in second.content.decode()
    assert words_of(work, lena).title == "First"
    seen = second.context["form"]["version"].value()
    assert change(Client(), lena, work, title="Both", version=seen).status_code == 302


def test_a_new_picture_takes_the_place_of_the_old(lena, committed):
    work, client = make_work(lena), sign_in(Client(), lena)
    bigger = a_picture((300, 200), "PNG")
    file = SimpleUploadedFile("new.png", bigger)

    with committed():
        client.post(
            reverse("gallery:change", args=[work.id]),
            {**typed(version=1), "picture": file},
        )

    work.refresh_from_db()
    assert access.picture_of(work, lena) == bigger
    assert SealedFile.objects.count() == 2
    assert len(everything_on_disk()) == 2


def test_what_hangs_says_what_the_council_said_yes_to_and_nothing_new(lena):
    face = make_hung(lena)

    response = change(Client(), lena, face.artwork, credit="none", credit_name="")

    assert response.status_code == 422
    assert "Take it down first" in response.content.decode()
    assert access.hung_work(face.slug).credit_line == "R.T."
    assert words_of(face.artwork, lena).title == "Porch light"


def test_what_nobody_sees_is_put_right_while_it_hangs(lena):
    face = make_hung(lena, TITLE, **SHOWN)

    response = change(Client(), lena, face.artwork, reach="Mondays now")

    assert response.status_code == 302
    assert words_of(face.artwork, lena).reach == "Mondays now"
    assert access.hung_work(face.slug)


def test_what_hangs_keeps_its_picture_in_words_and_stays_out_of_therapy(lena):
    face = make_hung(lena)

    wordless = change(Client(), lena, face.artwork, alt=" ")
    private = change(Client(), lena, face.artwork, made_in="therapy")

    assert "Put the picture into words" in wordless.content.decode()
    assert "Take it down first" in private.content.decode()
    assert (wordless.status_code, private.status_code) == (422, 422)


def test_the_database_hangs_no_work_made_in_therapy(lena):
    face = make_hung(lena)

    with pytest.raises(IntegrityError, match="therapy_never_hangs"), transaction.atomic():
        Artwork.objects.filter(id=face.artwork_id).update(made_in=MadeIn.THERAPY)


def test_a_deleted_work_opens_for_nobody_and_leaves_no_file(lena, committed):
    with committed():
        face = make_hung(lena)
    work, client = face.artwork, sign_in(Client(), lena)
    asks = client.get(reverse("gallery:delete", args=[work.id])).content.decode()

    with committed():
        response = client.post(reverse("gallery:delete", args=[work.id]))

    assert "It comes down at once" in asks
    assert response.status_code == 302
    assert not Artwork.objects.exists()
    assert not SealedFile.objects.exists()
    assert everything_on_disk() == []
    assert Lockbox.objects.get(id=work.lockbox_id).shredded_at
    assert Line.objects.filter(verb__in=["deleted a work", "took a work down"]).count() == 2
    face.refresh_from_db()
    assert (face.title, face.is_hung, face.artwork_id) == ("", False, None)


def test_the_ledger_stands_after_a_work_has_lived(lena, committed):
    from accompany.ledger.verify import verify

    face = make_hung(lena)
    change(Client(), lena, face.artwork)
    with committed():
        sign_in(Client(), lena).post(reverse("gallery:delete", args=[face.artwork_id]))

    assert verify().findings == []
