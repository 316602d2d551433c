"""The desk's side of letters."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from accompany import clock
from accompany.contact import access
from accompany.contact.models import Letter, Topic
from accompany.contact.testing import make_letter
from accompany.ledger.models import Line
from accompany.ledger.verify import verify
from accompany.sealed import circles
from accompany.sealed.lockboxes import holders_of
from accompany.sealed.models import Grant, Lockbox
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in

WORDS = "could somebody speak at our school in the spring"
DOES = ("answered", "put-back", "move", "erase")


@pytest.fixture
def noor():
    make_colleague(Role.SUPERVISOR, "Priya N.")
    make_colleague(Role.SUPERVISOR, "Odile F.")
    return make_colleague(Role.EDITOR, "Noor E.")


def see(client, by, letter=None, **how):
    address = reverse("contact:letter", args=[letter.id]) if letter else reverse("contact:letters")
    return sign_in(client, by).get(address, **how)


def do(client, by, what, letter, **typed):
    return sign_in(client, by).post(reverse(f"contact:{what}", args=[letter.id]), typed)


def shown(answer):
    return answer.content.decode()


def test_the_list_names_letters_and_opens_none(client, noor):
    make_letter(WORDS)

    page = shown(see(client, noor))

    assert "One letter is unread" in page
    assert "Training, " in page
    assert "Unread" in page
    assert WORDS not in page
    assert not Line.objects.filter(verb="read a letter").exists()


def test_an_empty_list_says_so_and_how_long_letters_are_kept(client, noor):
    page = shown(see(client, noor))

    assert "No letters." in page
    assert "90 days after it came" in page


def test_a_letter_that_is_opened_is_read_and_the_ledger_says_so(client, noor):
    letter = make_letter(WORDS, name="Juniper", reach="206-555-0161", safe="careful")

    page = shown(see(client, noor, letter))

    for said in (WORDS, "Juniper", "206-555-0161", "only in the way they describe"):
        assert said in page
    assert page.index("only in the way they describe") < page.index("206-555-0161")
    letter.refresh_from_db()
    assert letter.is_read
    assert Line.objects.get(verb="read a letter").who == noor.id
    assert "Nothing is unread" in shown(see(client, noor))


def test_what_nobody_said_about_safety_is_not_taken_for_a_yes(client, noor):
    assert "did not say whether it is safe" in shown(see(client, noor, make_letter(WORDS)))


def test_a_letter_is_text_and_nothing_else(client, noor):
    letter = make_letter("<script>alert(1)</script> 🌧", name="<b>x</b>", reach="<i>y</i>")

    page = shown(see(client, noor, letter))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b>x</b>" not in page
    assert "<i>y</i>" not in page


def test_a_letter_to_another_circle_is_not_there(client, noor):
    letter = make_letter(WORDS, topic=Topic.SUPPORT)

    assert "No letters." in shown(see(client, noor))
    assert see(client, noor, letter).status_code == 404
    for what in DOES:
        assert do(client, noor, what, letter, to="press").status_code == 404
    assert Letter.objects.get().topic == "support"


def test_a_letter_that_is_nobodys_is_not_there(client, noor):
    letter = Letter(id=uuid4())

    assert see(client, noor, letter).status_code == 404
    assert {do(client, noor, what, letter).status_code for what in DOES} == {404}


@pytest.mark.parametrize("role", [Role.ADVOCATE, Role.GRANTS, Role.ADMINISTRATOR, Role.COUNCIL])
def test_a_colleague_without_the_key_finds_no_such_page(client, noor, role):
    letter, somebody = make_letter(WORDS), make_colleague(role)

    assert see(client, somebody).status_code == 404
    assert see(client, somebody, letter).status_code == 404
    assert {do(client, somebody, what, letter).status_code for what in DOES} == {404}


def test_an_answered_letter_says_by_whom_and_can_be_put_back(client, noor):
    letter = make_letter(WORDS)

    do(client, noor, "answered", letter)
    assert "Answered by Noor E." in shown(see(client, noor))
    again = do(client, noor, "answered", letter)
    assert again["Location"] == reverse("contact:letter", args=[letter.id])
    do(client, noor, "put-back", letter)

    letter.refresh_from_db()
    assert (letter.read_at, letter.answered_at, letter.answered_by_id) == (None, None, None)
    assert "Unread" in shown(see(client, noor))
    verbs = list(Line.objects.filter(subject=letter.id).values_list("verb", flat=True))
    assert verbs.count("marked a letter as answered") == 1
    assert "put a letter back as unread" in verbs


def test_a_moved_letter_is_sealed_to_the_other_circle_and_its_old_key_is_gone(client, noor):
    lena, letter = make_colleague(Role.KEEPER, "Lena G."), make_letter(WORDS, name="Juniper")
    old = letter.lockbox_id

    answer = do(client, noor, "move", letter, to="art")

    assert answer.status_code == 302
    moved = Letter.objects.get()
    assert (moved.topic, moved.circle, moved.is_read) == ("art", circles.GALLERY, False)
    assert holders_of(moved.lockbox_id) == (set(), {circles.GALLERY})
    assert access.opened(moved, lena).words.name == "Juniper"
    assert see(client, noor, letter).status_code == 404
    assert Lockbox.objects.get(id=old).ordered_at is not None
    assert verify().is_whole


@pytest.mark.parametrize("to", ["", "training", "men", "a\0b", "x" * 5000])
def test_a_letter_moves_only_to_a_topic_of_ours(client, noor, to):
    letter = make_letter(WORDS)

    answer = do(client, noor, "move", letter, to=to)

    assert answer.status_code == 422
    assert WORDS in shown(answer)
    assert Letter.objects.get().topic == "training"


def test_a_letter_can_be_erased_before_its_day(client, noor):
    letter = make_letter(WORDS)

    do(client, noor, "erase", letter)

    assert not Letter.objects.exists()
    assert Lockbox.objects.get(id=letter.lockbox_id).ordered_at is not None
    assert Line.objects.get(verb="erased a letter").who == noor.id
    assert verify().is_whole


def test_whoever_lost_her_key_sees_a_sealed_page(client, noor):
    letter = make_letter(WORDS)
    Grant.objects.filter(lockbox=letter.lockbox_id).update(sealed=b"\x10" + b"x" * 80)

    answer = see(client, noor, letter)

    assert answer.status_code == 403
    assert "sealed" in shown(answer)
    assert WORDS not in shown(answer)


def test_the_list_is_paged_by_key_newest_first(client, noor):
    start = clock.now() - timedelta(days=3)
    for n in range(27):
        with clock.stopped_at(start + timedelta(minutes=n)):
            make_letter(f"{WORDS} {n}")

    first = access.page(noor)
    older = sign_in(client, noor).get(reverse("contact:letters"), {"before": str(first.older)})
    mangled = sign_in(client, noor).get(reverse("contact:letters"), {"before": "nan~x"})

    assert len(first.letters) == 25
    assert first.letters == sorted(first.letters, key=lambda each: each.came_at, reverse=True)
    assert shown(older).count("<li><span") == 2
    assert 'rel="prev"' in shown(older)
    assert shown(mangled).count("<li><span") == 25


def test_an_open_list_fetches_itself_anew(client, noor):
    make_letter(WORDS)

    page = shown(see(client, noor))
    part = shown(see(client, noor, headers={"X-Live": "1"}))

    assert 'data-live="letters"' in page
    assert "<html" not in part
    assert "One letter is unread" in part


def test_the_rail_and_today_count_what_is_unread(client, noor):
    make_letter(WORDS)
    make_letter(WORDS, topic=Topic.SUPPORT)

    tamsin = make_colleague(Role.HELPLINE)

    hers, tamsins = (shown(sign_in(client, by).get("/desk/")) for by in (noor, tamsin))

    assert access.unread_count(noor) == access.unread_count(tamsin) == 1
    assert "One thing waits there" in hers
    assert "One letter is unread" in tamsins
    assert all(reverse("contact:letters") in page for page in (hers, tamsins))
