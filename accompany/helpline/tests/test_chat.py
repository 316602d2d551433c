"""The web chat, from the visitor's side."""

import re
import secrets
from datetime import timedelta

import pytest
from django.db import OperationalError

from accompany import clock
from accompany.helpline import access
from accompany.helpline.actions import chats, desk, duty, forgetting
from accompany.helpline.models import AnonymousContact, ChatDoor, Conversation, Message
from accompany.helpline.testing import begin_chat, make_line
from accompany.helpline.tests.at_rest import holds
from accompany.sealed.cipher import CannotOpen
from accompany.sealed.lockboxes import Shredded

pytestmark = pytest.mark.usefixtures("alder_street")


def fresh():
    return secrets.token_urlsafe(32)


def start(client, words="hello", once=None):
    return client.post("/chat/", {"say": words, "once": once or fresh()})


def say(client, address, words, once=None, **more):
    return client.post(f"{address}say/", {"say": words, "once": once or fresh()[:32]}, **more)


def see(client, address):
    return client.get(address).content.decode()


def test_a_chat_begins_with_one_button_and_no_name(client):
    tamsin, _ = make_line()

    response = start(client, "i cant talk long")

    assert response.status_code == 303
    assert re.fullmatch(r"/chat/[\w-]{43}/", response["Location"])
    assert "i cant talk long" in see(client, response["Location"])
    waiting = access.queue(tamsin).waiting
    assert [row.last_words for row in waiting] == ["i cant talk long"]


def test_a_chat_may_begin_without_a_word(client):
    tamsin, _ = make_line()

    start(client, "")

    assert access.queue(tamsin).waiting[0].last_words == ""
    assert not Message.objects.exists()


def test_pressing_start_twice_begins_one_chat(client):
    make_line()
    once = fresh()

    first, second = start(client, "hello", once), start(client, "hello", once)

    assert first["Location"] == second["Location"]
    assert Conversation.objects.count() == 1


def test_no_page_of_the_chat_sets_a_cookie_or_may_be_kept(client):
    make_line()
    address = start(client)["Location"]

    answers = [
        client.get("/chat/"),
        start(client),
        client.get(address),
        client.get(f"{address}?wait"),
        client.get(f"{address}talk/"),
        say(client, address, "hello again"),
        client.post(f"{address}left/"),
        client.post(f"{address}stop/"),
        client.get("/chat/over/"),
    ]

    for answer in answers:
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"


def test_the_title_and_the_words_of_the_page_give_nothing_away(client):
    make_line()
    address = start(client, "")["Location"]

    for page in ("/chat/", address, "/chat/over/"):
        shown = see(client, page)
        assert re.search(r"<title>\s*Alder Street\s*</title>", shown)
        assert "Leave this site" in shown
        for word in ("traffick", "exploit", "abuse", "victim", "prostitut", "sex"):
            assert word not in shown.lower()


def test_the_page_says_honestly_who_is_there(client):
    tamsin, _ = make_line()
    address = start(client)["Location"]
    assert "Nobody is at the desk this minute" in see(client, address)
    assert "206-555-0142" in see(client, address)

    duty.begin(by=tamsin)
    assert "You’re next" in see(client, address)
    second = start(client)["Location"]
    assert "One person is ahead of you" in see(client, second)

    conversation = Conversation.objects.order_by("started_at").first()
    desk.take(conversation=conversation, by=tamsin)
    assert f"You’re talking with {tamsin.colleague.on_the_line}" in see(client, address)


def test_nobody_is_said_to_be_here_who_is_not(client):
    tamsin, _ = make_line()
    duty.begin(by=tamsin)

    with clock.stopped_at(clock.now() + timedelta(minutes=21)):
        assert "Nobody is at the desk this minute" in see(client, "/chat/")


def test_an_answer_is_seen_under_the_name_used_on_the_line(client):
    tamsin, _ = make_line()
    address = start(client)["Location"]
    conversation = Conversation.objects.get()

    desk.reply(conversation=conversation, words="I’m here", seen=1, once=fresh()[:32], by=tamsin)

    shown = see(client, address)
    assert "I’m here" in shown
    assert tamsin.colleague.on_the_line in shown
    assert "Tamsin O." not in shown


def test_what_she_writes_is_text_and_nothing_else(client):
    make_line()
    address = start(client)["Location"]
    words = "<script>alert(1)</script> </textarea> https://192.0.2.1 \u202e ҉ 🌧"

    say(client, address, words)

    shown = see(client, address)
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert 'href="https://192.0.2.1' not in shown


