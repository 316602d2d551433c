"""The desk: who waits, answering, and what one colleague tells another."""

import secrets
from datetime import timedelta

import pytest
from django.urls import reverse

from accompany import clock
from accompany.helpline import access
from accompany.helpline.actions import desk, duty
from accompany.helpline.models import (
    ContactNote,
    Conversation,
    Duty,
    Message,
    OutgoingText,
    SavedPhrase,
    Sheet,
)
from accompany.helpline.testing import HER_NUMBER, arrive, begin_chat, make_line
from accompany.house.refusals import Refusal
from accompany.ledger.models import Line
from accompany.participants.actions import exclude
from accompany.participants.testing import make_participant
from accompany.sealed.circles import HELPLINE
from accompany.sealed.lockboxes import NotYours, open_lockbox
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in

BOARD = "/desk/helpline/"


@pytest.fixture
def line():
    return make_line()


def see(client, by, conversation=None):
    path = BOARD if conversation is None else address(conversation)
    return sign_in(client, by).get(path).content.decode()


def address(conversation, what="conversation"):
    return reverse(f"helpline:{what}", args=[conversation.id])


def reply(client, by, conversation, words, seen=1, **more):
    sign_in(client, by)
    typed = {"reply": words, "seen": seen, "once": secrets.token_urlsafe(24), **more}
    return client.post(address(conversation, "reply"), typed)


def test_both_who_wait_are_shown_with_their_last_words(client, line):
    arrive("is this the place that gives rides")
    begin_chat("hello from the page")

    shown = see(client, line[0])

    assert "is this the place that gives rides" in shown
    assert "hello from the page" in shown
    assert HER_NUMBER not in shown
    assert "555-0160" not in shown


def test_a_flood_of_chats_hides_no_text_and_no_call_for_help(client, line, monkeypatch):
    monkeypatch.setattr(access, "SHOWN_WAITING", 2)
    for n in range(4):
        begin_chat(f"flood {n}")
    arrive("a text after the flood", number="+12065550171")
    arrive("HELP", number="+12065550172")

    shown = see(client, line[0])

    assert "a text after the flood" in shown
    assert shown.index("HELP") < shown.index("a text after the flood")
    assert shown.count(">flood ") == 2
    assert "2 more are waiting" in shown


def test_whoever_waits_for_an_answer_comes_before_whoever_has_one(client, line):
    with clock.stopped_at(clock.now() - timedelta(minutes=9)):
        answered = arrive("answered long ago", number="+12065550171")
        desk.take(conversation=answered, by=line[0])
        owed = arrive("still owed an answer", number="+12065550172")
        desk.take(conversation=owed, by=line[0])
    reply(client, line[0], answered, "We are here.")

    shown = see(client, line[0])

    assert shown.index("still owed an answer") < shown.index("answered long ago")


def test_an_empty_text_is_not_taken_for_silence(client, line):
    arrive("")

    shown = see(client, line[0])

    assert "(an empty text)" in shown
    assert "Has not written yet" not in shown


def test_looking_at_the_queue_leaves_a_line(client, line):
    arrive()

    see(client, line[0])

    assert Line.objects.filter(verb="looked at who is waiting", who=line[0].id).count() == 1


def test_reading_a_conversation_leaves_a_line_about_it(client, line):
    found = arrive()

    see(client, line[0], found)

    assert Line.objects.filter(verb="read a conversation", subject=found.id).count() == 1


@pytest.mark.parametrize("role", [Role.ADVOCATE, Role.OUTREACH, Role.GRANTS, Role.ADMINISTRATOR])
def test_who_does_not_answer_the_helpline_finds_nothing(client, line, role):
    found = arrive()
    other = make_colleague(role)
    sign_in(client, other)

    for what in ("conversation", "talk", "open-record", "link"):
        assert client.get(address(found, what)).status_code == 404
    for what in ("reply", "note", "sheet", "take", "close", "hand-over", "step-back"):
        assert client.post(address(found, what)).status_code == 404
    assert client.get(BOARD).status_code == 404
    with pytest.raises(NotYours):
        open_lockbox(found.lockbox_id, by=other)


def test_a_strangers_conversation_looks_like_none(client, line):
    sign_in(client, line[0])

    assert (
        client.get(f"{BOARD}{secrets.token_hex(4)}0000-0000-0000-000000000000/").status_code == 404
    )
    answer = client.get("/desk/helpline/00000000-0000-4000-8000-000000000000/")
    assert answer.status_code == 404


