"""From a conversation to a participant's record, with their yes."""

from datetime import timedelta

import pytest
from django.db.models import Q
from django.urls import reverse

from accompany import clock
from accompany.helpline import access
from accompany.helpline.actions import desk, forgetting
from accompany.helpline.models import (
    AnonymousContact,
    ContactNote,
    Conversation,
    Message,
    OutgoingText,
    Sheet,
    SheetWords,
)
from accompany.helpline.testing import HER_NUMBER, arrive, begin_chat, make_line
from accompany.ledger.models import Line
from accompany.participants import access as people
from accompany.participants import actions as records
from accompany.participants import erasure
from accompany.participants.models import FollowUp, Participant
from accompany.participants.safe_contact import SafeContact
from accompany.participants.testing import make_participant
from accompany.sealed.lockboxes import NotYours, Shredded, open_lockbox
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in


@pytest.fixture
def house():
    tamsin, ruth = make_line()
    make_colleague(Role.GRANTS)
    make_colleague(Role.SUPERVISOR)
    return tamsin, ruth, make_colleague(Role.ADVOCATE, "Delphine A.")


def answers(delphine, **more):
    tomorrow = clock.today() + timedelta(days=1)
    return {
        "yes": "on",
        "called": "Juniper",
        "number": HER_NUMBER,
        "team": str(delphine.id),
        "ways": ["call"],
        "opens": "10:00",
        "closes": "14:00",
        "say": "Kim from the salon",
        "promise": "Call about a room",
        "due_on": tomorrow.isoformat(),
        **more,
    }


def open_record(client, by, conversation, typed):
    address = reverse("helpline:open-record", args=[conversation.id])
    return sign_in(client, by).post(address, typed)


def test_the_conversation_and_the_promise_move_into_the_file(client, house):
    tamsin, _, delphine = house
    found = arrive("can someone call me tomorrow")
    desk.write_note(conversation=found, text="no voicemail", by=tamsin)
    desk.write_sheet(conversation=found, words=SheetWords(asked_for="a call"), version=0, by=tamsin)

    response = open_record(client, tamsin, found, answers(delphine))

    assert response.status_code == 302
    juniper = Participant.objects.get()
    safe = people.safe(juniper, delphine)
    assert safe.say == "Kim from the salon"
    assert not safe.voicemail
    assert people.sheet(juniper, delphine).words.numbers[0].number == HER_NUMBER
    assert [each.what for each in people.due(delphine, until=FollowUp.objects.get().due_on)] == [
        "Call about a room"
    ]
    talk = access.talks_of(juniper, delphine)[0]
    assert talk.said[0].message.words.text == "can someone call me tomorrow"
    assert talk.notes[0].words.text == "no voicemail"
    assert talk.told.asked_for == "a call"


def test_who_opened_it_keeps_no_key(client, house):
    tamsin, _, delphine = house
    found = arrive("secret words")
    open_record(client, tamsin, found, answers(delphine))
    juniper = Participant.objects.get()

    with pytest.raises((NotYours, Shredded)):
        open_lockbox(found.lockbox_id, by=tamsin)
    with pytest.raises(NotYours):
        access.talks_of(juniper, tamsin)
    assert client.get(reverse("helpline:conversation", args=[found.id])).status_code == 404
    page = client.get(reverse("helpline:handed-over", args=[found.id])).content.decode()
    assert "Delphine A." in page
    assert "secret words" not in page
    assert HER_NUMBER not in page
    assert "Juniper" not in page


def test_the_ledger_knows_the_version_of_every_moved_row(client, house):
    tamsin, _, delphine = house
    found = arrive("one")
    arrive("two")
    desk.write_note(conversation=found, text="note", by=tamsin)
    open_record(client, tamsin, found, answers(delphine))
    juniper = Participant.objects.get()

    for row in (*Message.objects.all(), *ContactNote.objects.all()):
        last = Line.objects.filter(row=row.id).order_by("-seq").first()
        assert (last.version, last.subject) == (row.version, juniper.handle)


def test_a_record_needs_their_yes(client, house):
    tamsin, _, delphine = house
    typed = answers(delphine)
    del typed["yes"]

    response = open_record(client, tamsin, arrive(), typed)

    assert response.status_code == 422
    assert "needs their yes" in response.content.decode()
    assert "Kim from the salon" in response.content.decode()
    assert not Participant.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"called": ""}, "required"),
        ({"number": "not a number"}, "206-555-0142"),
        ({"closes": ""}, "both hours"),
        ({"team": "00000000-0000-4000-8000-000000000000"}, "valid choice"),
        ({"due_on": "2001-01-01"}, ""),
    ],
)
def test_what_needs_another_look_keeps_everything(client, house, wrong, says):
    tamsin, _, delphine = house

    response = open_record(client, tamsin, arrive(), answers(delphine, **wrong))

    shown = response.content.decode()
    assert response.status_code == 422
    assert says in shown
    assert "Kim from the salon" in shown
    assert not Participant.objects.exists()
    assert not Conversation.objects.get().is_moved