def test_the_same_form_twice_says_a_thing_once(client):
    make_line()
    address = start(client, "")["Location"]
    once = fresh()[:32]

    answers = [say(client, address, "hello", once) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {303}
    assert Message.objects.count() == 1


def test_too_long_a_message_is_refused_kindly_and_kept(client):
    make_line()
    address = start(client, "")["Location"]

    response = say(client, address, "my words " + "x" * 4000)

    shown = response.content.decode()
    assert response.status_code == 422
    assert "pieces" in shown
    assert "my words xxx" in shown
    assert not Message.objects.exists()


def test_a_megabyte_is_refused_kindly_and_the_first_words_are_kept(client):
    make_line()
    address = start(client, "")["Location"]

    response = say(client, address, "my words " + "x" * 1_000_000)

    shown = response.content.decode()
    assert response.status_code == 422
    assert "my words xxx" in shown
    assert len(shown) < 60_000
    assert not Message.objects.exists()


def test_five_megabytes_are_refused_kindly(client):
    make_line()
    address = start(client, "")["Location"]

    response = say(client, address, "x" * 5_000_000)

    assert response.status_code == 413
    assert "in pieces" in response.content.decode()


def test_ten_a_second_are_slowed_down_and_nothing_typed_is_lost(client):
    make_line()
    address = start(client, "")["Location"]
    with clock.stopped_at(clock.now()):
        answers = [say(client, address, f"message {n}") for n in range(10)]

    assert [each.status_code for each in answers].count(303) == chats.BURST
    assert answers[-1].status_code == 429
    assert "message 9" in answers[-1].content.decode()
    with clock.stopped_at(clock.now() + timedelta(seconds=10)):
        assert say(client, address, "message 9").status_code == 303


def test_two_hundred_tabs_of_one_chat_are_one_chat(client):
    make_line()
    address = start(client, "hello")["Location"]

    for _ in range(200):
        assert client.get(f"{address}talk/").status_code == 200

    assert Conversation.objects.count() == 1
    assert Message.objects.count() == 1


def test_thirty_visitors_behind_one_address_are_thirty_chats(client):
    make_line()

    addresses = {start(client, f"hello {n}")["Location"] for n in range(30)}

    assert len(addresses) == 30
    for n, address in enumerate(sorted(addresses)):
        assert say(client, address, f"again {n}").status_code == 303


def test_a_full_line_says_so_and_whom_to_call(client, monkeypatch):
    make_line()
    monkeypatch.setattr(chats, "MOST_WAITING", 1)
    start(client)

    response = start(client, "please")

    assert response.status_code == 503
    assert "please" in response.content.decode()
    assert "206-555-0142" in response.content.decode()


def test_another_site_cannot_write_in_her_name(client):
    make_line()
    address = start(client, "")["Location"]

    for header in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        assert say(client, address, "hello", headers=header).status_code == 403

    assert not Message.objects.exists()


def test_a_wrong_token_looks_like_no_chat(client):
    make_line()
    address = start(client)["Location"]
    other = "/chat/" + "A" * 43 + "/"

    for path in ("", "talk/"):
        assert client.get(other + path).status_code == 404
    for path in ("say/", "left/", "leave/"):
        assert client.post(other + path).status_code == 404
    assert client.get(address).status_code == 200


def test_the_server_can_show_her_words_only_with_her_token():
    make_line()
    token, conversation = begin_chat("only hers to show")
    door = ChatDoor.objects.get()

    assert token not in door.name
    assert token.encode() not in bytes(door.opening)
    with pytest.raises(CannotOpen):
        chats.opened(door, "B" * 43)
    box = chats.opened(door, token)
    assert conversation.said.get().open(box).words.text == "only hers to show"


def test_stop_and_clear_ends_it_for_good(client):
    make_line()
    address = start(client, "remember nothing")["Location"]

    response = client.post(f"{address}stop/")

    assert response["Location"] == "/chat/over/"
    assert response["Clear-Site-Data"] == '"cache"'
    shown = see(client, address)
    assert "remember nothing" not in shown
    assert "This chat is over" in shown
    assert say(client, address, "hello?").status_code == 409
    assert bytes(ChatDoor.objects.get().opening) == b""


def test_an_old_start_page_does_not_bring_an_ended_chat_back(client):
    make_line()
    once = fresh()
    address = start(client, "hello", once)["Location"]
    client.post(f"{address}stop/")

    start(client, "hello", once)

    assert Conversation.objects.going().count() == 0
    assert "hello" not in see(client, address).replace("hello again", "")


def test_leaving_ends_it(client):
    make_line()
    address = start(client)["Location"]

    assert client.post(f"{address}leave/").status_code == 204

    assert Conversation.objects.get().ending == "left"


def test_a_page_that_was_only_reloaded_does_not_end_it(client):
    make_line()
    address = start(client)["Location"]
    client.post(f"{address}left/")
    client.get(address)

    with clock.stopped_at(clock.now() + timedelta(minutes=2)):
        forgetting.end_quiet_chats()

    assert Conversation.objects.get().is_going


def test_a_page_that_was_closed_ends_it_after_a_minute(client):
    make_line()
    address = start(client)["Location"]
    client.post(f"{address}left/")

    with clock.stopped_at(clock.now() + timedelta(minutes=2)):
        forgetting.end_quiet_chats()

    assert Conversation.objects.get().ending == "left"


def test_thirty_quiet_minutes_end_it(client):
    tamsin, _ = make_line()
    address = start(client)["Location"]
    desk.reply(
        conversation=Conversation.objects.get(), words="hi", seen=1, once=fresh()[:32], by=tamsin
    )

    with clock.stopped_at(clock.now() + timedelta(minutes=29)):
        forgetting.end_quiet_chats()
        assert Conversation.objects.get().is_going
    with clock.stopped_at(clock.now() + timedelta(minutes=31)):
        forgetting.end_quiet_chats()

    assert Conversation.objects.get().ending == "silent"
    assert "thirty quiet minutes" in see(client, address)


def test_waiting_for_a_first_answer_with_the_page_open_is_not_silence(client):
    make_line()
    address = start(client)["Location"]
    began = clock.now()

    with clock.stopped_at(began + timedelta(minutes=25)):
        client.get(f"{address}talk/")
    with clock.stopped_at(began + timedelta(minutes=40)):
        forgetting.end_quiet_chats()

    assert Conversation.objects.get().is_going


def test_a_chat_is_erased_a_day_after_it_ended_and_its_key_with_it(client):
    make_line()
    token, conversation = begin_chat("forget this")
    door = ChatDoor.objects.get()
    client.post(f"/chat/{token}/stop/")

    with clock.stopped_at(clock.now() + timedelta(hours=24, minutes=1)):
        assert forgetting.erase_due() == 1

    assert not Conversation.objects.exists()
    assert not Message.objects.exists()
    door.conversation = conversation
    with pytest.raises(Shredded):
        chats.open_by_secret(conversation.lockbox_id, b"x" * 32)
    assert see(client, f"/chat/{token}/")
    assert client.get(f"/chat/{token}/").status_code == 404


def test_an_answered_chat_leaves_a_tally_and_nothing_else():
    tamsin, _ = make_line()
    _, conversation = begin_chat("hello")
    desk.reply(conversation=conversation, words="hi", seen=1, once=fresh()[:32], by=tamsin)
    desk.close(conversation=Conversation.objects.get(), by=tamsin)

    with clock.stopped_at(clock.now() + timedelta(hours=25)):
        forgetting.erase_due()

    tally = AnonymousContact.objects.get()
    assert (tally.channel, tally.kind, tally.conversation_id) == ("chat", "conversation", None)


def test_what_cannot_be_stored_is_not_said_to_be_sent(client, monkeypatch):
    make_line()
    address = start(client, "")["Location"]
    client.raise_request_exception = False

    def fail(*_args, **_kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(chats, "record", fail)
    response = say(client, address, "are you there")

    assert response.status_code == 503
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_chat_lies_readable_in_the_data_folder():
    tamsin, _ = make_line()
    words = "periwinkle staircase forty"
    token, conversation = begin_chat(words)
    desk.reply(conversation=conversation, words="apricot lantern", seen=1, once="r" * 22, by=tamsin)

    assert holds("a chat was started")  # what may be clear is found, so the search is a search
    for needle in (words, "apricot lantern", token):
        assert holds(needle) == []


def test_an_open_page_gets_only_the_conversation(client):
    make_line()
    address = start(client, "hello")["Location"]

    part = client.get(f"{address}talk/").content.decode()
    sent = say(client, address, "again", headers={"X-Live": "1"})

    assert "<html" not in part
    assert "hello" in part
    assert sent.status_code == 200
    assert "again" in sent.content.decode()