def test_nobody_signed_in_is_led_to_sign_in(client, line):
    assert client.get(BOARD).status_code == 302
    assert client.post(address(arrive(), "reply")).status_code == 302


def test_safe_contact_stands_before_the_reply_box(client, line):
    _, chat = begin_chat()

    for found in (arrive(), chat):
        shown = see(client, line[0], found)
        assert 0 < shown.find('class="safe"') < shown.find('name="reply"')
    assert "Reply only while they’re here" in see(client, line[0], chat)


def test_what_they_told_us_stands_before_the_reply_box(client, line):
    _, chat = begin_chat()
    sign_in(client, line[0])
    told = {"safe": "Only until he wakes", "not_alone": "on", "version": 0}

    client.post(address(chat, "sheet"), told)

    shown = see(client, line[0], chat)
    assert 0 < shown.find("Only until he wakes") < shown.find('name="reply"')
    assert "Someone else is in the room" in shown


def test_a_chat_is_answered(client, line):
    _, chat = begin_chat()

    response = reply(client, line[0], chat, "I’m here. Is it safe to type?")

    assert response.status_code == 302
    chat.refresh_from_db()
    assert chat.assigned_to_id == line[0].id
    assert chat.waiting_since is None
    assert not OutgoingText.objects.exists()


def test_a_text_is_answered_through_the_outbox(client, line):
    found = arrive()

    reply(client, line[0], found, "yes, this is the place")

    assert OutgoingText.objects.get().state == "queued"
    assert "waiting to go" in see(client, line[0], found)


def test_an_empty_reply_sends_nothing(client, line):
    found = arrive()

    response = reply(client, line[0], found, "   ")

    assert response.status_code == 422
    assert "Nothing was sent" in response.content.decode()
    assert Message.objects.count() == 1


def test_taking_tells_the_others(client, line):
    tamsin, ruth = line
    found = arrive()
    sign_in(client, tamsin)

    client.post(address(found, "take"))

    shown = see(client, ruth, found)
    assert "Tamsin O. is with them" in shown
    assert 'name="reply"' not in shown


def test_what_is_with_a_colleague_cannot_be_taken_or_answered(client, line):
    tamsin, ruth = line
    found = arrive()
    desk.take(conversation=found, by=tamsin)

    with pytest.raises(desk.WithSomeoneElse):
        desk.take(conversation=found, by=ruth)
    response = reply(client, ruth, found, "my careful words")

    assert response.status_code == 422
    assert "Tamsin O. is with them" in response.content.decode()
    assert "my careful words</textarea>" in response.content.decode()
    assert Message.objects.count() == 1


def test_two_who_answer_at_once_are_both_told_and_nothing_is_lost(client, line):
    tamsin, ruth = line
    found = arrive()
    reply(client, tamsin, found, "yes")
    desk.step_back(conversation=found, by=tamsin)

    response = reply(client, ruth, found, "my careful words", seen=1)

    shown = response.content.decode()
    assert response.status_code == 422
    assert "Tamsin O. answered while you were writing" in shown
    assert "my careful words" in shown
    assert Message.objects.count() == 2
    assert "Ruth K. was writing a reply too" in see(client, tamsin, found)
    reply(client, ruth, found, "my careful words", seen=2, follow="on")
    assert Message.objects.count() == 3


def test_a_silence_is_not_followed(client, line):
    _, chat = begin_chat()
    reply(client, line[0], chat, "are you still there")
    with clock.stopped_at(clock.now() + timedelta(minutes=4)):
        shown = see(client, line[0], chat)
        assert "Don’t send a second message" in shown
        assert "Never follow a silence" in shown

        response = reply(client, line[0], chat, "hello?", seen=2)
        assert response.status_code == 422
        assert "hello?" in response.content.decode()
        assert Message.objects.count() == 2

        reply(client, line[0], chat, "you asked me to", seen=2, follow="on")
        assert Message.objects.count() == 3


def test_two_short_messages_in_a_row_are_no_silence(client, line):
    _, chat = begin_chat()
    reply(client, line[0], chat, "one moment")

    assert reply(client, line[0], chat, "here it is", seen=2).status_code == 302


def test_a_chat_that_ended_cannot_be_answered(client, line):
    token, chat = begin_chat()
    client.post(f"/chat/{token}/stop/")

    response = reply(client, line[0], chat, "wait")

    assert response.status_code == 422
    assert "Nothing more can reach them here" in response.content.decode()
    assert "wait</textarea>" in response.content.decode()
    assert Message.objects.count() == 1


