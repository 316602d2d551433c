"""Asking about a work that hangs: it reaches the keeper, and never says who made it."""

import pytest

from accompany.contact import access
from accompany.contact.models import Letter
from accompany.gallery.testing import make_hung, make_keepers
from accompany.sealed import circles
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in
from accompany.website.testing import make_home

ARTIST = "Rosalind"
WORK = "/art/porch-light/"


@pytest.fixture
def lena(settings, tmp_path):
    settings.FILES, settings.HOUSE_DATA = tmp_path / "files", tmp_path / "house"
    make_home()
    keeper, _supervisor = make_keepers()
    make_hung(keeper, artist=f"{ARTIST} Teague", reach="Through Bea, Tuesdays")
    return keeper


def says_nothing_of_the_artist(page):
    return not any(word in page for word in (ARTIST, "Teague", "Tuesdays"))


@pytest.mark.parametrize("language", ["", "/es"])
def test_a_letter_about_a_work_reaches_the_gallery_and_names_no_artist(client, lena, language):
    shown = client.get(language + WORK)
    typed = {"message": "Is it for sale?", "name": "Wren", "reach": "wren@example.org"}

    answer = client.post(language + WORK, {**typed, "once": "a" * 24})
    thanks = client.get(answer["Location"])

    assert (shown.status_code, answer.status_code, thanks.status_code) == (200, 303, 200)
    for each in (shown, answer, thanks):
        assert says_nothing_of_the_artist(each.content.decode() + str(each.headers))
        assert not each.cookies
    row = Letter.objects.get()
    assert (row.topic, row.circle) == ("art", circles.GALLERY)
    assert "porch-light" not in str(Letter.objects.values().get())
    letter = access.opened(row, lena)
    assert (letter.words.about, letter.words.text) == ("Porch light", "Is it for sale?")
    assert says_nothing_of_the_artist(str(letter.words))


def test_its_keeper_reads_it_and_whoever_has_no_key_of_the_gallery_does_not(client, lena):
    client.post(WORK, {"message": "Is it for sale?", "once": "a" * 24})
    address = f"/desk/letters/{Letter.objects.get().id}/"

    read = sign_in(client, lena).get(address)
    others = sign_in(client, make_colleague(Role.EDITOR)).get(address)

    assert (read.status_code, others.status_code) == (200, 404)
    assert "Is it for sale?" in read.content.decode()
    assert '<span class="name">Porch light</span>' in read.content.decode()


def test_without_a_message_everything_else_that_was_typed_is_kept(client, lena):
    typed = {"message": " ", "name": "Wren & <b>Ada</b> 🙂", "reach": "wren@example.org"}

    answer = client.post(WORK, {**typed, "safe": "careful"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write your message first" in page
    assert "Wren &amp; &lt;b&gt;Ada&lt;/b&gt; 🙂" in page
    assert "wren@example.org" in page
    assert "checked" in page
    assert says_nothing_of_the_artist(page)
    assert not Letter.objects.exists()


def test_an_answer_opens_at_what_needs_another_look(client, lena):
    """Without any script: the address that the form posts to names the place."""
    shown = client.get(WORK).content.decode()
    again = client.post(WORK, {"message": " "}).content.decode()

    assert '<form class="form" id="letter" method="post" action="#letter"' in shown
    assert '<div class="errors" id="letter" role="alert" tabindex="-1"' in again
    assert again.count('id="letter"') == 1
    assert again.index("Ask about this work") < again.index('id="letter"')


def test_a_message_that_is_too_long_comes_back_whole(client, lena):
    message = "It shook me. " * 2000

    answer = client.post(WORK, {"message": message, "name": "Wren"})

    assert answer.status_code == 422
    assert message.strip() in answer.content.decode()
    assert "Wren" in answer.content.decode()
    assert not Letter.objects.exists()


def test_a_topic_that_is_sent_by_hand_moves_it_to_nobody_else(client, lena):
    client.post(WORK, {"message": "Is it for sale?", "topic": "support", "about": "rain"})

    row = Letter.objects.get()
    assert (row.topic, row.circle) == ("art", circles.GALLERY)
    assert access.opened(row, lena).words.about == "Porch light"


@pytest.mark.parametrize("slug", ["none", "porch-light-2"])
def test_nothing_is_taken_in_about_a_work_that_does_not_hang(client, lena, slug):
    assert client.post(f"/art/{slug}/", {"message": "Is it for sale?"}).status_code == 404
    assert not Letter.objects.exists()