def test_an_alias_is_enough(client, house):
    tamsin, _, delphine = house
    typed = {"yes": "on", "called": "Fern", "team": str(delphine.id), "due_on": ""}

    assert open_record(client, tamsin, arrive(), typed).status_code == 302

    assert people.safe(Participant.objects.get(), delphine).wants_none


def test_the_form_begins_with_what_is_known(client, house):
    tamsin, *_ = house
    found = arrive()
    desk.write_sheet(conversation=found, words=SheetWords(called="Fern"), version=0, by=tamsin)

    page = sign_in(client, tamsin).get(reverse("helpline:open-record", args=[found.id]))

    assert "Fern" in page.content.decode()
    assert HER_NUMBER in page.content.decode()


def test_a_text_on_its_way_is_waited_for(client, house):
    tamsin, _, delphine = house
    found = arrive()
    desk.reply(conversation=found, words="hi", seen=1, once="o" * 22, by=tamsin)

    response = open_record(client, tamsin, found, answers(delphine))

    assert response.status_code == 422
    assert "on its way out" in response.content.decode()
    assert not Participant.objects.exists()


def test_a_chat_ends_when_it_moves_and_says_so(client, house):
    tamsin, _, delphine = house
    token, chat = begin_chat("call me tomorrow")

    open_record(client, tamsin, chat, answers(delphine))

    shown = client.get(f"/chat/{token}/").content.decode()
    assert "What you agreed on holds" in shown
    assert "call me tomorrow" not in shown
    assert not AnonymousContact.objects.exists()


def test_a_moved_conversation_is_not_forgotten_by_the_schedule(client, house):
    tamsin, _, delphine = house
    open_record(client, tamsin, arrive(), answers(delphine))

    with clock.stopped_at(clock.now() + timedelta(days=20)):
        assert forgetting.erase_due() == 0

    assert Message.objects.count() == 1


def test_a_conversation_is_put_into_a_file_there_is(client, house):
    tamsin, _, delphine = house
    juniper = make_participant(by=tamsin, team=[delphine])
    found = arrive("me again")
    address = reverse("helpline:link", args=[found.id])
    sign_in(client, tamsin)

    results = client.post(address, {"q": "Junipper"}).content.decode()
    assert "Juniper" in results
    client.post(address, {"participant": juniper.id})

    assert access.talks_of(juniper, delphine)[0].said[0].message.words.text == "me again"


def test_linking_to_nobody_looks_like_nobody(client, house):
    tamsin, *_ = house
    found = arrive()
    sign_in(client, tamsin)

    for id in ("00000000-0000-4000-8000-000000000000", "not an id"):
        answer = client.post(reverse("helpline:link", args=[found.id]), {"participant": id})
        assert answer.status_code == 404


def test_a_changed_rule_on_her_card_voids_what_waits(house):
    tamsin, _, delphine = house
    juniper = make_participant(
        by=tamsin, team=[delphine], safe=SafeContact(channels=("text", "call"))
    )
    found = arrive()
    Conversation.objects.filter(id=found.id).update(participant=juniper)
    desk.reply(conversation=found, words="hi", seen=1, once="o" * 22, by=tamsin)
    card = people.card(juniper, delphine)

    records.change_safe_contact(
        participant=juniper, safe=SafeContact(channels=("call",)), seen=card.version, by=delphine
    )

    assert (OutgoingText.objects.get().state, OutgoingText.objects.get().why) == ("failed", "rule")
    assert bytes(OutgoingText.objects.get().envelope) == b""


def test_forgetting_her_takes_every_conversation_along(client, house):
    tamsin, ruth, delphine = house
    found = arrive("in the file")
    open_record(client, tamsin, found, answers(delphine))
    juniper = Participant.objects.get()
    later = arrive("outside the file")
    assert later.participant_id == juniper.id

    asked = erasure.ask_to_be_forgotten(participant=juniper, by=delphine)
    erasure.forget(erasure=asked, by=ruth)

    assert not Conversation.objects.exists()
    assert not Message.objects.filter(Q(conversation=found.id) | Q(conversation=later.id)).exists()
    assert not Sheet.objects.exists()
    with pytest.raises((NotYours, Shredded)):
        open_lockbox(later.lockbox_id, by=tamsin)