def test_never_text_back_is_held_to(client, line):
    found = arrive()
    sign_in(client, line[0])
    client.post(address(found, "sheet"), {"no_text": "on", "version": 0})

    response = reply(client, line[0], found, "hello")

    assert response.status_code == 422
    assert not OutgoingText.objects.exists()


def test_stop_is_shown_as_care(client, line):
    found = arrive("STOP")

    shown = see(client, line[0], found)

    assert "can no longer be texted until they send START" in shown
    assert "want something to stop" in shown
    assert 'name="reply"' not in shown
    with pytest.raises(desk.Stopped):
        desk.reply(conversation=found, words="sorry", seen=1, once="o" * 22, by=line[0])


def test_a_picture_is_said_and_not_shown(client, line):
    found = arrive("", pictures=1)

    assert "Sent a picture, which we do not open." in see(client, line[0], found)


def test_a_number_that_cannot_be_texted_says_so(line):
    found = arrive("hello", number="72727")

    with pytest.raises(desk.CannotBeTexted):
        desk.reply(conversation=found, words="hi", seen=1, once="o" * 22, by=line[0])


def test_a_saved_phrase_goes_into_the_box_and_nothing_is_sent(client, line):
    found = arrive()
    phrase = SavedPhrase.objects.create(
        title="Rides",
        words="A ride can be with you tonight.",
        written_by=line[0].colleague,
        written_at=clock.now(),
    )

    response = reply(client, line[0], found, "Yes, we do.", phrase=str(phrase.id))

    shown = response.content.decode()
    assert "Yes, we do.\nA ride can be with you tonight." in shown.replace("\r", "")
    assert Message.objects.count() == 1


def test_markup_in_every_field_is_shown_as_text(client, line):
    found = arrive("<b>hers</b>")
    sign_in(client, line[0])
    bad = "<img src=x onerror=alert(1)>"
    client.post(
        address(found, "sheet"), {"called": bad, "asked_for": bad, "said": bad, "version": 0}
    )
    client.post(address(found, "note"), {"note": bad})
    reply(client, line[0], found, bad)

    shown = see(client, line[0], found)

    assert "<img" not in shown
    assert "<b>hers" not in shown
    assert "&lt;b&gt;hers&lt;/b&gt;" in shown


def test_handing_over_carries_a_note_and_the_conversation(client, line):
    tamsin, ruth = line
    found = arrive()
    desk.take(conversation=found, by=tamsin)
    sign_in(client, tamsin)

    response = client.post(
        address(found, "hand-over"), {"to": ruth.id, "note": "waiting for a ride"}
    )

    assert response.status_code == 302
    found.refresh_from_db()
    assert found.assigned_to_id == ruth.id
    shown = see(client, ruth, found)
    assert "waiting for a ride" in shown
    assert "handed to Ruth K." in shown


def test_a_conversation_is_handed_only_to_who_answers_the_helpline(client, line):
    delphine = make_colleague(Role.ADVOCATE)
    found = arrive()
    sign_in(client, line[0])

    response = client.post(address(found, "hand-over"), {"to": delphine.id})

    assert response.status_code == 422


def test_giving_back_keeps_the_old_place_in_the_queue(line):
    tamsin, _ = line
    first, second = arrive(), arrive(number="+12065550161")
    desk.take(conversation=first, by=tamsin)

    desk.step_back(conversation=first, by=tamsin)

    assert [row.conversation.id for row in access.queue(tamsin).waiting] == [first.id, second.id]


def test_a_closed_text_can_be_brought_back_and_a_chat_cannot(client, line):
    found = arrive()
    _, chat = begin_chat()
    for each in (found, chat):
        desk.close(conversation=each, by=line[0])
    sign_in(client, line[0])

    client.post(address(found, "bring-back"))
    client.post(address(chat, "bring-back"))

    found.refresh_from_db()
    chat.refresh_from_db()
    assert found.is_going
    assert not chat.is_going


def test_bringing_back_leads_to_the_newer_conversation_with_the_same_number(line):
    first = arrive("one")
    desk.close(conversation=first, by=line[0])
    second = arrive("two")

    assert desk.bring_back(conversation=first, by=line[0]).id == second.id


