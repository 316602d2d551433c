"""Letters from the public side: they come with nobody signed in, sealed to one circle."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.http import HttpResponse

from accompany import clock
from accompany.contact import access, actions
from accompany.contact.models import Letter, Topic
from accompany.contact.testing import make_letter
from accompany.contact.views import take
from accompany.house.models import Organization
from accompany.ledger.models import Line
from accompany.ledger.verify import verify
from accompany.sealed import circles
from accompany.sealed.lockboxes import NotYours, holders_of
from accompany.sealed.models import Circle, CircleKey, CircleSeal, Lockbox
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in

WORDS = "could I come by on Thursday, quietly"


@pytest.fixture(autouse=True)
def alder_street():
    Organization.objects.update_or_create(
        id=1,
        defaults={
            "name": "Alder Street",
            "helpline_number": "+12065550142",
            "text_number": "+12065550142",
        },
    )
    Organization.forget()


@pytest.fixture
def readers():
    """Two colleagues at least in every circle that reads letters."""
    make_colleague(Role.SUPERVISOR)
    return {role: make_colleague(role) for role in (Role.HELPLINE, Role.EDITOR, Role.KEEPER)}


def write(client, message=WORDS, **more):
    return client.post("/contact/", {"message": message, "once": "a" * 24, **more})


def shown(answer):
    return answer.content.decode()


def test_a_letter_needs_nothing_but_its_message(client, readers):
    answer = write(client)

    assert (answer.status_code, answer["Location"]) == (303, "/contact/thanks/")
    assert "a person will answer" in shown(client.get("/contact/thanks/"))
    letter = access.opened(Letter.objects.get(), readers[Role.HELPLINE])
    assert letter.words.text == WORDS
    assert (letter.words.name, letter.words.reach, letter.words.safe) == ("", "", "")


def test_a_letter_that_names_no_topic_goes_to_the_helpline(client, readers):
    for topic in ("", "no-such-topic", "men"):
        write(client, f"{WORDS} {topic}", topic=topic)

    assert set(Letter.objects.values_list("topic", "circle")) == {("support", circles.HELPLINE)}


@pytest.mark.parametrize(
    ("topic", "circle", "reads"),
    [
        ("support", circles.HELPLINE, Role.HELPLINE),
        ("training", circles.COMMUNITY, Role.EDITOR),
        ("press", circles.COMMUNITY, Role.EDITOR),
        ("art", circles.GALLERY, Role.KEEPER),
        ("other", circles.COMMUNITY, Role.EDITOR),
    ],
)
def test_a_letter_is_sealed_to_the_circle_of_its_topic(client, readers, topic, circle, reads):
    write(client, topic=topic)

    letter = Letter.objects.get()
    assert holders_of(letter.lockbox_id) == (set(), {circle})
    assert access.opened(letter, readers[reads]).words.text == WORDS
    for role, other in readers.items():
        if role != reads:
            with pytest.raises(NotYours):
                access.opened(letter, other)


def test_what_she_wrote_lies_nowhere_in_the_clear(client, readers):
    write(client, name="Juniper", reach="juniper@example.org", safe="careful", topic="art")

    row = Letter.objects.values().get()
    for said in (WORDS, "Juniper", "juniper@example.org", "careful"):
        assert said not in str({k: bytes(v) if k == "sealed" else v for k, v in row.items()})
    assert WORDS not in str(list(Line.objects.values()))


def test_there_is_no_topic_for_the_mens_program_and_the_page_says_so(client):
    page = shown(client.get("/contact/"))

    assert set(re.findall(r'name="topic" value="(\w+)"', page)) == {
        "support", "training", "press", "art", "other"
    }  # fmt: skip
    assert "telephone and e-mail only" in page


def test_a_double_click_and_a_form_sent_again_make_one_letter(client, readers):
    answers = [write(client) for _ in range(3)]

    assert {(each.status_code, each["Location"]) for each in answers} == {(303, "/contact/thanks/")}
    assert Letter.objects.count() == 1
    assert Line.objects.filter(verb="took in a letter").count() == 1


def test_two_people_with_the_same_page_from_memory_write_two_letters(client, readers):
    write(client, "please call me", reach="206-555-0161")
    write(client, "please call me", reach="206-555-0162")

    assert Letter.objects.count() == 2


def test_the_same_words_on_another_day_are_another_letter(client, readers):
    write(client)
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        write(client)

    assert Letter.objects.count() == 2


def test_a_form_without_its_own_value_is_a_letter_too(client, readers):
    for _ in range(2):
        assert write(client, once="").status_code == 303

    assert Letter.objects.count() == 2


def test_whoever_fills_the_field_that_nobody_sees_is_answered_like_everybody(client, readers):
    honest, trapped = write(client), write(client, subject="cheap loans")

    assert (trapped.status_code, trapped["Location"]) == (honest.status_code, honest["Location"])
    assert trapped.content == honest.content
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    "words",
    ["\u202e<script>alert(1)</script></textarea>", "🌧 🌈", "a\0b", "x" * 20_000, "ő ñ ية"],
)
def test_whatever_is_typed_is_taken_and_answered_alike(client, readers, words):
    answer = write(client, words, name=words[:150], reach=words[:150])

    assert (answer.status_code, answer["Location"]) == (303, "/contact/thanks/")
    opened = access.opened(Letter.objects.get(), readers[Role.HELPLINE])
    assert opened.words.text == words.replace("\0", "")


def test_no_message_is_asked_for_kindly_and_the_rest_is_kept(client, readers):
    answer = write(client, " ", name="Juniper", reach="206-555-0161", topic="press", safe="careful")

    page = shown(answer)
    assert answer.status_code == 422
    assert "A few words are enough" in page
    assert 'value="Juniper"' in page
    assert 'value="206-555-0161"' in page
    assert re.search(r'value="press"[^>]*checked', page)
    assert re.search(r'value="careful"[^>]*checked', page)
    assert not Letter.objects.exists()


def test_a_megabyte_is_refused_kindly_and_kept(client, readers):
    answer = write(client, "my words " + "x" * 1_000_000)

    assert answer.status_code == 422
    assert "in pieces" in shown(answer)
    assert "my words xxx" in shown(answer)
    assert not Letter.objects.exists()


def test_five_megabytes_are_refused_kindly(client, readers):
    answer = write(client, "x" * 5_000_000)

    assert answer.status_code == 413
    assert "more than can be sent at once" in shown(answer)
    assert "needs an answer" not in shown(answer)


def test_when_nothing_can_be_stored_the_words_are_still_there(client, readers, monkeypatch):
    def broken(**_):
        raise DatabaseError("disk full")

    monkeypatch.setattr(actions, "take_in", broken)

    answer = write(client)

    assert answer.status_code == 503
    assert WORDS in shown(answer)
    assert "Please call" in shown(answer)


def test_an_old_house_without_the_circle_asks_supervisors_in_its_place(client):
    priya, odile = make_colleague(Role.SUPERVISOR), make_colleague(Role.SUPERVISOR)
    for rows in (CircleSeal, CircleKey):
        rows.objects.filter(circle=circles.GALLERY).delete()
    Circle.objects.filter(name=circles.GALLERY).delete()

    answer = write(client, topic="art")

    assert answer.status_code == 303
    letter = Letter.objects.get()
    assert (letter.topic, letter.circle) == ("art", circles.SUPERVISORS)
    assert access.opened(letter, priya).words.text == access.opened(letter, odile).words.text


def test_a_circle_that_only_one_could_open_is_not_trusted_with_it(client):
    make_colleague(Role.KEEPER)
    tamsin, _ruth = make_colleague(Role.HELPLINE), make_colleague(Role.HELPLINE)

    write(client, topic="art")

    assert Letter.objects.get().circle == circles.HELPLINE
    assert access.opened(Letter.objects.get(), tamsin).words.text == WORDS


def test_a_house_with_nobody_in_it_says_whom_to_call_and_keeps_the_words(client):
    answer = write(client)

    assert answer.status_code == 503
    assert WORDS in shown(answer)
    assert "206-555-0142" in shown(answer)


def test_no_page_sets_a_cookie_or_may_be_kept_and_each_reads_privately(client, readers):
    answers = [
        client.get("/contact/"),
        write(client),
        write(client, ""),
        client.get("/contact/thanks/"),
    ]

    for answer in answers:
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store"
        if answer.status_code != 303:
            assert " data-flat" in shown(answer)
            assert re.search(r"<title>\s*Alder Street\s*</title>", shown(answer))
            assert "Leave this site" in shown(answer)


def test_whoever_needs_us_sees_telephone_text_and_chat_before_the_form(client):
    page = shown(client.get("/contact/"))

    before, _form = page.split("<form", 1)
    for way in ('href="tel:+12065550142"', 'href="sms:+12065550142"', 'href="/chat/"'):
        assert way in before


def test_the_safe_line_comes_before_the_way_to_answer(client):
    page = shown(client.get("/contact/"))

    assert page.index("Somebody else may read") < page.index('name="safe"')
    assert page.index('name="safe"') < page.index('name="reach"')


def test_nothing_is_taken_from_another_site(client, readers):
    answer = write_from(client, "cross-site")

    assert answer.status_code == 403
    assert not Letter.objects.exists()


def write_from(client, site):
    return client.post("/contact/", {"message": WORDS}, headers={"Sec-Fetch-Site": site})


def test_a_letter_goes_ninety_days_after_it_came_and_its_key_with_it(readers):
    letter = make_letter()
    box = letter.lockbox_id
    with clock.stopped_at(clock.now() + timedelta(days=89)):
        assert actions.erase_due() == 0
    actions.mark_answered(letter=letter, by=readers[Role.EDITOR])

    with clock.stopped_at(clock.now() + timedelta(days=90, minutes=1)):
        assert actions.erase_due() == 1

    assert not Letter.objects.exists()
    assert Lockbox.objects.get(id=box).ordered_at is not None
    assert Line.objects.filter(verb="erased a letter on its day", subject=letter.id).exists()
    assert verify().is_whole


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_came_back_in_an_older_copy_is_erased_again(client):
    make_colleague(Role.SUPERVISOR)
    editor = make_colleague(Role.EDITOR)
    letter = make_letter()
    row = Letter.objects.get()
    actions.erase(letter=letter, by=editor)
    row._state.adding = True
    row.save(force_insert=True)

    assert actions.replay() == 1
    assert not Letter.objects.exists()


def test_a_page_of_the_site_may_ask_about_one_thing_alone(readers, rf):
    def page(form, status):
        return HttpResponse(str(form.is_of_many), status=status)

    asked = {"page": page, "topics": [Topic.ART], "about": "Two chairs"}
    assert take(rf.get("/art/two-chairs/"), **asked).content == b"False"
    answer = take(rf.post("/art/two-chairs/", {"message": "Is it for sale?"}), **asked)

    assert answer.status_code == 303
    letter = access.opened(Letter.objects.get(), readers[Role.KEEPER])
    assert (letter.topic, letter.words.about) == ("art", "Two chairs")
    assert "two-chairs" not in str(Letter.objects.values().get())


def test_a_colleague_who_is_signed_in_writes_as_anybody_does(client, readers):
    sign_in(client, readers[Role.EDITOR])

    write(client)

    assert Line.objects.filter(verb="took in a letter").get().who != readers[Role.EDITOR].id
