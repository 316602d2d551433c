"""Texts that arrive: stored sealed, once, whatever is thrown at the door."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import OperationalError

from accompany import clock
from accompany.helpline import access
from accompany.helpline.actions import handoff, texts
from accompany.helpline.models import Conversation, Message, ProviderReceipt, Suppression
from accompany.helpline.provider import Signing, hook_url
from accompany.helpline.testing import (
    HER_NUMBER,
    an_id,
    arrive,
    deliver,
    make_line,
    text_fields,
)
from accompany.helpline.tests.at_rest import holds
from accompany.ledger.models import Line
from accompany.participants.testing import make_participant
from accompany.sealed.lockboxes import open_lockbox
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague


def said(by):
    return [
        each.message.words
        for found in Conversation.objects.order_by("started_at")
        for each in access.talk(found, by).said
    ]


def test_a_text_is_stored_with_nobody_signed_in(client):
    tamsin, _ = make_line()

    response = deliver(client, text_fields("is this the place that gives rides"))

    assert response.status_code == 200
    assert b"<Response/>" in response.content
    assert not response.cookies
    assert [words.text for words in said(tamsin)] == ["is this the place that gives rides"]
    assert said(tamsin)[0].number == HER_NUMBER


def test_the_same_delivery_again_changes_nothing(client):
    make_line()
    first, second = text_fields("one"), text_fields("two")
    deliver(client, first)

    answers = [deliver(client, each) for each in (second, first, first, second, first)]

    assert {answer.status_code for answer in answers} == {200}
    assert Message.objects.count() == 2
    assert Line.objects.filter(verb="took in a text").count() == 2


def test_a_delivery_repeated_after_a_year_revives_nothing(client):
    make_line()
    fields = text_fields("one")
    deliver(client, fields)
    Conversation.objects.all().delete()

    with clock.stopped_at(clock.now() + timedelta(days=390)):
        response = deliver(client, fields)

    assert response.status_code == 200
    assert not Message.objects.exists()


def test_a_forged_text_is_refused(client):
    make_line()
    fields = text_fields("hello")
    genuine = Signing("demo-telephone").sign(hook_url("/hooks/text/"), fields)

    forged = [
        deliver(client, fields, token="another token"),
        deliver(client, fields, signature=""),
        deliver(client, fields, signature="zalgo ҉ not base64"),
        deliver(client, {**fields, "Body": "changed"}, signature=genuine),
        deliver(client, {**fields, "MessageSid": an_id()}, signature=genuine),
        deliver(client, {**fields, "Extra": "field"}, signature=genuine),
        deliver(client, fields, path="/hooks/text/status/", signature=genuine),
        client.post("/hooks/text/", fields, headers={"X-Twilio-Signature": genuine}),
    ]

    assert {response.status_code for response in forged} == {403}
    assert not Message.objects.exists()


def test_without_a_token_nobody_is_taken_for_the_company(client, settings):
    make_line()
    settings.TEXT_PROVIDER, settings.TWILIO_AUTH_TOKEN = "twilio", ""

    answer = deliver(client, text_fields("hello"), token="")

    assert answer.status_code == 403
    assert not Message.objects.exists()


def test_a_hook_takes_only_posts(client):
    assert client.get("/hooks/text/").status_code == 405
    assert client.get("/hooks/text/status/").status_code == 405


@pytest.mark.parametrize(
    "words",
    [
        "",
        "a",
        "x" * 1600,
        "🌧️ 👩🏽‍🦱 ok",
        "r̷̢͝ú̵n",
        "مرحبا",
        "<script>alert(1)</script>",
        "\u202egnp.exe",
    ],
)
def test_whatever_is_written_is_stored_as_it_is(client, words):
    tamsin, _ = make_line()

    response = deliver(client, text_fields(words))

    assert response.status_code == 200
    assert said(tamsin)[0].text == words


def test_a_null_character_falls_out(client):
    tamsin, _ = make_line()

    deliver(client, text_fields("be\0fore"))

    assert said(tamsin)[0].text == "before"


def test_a_text_in_another_charset_is_stored(client):
    tamsin, _ = make_line()
    fields = text_fields("señora")

    response = deliver(
        client,
        fields,
        body=urlencode(fields, encoding="iso-8859-1"),
        content_type="application/x-www-form-urlencoded; charset=ISO-8859-1",
    )

    assert response.status_code == 200
    assert said(tamsin)[0].text == "señora"


def test_bytes_that_are_no_text_are_refused_without_breaking(client):
    make_line()

    for body in (b"\xff\xfe", b"Body=%ff%fe", b"=&=&&&", b"a" * 100_000):
        response = deliver(
            client,
            {},
            body=body,
            signature="none",
            content_type="application/x-www-form-urlencoded",
        )
        assert response.status_code == 403


def test_a_picture_is_noted_and_never_fetched(client):
    tamsin, _ = make_line()
    fields = text_fields(
        "", NumMedia="2", MediaUrl0="https://192.0.2.1/picture", MediaContentType0="image/jpeg"
    )

    response = deliver(client, fields)

    assert response.status_code == 200
    assert said(tamsin)[0].pictures == 2


def test_a_text_without_an_id_is_not_taken_for_stored(client):
    make_line()
    fields = text_fields("hello")
    for name in ("MessageSid", "SmsMessageSid", "SmsSid"):
        del fields[name]

    response = deliver(client, fields)

    assert response.status_code == 400
    assert not Message.objects.exists()


@pytest.mark.parametrize("number", ["", "72727", "+999", "ALERTS", "+1206555016" + "0" * 60])
def test_a_sender_who_cannot_be_answered_is_still_heard(client, number):
    tamsin, _ = make_line()

    response = deliver(client, text_fields("hello", From=number))

    assert response.status_code == 200
    assert said(tamsin)[0].text == "hello"


def test_missing_fields_lose_nothing_that_is_there(client):
    tamsin, _ = make_line()

    response = deliver(client, {"MessageSid": an_id(), "Body": "hello"})

    assert response.status_code == 200
    assert said(tamsin)[0].text == "hello"


@pytest.mark.parametrize(
    "failure", [OperationalError("database or disk is full"), OSError(28, "No space left")]
)
def test_what_cannot_be_stored_is_asked_for_again(client, monkeypatch, failure):
    make_line()
    fields = text_fields("hello")

    def fail(*_args, **_kwargs):
        raise failure

    with monkeypatch.context() as broken:
        broken.setattr(texts, "record", fail)
        assert deliver(client, fields).status_code == 503
    assert not Message.objects.exists()

    assert deliver(client, fields).status_code == 200
    assert Message.objects.count() == 1


def test_a_later_text_joins_the_conversation_that_is_going_on():
    tamsin, _ = make_line()
    first = arrive("one")

    second = arrive("two")

    assert first.id == second.id
    assert [words.text for words in said(tamsin)] == ["one", "two"]
    assert second.messages == 2


def test_a_text_after_the_end_begins_anew():
    make_line()
    first = arrive("one")
    Conversation.objects.filter(id=first.id).update(ended_at=clock.now(), ending="closed")

    second = arrive("two")

    assert first.id != second.id
    assert first.lockbox_id != second.lockbox_id


def test_two_numbers_are_two_conversations():
    make_line()

    assert arrive("one").id != arrive("two", number="+12065550161").id


def test_a_number_is_known_across_a_change_of_the_tag_key(monkeypatch):
    from accompany.sealed import tags

    make_line()
    first = arrive("one")
    with clock.stopped_at(clock.now() + timedelta(days=31)):
        tags.rotate()
        Conversation.objects.update(erase_due=clock.now())

        second = arrive("two")

    assert first.id == second.id
    assert first.phone_tag != second.phone_tag


def test_a_text_after_a_move_is_fresh_and_linked():
    tamsin, _ = make_line()
    delphine = make_colleague(Role.ADVOCATE)
    make_colleague(Role.GRANTS)
    first = arrive("one")
    juniper = make_participant(by=tamsin, team=[delphine])
    handoff.move(conversation=first, participant=juniper, by=tamsin)

    second = arrive("two")

    assert second.id != first.id
    assert second.participant_id == juniper.id
    assert second.lockbox_id not in (first.lockbox_id, juniper.file_box_id)
    assert open_lockbox(second.lockbox_id, by=tamsin)


def test_stop_is_kept_until_start():
    make_line()
    stopped = arrive(" Stop ")
    assert stopped.asked_stop_at
    assert texts.is_stopped(HER_NUMBER)

    started = arrive("START")

    assert started.asked_stop_at is None
    assert not texts.is_stopped(HER_NUMBER)
    assert Suppression.objects.get().lifted_at


def test_what_the_company_took_for_stop_is_stop(client):
    make_line()

    deliver(client, text_fields("arrêtez", OptOutType="STOP"))

    assert texts.is_stopped(HER_NUMBER)


def test_two_first_texts_at_once_are_one_conversation(monkeypatch):
    """On a server with several writers both look before either has stored."""
    make_line()
    real = texts._last_with
    answers = iter([None])
    monkeypatch.setattr(texts, "_last_with", lambda known: next(answers, real(known)))
    first = arrive("one")
    answers = iter([None])
    monkeypatch.setattr(
        texts, "_last_with", lambda known: None if next(answers, 1) is None else real(known)
    )

    second = arrive("two")

    assert second.id == first.id
    assert Message.objects.count() == 2


@pytest.mark.parametrize("words", ["please stop", "stop it", "end this", "the end.", "helpp"])
def test_words_within_a_sentence_are_only_words(words):
    make_line()

    found = arrive(words)

    assert found.asked_stop_at is None
    assert found.asked_help_at is None
    assert not Suppression.objects.exists()


def test_help_alone_comes_first(client):
    tamsin, _ = make_line()
    arrive("hello", number="+12065550161")

    asked = arrive("HELP")

    assert asked.asked_help_at
    assert access.queue(tamsin).waiting[0].conversation.id == asked.id


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_text_lies_readable_in_the_data_folder(client):
    make_line()
    words = "marigold umbrella seventeen"

    deliver(client, text_fields(words))

    assert holds("took in a text")  # what may be clear is found, so the search is a search
    for needle in (words, "umbrella", HER_NUMBER, HER_NUMBER[1:], HER_NUMBER[2:]):
        assert holds(needle) == []


def test_a_receipt_keeps_the_companys_id_only_until_it_is_gone_there():
    make_line()
    arrive("hello", id="SM" + "a" * 32)

    receipt = ProviderReceipt.objects.get()

    assert receipt.provider_id == "SM" + "a" * 32
    assert "a" * 32 not in receipt.digest