def test_two_who_write_the_sheet_are_both_told(client, line):
    tamsin, ruth = line
    found = arrive()
    sign_in(client, tamsin)
    client.post(address(found, "sheet"), {"said": "a room for one night", "version": 0})

    sign_in(client, ruth)
    response = client.post(address(found, "sheet"), {"said": "two children", "version": 0})

    shown = response.content.decode()
    assert response.status_code == 422
    assert "Somebody else wrote here" in shown
    assert "a room for one night" in shown
    assert "two children" in shown
    client.post(address(found, "sheet"), {"said": "a room, two children", "version": 1})
    box = open_lockbox(found.lockbox_id, by=ruth)
    assert Sheet.objects.get().open(box).words.said == "a room, two children"


def test_a_half_written_reply_survives_the_session(client, line):
    tamsin, _ = line
    found = arrive()
    page = see(client, tamsin, found)
    token = page.split('name="draft" value="')[1].split('"')[0]
    client.logout()

    typed = {"reply": "half of a careful", "seen": 1, "once": "o" * 22, "draft": token}
    answer = client.post(address(found, "reply"), typed)

    assert answer.status_code == 302
    assert not OutgoingText.objects.exists()
    assert "half of a careful" in see(client, tamsin, found)


def test_the_ledger_knows_every_version_that_was_sealed(client, line):
    found = arrive()
    sign_in(client, line[0])
    client.post(address(found, "sheet"), {"said": "one", "version": 0})
    client.post(address(found, "sheet"), {"said": "two", "version": 1})
    client.post(address(found, "note"), {"note": "hello"})
    reply(client, line[0], found, "hi")

    for row in (*Message.objects.all(), *Sheet.objects.all(), *ContactNote.objects.all()):
        last = Line.objects.filter(row=row.id).order_by("-seq").first()
        assert last is not None
        assert last.version == row.version


def test_a_participant_who_keeps_someone_away_is_not_in_her_queue(line):
    tamsin, ruth = line
    make_colleague(Role.GRANTS)
    delphine = make_colleague(Role.ADVOCATE)
    found = arrive()
    juniper = make_participant(by=tamsin, team=[delphine])
    Conversation.objects.filter(id=found.id).update(participant=juniper)
    exclude(participant=juniper, colleague=ruth.colleague, by=delphine)

    assert [row.conversation.id for row in access.queue(tamsin).waiting] == [found.id]
    assert access.queue(ruth).waiting == []


def test_a_known_number_is_judged_by_her_card(client, line):
    tamsin, _ = line
    make_colleague(Role.GRANTS)
    delphine = make_colleague(Role.ADVOCATE)
    found = arrive()
    juniper = make_participant(by=tamsin, team=[delphine])  # by call only, as Kim from the salon
    Conversation.objects.filter(id=found.id).update(participant=juniper)

    shown = see(client, tamsin, found)

    assert "She asked not to be texted" in shown
    assert "Juniper" in shown
    with pytest.raises(Refusal):
        desk.reply(conversation=found, words="hi", seen=1, once="o" * 22, by=tamsin)


def test_being_on_the_line_and_stepping_away(client, line):
    tamsin, _ = line
    sign_in(client, tamsin)

    client.post("/desk/helpline/duty/")
    assert access.people_on_the_line() == 1
    assert "You’re taking chats and texts" in client.get(BOARD).content.decode()

    client.post("/desk/helpline/duty/", {"away": "1"})
    assert access.people_on_the_line() == 0
    assert not Duty.objects.exists()


def test_an_open_desk_keeps_its_owner_on_the_line(client, line):
    tamsin, _ = line
    duty.begin(by=tamsin)
    began = clock.now()
    with clock.stopped_at(began + timedelta(minutes=15)):
        duty.seen(tamsin)

    with clock.stopped_at(began + timedelta(minutes=30)):
        assert access.people_on_the_line() == 1
    with clock.stopped_at(began + timedelta(minutes=40)):
        assert access.people_on_the_line() == 0


def test_phrases_are_written_by_supervisors_alone(client, line):
    tamsin, _ = line
    priya = make_colleague(Role.SUPERVISOR)
    typed = {"title": "Rides", "words": "A ride can be with you tonight."}

    assert sign_in(client, tamsin).post("/desk/helpline/phrases/", typed).status_code == 422
    assert not SavedPhrase.objects.exists()
    assert sign_in(client, priya).post("/desk/helpline/phrases/", typed).status_code == 302
    assert SavedPhrase.objects.get().words == typed["words"]
    client.post("/desk/helpline/phrases/", {"retire": SavedPhrase.objects.get().id})
    assert access.phrases() == []


def test_a_conversation_opens_for_the_helplines_circle_alone(line):
    from accompany.sealed.lockboxes import holders_of

    assert holders_of(arrive().lockbox_id) == (set(), {HELPLINE})
