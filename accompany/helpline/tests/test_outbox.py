"""Texts that go out: exactly once, within fifteen minutes, or somebody is asked."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accompany import clock
from accompany.helpline import outlets
from accompany.helpline.actions import desk, outbox, texts
from accompany.helpline.models import (
    ContactNote,
    Conversation,
    Message,
    OutgoingText,
    ProviderReceipt,
    State,
    Why,
)
from accompany.helpline.provider import NotSent, Twilio, forget_client, provider
from accompany.helpline.testing import HER_NUMBER, arrive, deliver, make_line
from accompany.helpline.tests.company import TOKEN
from accompany.releases import gate
from accompany.staff.testing import sign_in


def write_back(by, conversation, words="yes, this is the place", **more):
    conversation.refresh_from_db()
    return desk.reply(
        conversation=conversation,
        words=words,
        seen=conversation.messages,
        once=more.pop("once", "o" * 22),
        by=by,
        **more,
    )


@pytest.fixture
def replied(company):
    tamsin, _ = make_line()
    conversation = arrive()
    write_back(tamsin, conversation)
    return company, tamsin, conversation


def the_text():
    return OutgoingText.objects.order_by("-queued_at").first()


def test_a_reply_goes_out_once(replied):
    company, *_ = replied

    outbox.send_due(provider())
    outbox.send_due(provider())

    assert company.sent_to(HER_NUMBER) == ["yes, this is the place"]
    assert the_text().state == State.SENT
    assert bytes(the_text().envelope) == b""


def test_what_waits_is_readable_to_nobody_but_the_host(replied):
    held = bytes(the_text().envelope)

    assert b"place" not in held
    assert HER_NUMBER.encode() not in held


def test_a_double_click_queues_one_text(company):
    tamsin, _ = make_line()
    conversation = arrive()

    write_back(tamsin, conversation)
    write_back(tamsin, conversation)

    assert OutgoingText.objects.count() == 1
    assert Message.objects.count() == 2


def test_two_loops_send_it_once(replied):
    company, *_ = replied
    key = (the_text().id,)

    assert outbox.send_one(key, provider()) + outbox.send_one(key, provider()) == 1
    assert len(company.sent_to(HER_NUMBER)) == 1


def test_a_lost_answer_asks_a_human_and_is_never_repeated(replied):
    company, *_ = replied
    company.fail_next.append("lost")

    for _ in range(3):
        outbox.send_due(provider())

    assert the_text().state == State.UNKNOWN
    assert len(company.sent_to(HER_NUMBER)) == 1


def test_a_crash_while_sending_asks_a_human(replied):
    company, *_ = replied
    OutgoingText.objects.update(state=State.SENDING, claimed_at=clock.now())

    with clock.stopped_at(clock.now() + timedelta(minutes=3)):
        outbox.send_due(provider())

    assert the_text().state == State.UNKNOWN
    assert not company.sent_to(HER_NUMBER)


def test_what_surely_was_not_sent_is_tried_again(replied, settings):
    company, *_ = replied
    settings.TWILIO_API_BASE = "http://127.0.0.1:1"
    forget_client()
    outbox.send_due(provider())
    assert the_text().state == State.QUEUED
    settings.TWILIO_API_BASE = company.url
    forget_client()

    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        outbox.send_due(provider())

    assert company.sent_to(HER_NUMBER) == ["yes, this is the place"]


def test_after_fifteen_minutes_it_is_not_sent(replied):
    company, *_ = replied

    with clock.stopped_at(clock.now() + timedelta(minutes=15, seconds=1)):
        outbox.send_due(provider())

    assert (the_text().state, the_text().why) == (State.FAILED, Why.LATE)
    assert bytes(the_text().envelope) == b""
    assert not company.sent_to(HER_NUMBER)


def test_what_was_not_sent_can_be_sent_again_by_a_person(client, replied):
    company, tamsin, conversation = replied
    with clock.stopped_at(clock.now() + timedelta(minutes=16)):
        outbox.send_due(provider())
    page = sign_in(client, tamsin).get(reverse("helpline:conversation", args=[conversation.id]))
    assert "Send again" in page.content.decode()

    client.post(reverse("helpline:send-again", args=[the_text().id]))
    outbox.send_due(provider())

    assert company.sent_to(HER_NUMBER) == ["yes, this is the place"]


def test_sending_again_twice_sends_once(replied):
    company, tamsin, _ = replied
    company.fail_next.append("lost")
    outbox.send_due(provider())
    lost = the_text()

    desk.send_again(outgoing=lost, by=tamsin)
    desk.send_again(outgoing=lost, by=tamsin)
    outbox.send_due(provider())

    assert len(company.sent_to(HER_NUMBER)) == 2  # the lost one, and one more


def test_a_changed_rule_voids_what_waits(replied):
    company, tamsin, conversation = replied
    desk.write_sheet(
        conversation=conversation,
        words=desk.SheetWords(no_text=True),
        version=0,
        by=tamsin,
    )

    outbox.send_due(provider())

    assert (the_text().state, the_text().why) == (State.FAILED, Why.RULE)
    assert not company.sent_to(HER_NUMBER)


def test_stop_before_it_went_holds_it_back(replied):
    company, *_ = replied
    arrive("STOP")

    outbox.send_due(provider())

    assert the_text().why == Why.STOPPED
    assert not company.sent_to(HER_NUMBER)


def test_a_number_the_company_blocks_is_suppressed(replied):
    company, tamsin, conversation = replied
    company.blocked.add(HER_NUMBER)

    outbox.send_due(provider())

    assert texts.is_stopped(HER_NUMBER)
    assert (the_text().state, the_text().why) == (State.FAILED, Why.STOPPED)
    assert Conversation.objects.get(id=conversation.id).asked_stop_at
    arrive("hello")
    with pytest.raises(desk.Stopped):
        write_back(tamsin, conversation, once="p" * 22)


def status(client, id, said, **more):
    fields = {"MessageSid": id, "SmsSid": id, "MessageStatus": said, **more}
    return deliver(client, fields, path="/hooks/text/status/", token=TOKEN)


def test_delivered_is_shown_and_its_copy_removed_and_read_back(client, replied):
    company, tamsin, conversation = replied
    outbox.send_due(provider())
    id = next(iter(company.messages))
    company.arrive(id)

    assert status(client, id, "delivered").status_code == 204
    outbox.remove_there(provider())

    receipt = ProviderReceipt.objects.get(outgoing=the_text())
    assert id not in company.messages
    assert receipt.removed_at
    assert receipt.provider_id == ""
    page = sign_in(client, tamsin).get(reverse("helpline:conversation", args=[conversation.id]))
    assert "Removed at the telephone company: yes" in page.content.decode()


def test_statuses_in_any_order_end_the_same(client, replied):
    company, *_ = replied
    outbox.send_due(provider())
    id = next(iter(company.messages))

    for said in ("delivered", "sent", "queued", "delivered", "failed", "nonsense"):
        assert status(client, id, said).status_code == 204

    assert the_text().state == State.DELIVERED


def test_a_forged_status_changes_nothing(client, replied):
    company, *_ = replied
    outbox.send_due(provider())
    id = next(iter(company.messages))
    fields = {"MessageSid": id, "MessageStatus": "delivered"}

    response = deliver(client, fields, path="/hooks/text/status/", token="another")

    assert response.status_code == 403
    assert the_text().state == State.SENT


def test_a_status_that_comes_before_the_id_is_written_down_is_asked_for_again(client, replied):
    OutgoingText.objects.update(state=State.SENDING)

    assert status(client, "SM" + "9" * 32, "sent").status_code == 503


def test_what_did_not_reach_the_phone_says_so(client, replied):
    company, *_ = replied
    outbox.send_due(provider())

    status(client, next(iter(company.messages)), "undelivered", ErrorCode="30003")

    assert (the_text().state, the_text().why) == (State.FAILED, Why.UNDELIVERED)


def test_a_copy_that_cannot_be_removed_yet_is_asked_for_again(replied):
    company, *_ = replied
    outbox.send_due(provider())
    with clock.stopped_at(clock.now() + timedelta(minutes=11)):
        outbox.remove_there(provider())
    id = next(iter(company.messages))
    assert ProviderReceipt.objects.get(outgoing=the_text()).removed_at is None
    company.arrive(id)

    with clock.stopped_at(clock.now() + timedelta(minutes=30)):
        outbox.remove_there(provider())

    assert ProviderReceipt.objects.get(outgoing=the_text()).removed_at


def test_texts_that_arrived_are_removed_there_too(company):
    make_line()
    id = company.receive(HER_NUMBER, "hello")
    arrive("hello", id=id)

    outbox.remove_there(Twilio(TOKEN))

    assert id not in company.messages
    assert ProviderReceipt.objects.get().removed_at


def test_a_text_whose_webhook_was_lost_is_collected_once(company):
    make_line()
    company.receive(HER_NUMBER, "did you get this")

    taken = [outbox.collect(provider(), since=timedelta(hours=24)) for _ in range(3)]

    assert taken == [1, 0, 0]
    assert Message.objects.count() == 1


def test_a_company_out_of_reach_stops_nothing(company, settings):
    settings.TWILIO_API_BASE = "http://127.0.0.1:1"
    forget_client()

    with pytest.raises(NotSent):
        outbox.collect(provider(), since=timedelta(hours=24))
    assert outbox.remove_there(provider()) == 0


def test_a_text_too_long_for_one_is_refused(company):
    tamsin, _ = make_line()

    with pytest.raises(desk.TooLong):
        write_back(tamsin, arrive(), "x" * 1601)

    assert not OutgoingText.objects.exists()


def test_a_note_to_colleagues_goes_through_no_door_to_the_visitor(client, company):
    """The listed doors: reply, saved phrase, outbox, hand-over, draft restore."""
    tamsin, ruth = make_line()
    conversation = arrive()
    secret = "she sounds frightened of him"
    desk.write_note(conversation=conversation, text=secret, by=tamsin)
    note = ContactNote.objects.get()
    phrase_id = {"phrase": str(note.id)}
    sign_in(client, tamsin)
    reply_url = reverse("helpline:reply", args=[conversation.id])

    clearance = gate.to_herself(conversation.id, by=tamsin, outlet=outlets.TEXT)
    with pytest.raises(outlets.NotAMessage):
        outlets.queue_text(clearance, note, to=HER_NUMBER, until=None, rule_version=0)
    clearance = gate.to_herself(conversation.id, by=tamsin, outlet=outlets.CHAT)
    with pytest.raises(outlets.NotAMessage):
        outlets.say_in_chat(clearance, note)
    client.post(reply_url, {**phrase_id, "seen": 1, "reply": "", "once": "q" * 22})
    client.post(
        reverse("helpline:hand-over", args=[conversation.id]), {"to": ruth.id, "note": secret}
    )
    client.post(reverse("helpline:send-again", args=[note.id]))
    client.post(reverse("helpline:note", args=[conversation.id]), {"note": secret})
    page = client.get(reverse("helpline:conversation", args=[conversation.id])).content.decode()
    outbox.send_due(provider())

    assert not OutgoingText.objects.exists()
    assert not company.messages
    assert Message.objects.count() == 1
    box = page[page.find('name="reply"') :]
    assert secret not in box[: box.find("</textarea>")]
