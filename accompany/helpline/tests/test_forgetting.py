"""Conversations outside a file go on their day, their keys with them, and the chain still holds."""

from datetime import timedelta

import pytest

from accompany import clock
from accompany.helpline.actions import desk, forgetting, outbox
from accompany.helpline.models import (
    Conversation,
    Message,
    OutgoingText,
    ProviderReceipt,
    Sheet,
    SheetWords,
    Suppression,
)
from accompany.helpline.testing import arrive, make_line
from accompany.house.models import Stamp
from accompany.ledger.models import Line
from accompany.participants.erasure import place_hold
from accompany.participants.testing import make_participant
from accompany.sealed.keyring.models import ShredKey
from accompany.sealed.lockboxes import Shredded, open_lockbox, shred
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague


def in_days(days):
    return clock.stopped_at(clock.now() + timedelta(days=days, minutes=1))


def test_a_text_is_erased_seven_days_after_the_last_word():
    tamsin, _ = make_line()
    found = arrive("forget this")
    desk.write_note(conversation=found, text="a note", by=tamsin)
    desk.write_sheet(conversation=found, words=SheetWords(said="x"), version=0, by=tamsin)
    desk.reply(conversation=found, words="hi", seen=1, once="o" * 22, by=tamsin)

    with in_days(6):
        assert forgetting.erase_due() == 0
    with in_days(7):
        assert forgetting.erase_due() == 1

    for rows in (Conversation, Message, Sheet, OutgoingText):
        assert not rows.objects.exists()
    shred([found.lockbox_id])
    assert not ShredKey.objects.filter(lockbox=found.lockbox_id).exists()
    with pytest.raises(Shredded):
        open_lockbox(found.lockbox_id, by=tamsin)
    assert Line.objects.filter(subject=found.id).order_by("-seq").first().verb.startswith("erased")
    assert not Stamp.objects.filter(topic__contains=str(found.id)).exists()


def test_a_later_word_moves_the_day():
    make_line()
    arrive("one")
    with in_days(5):
        arrive("two")

    with in_days(8):
        assert forgetting.erase_due() == 0
    with in_days(13):
        assert forgetting.erase_due() == 1


def test_erasing_twice_erases_once():
    make_line()
    found = arrive()
    with in_days(7):
        assert [forgetting.erase(found), forgetting.erase(found)] == [True, False]


def test_a_legal_hold_keeps_her_conversation():
    tamsin, _ = make_line()
    make_colleague(Role.GRANTS)
    priya = make_colleague(Role.SUPERVISOR)
    juniper = make_participant(by=tamsin, team=[make_colleague(Role.ADVOCATE)])
    found = arrive()
    Conversation.objects.filter(id=found.id).update(participant=juniper)
    place_hold(participant=juniper, by=priya)

    with in_days(8):
        assert forgetting.erase_due() == 0


def test_the_company_is_still_asked_to_remove_what_we_forgot():
    make_line()
    arrive()
    with in_days(7):
        forgetting.erase_due()

    receipt = ProviderReceipt.objects.get()
    assert receipt.message_id is None
    assert receipt.provider_id
    assert outbox.remove_there(Removing()) == 1
    assert ProviderReceipt.objects.get().provider_id == ""


class Removing:
    """A company that removes whatever it is asked to."""

    def remove(self, id):
        return True


def test_receipts_are_kept_four_hundred_days():
    make_line()
    arrive("STOP")
    arrive("START")

    with in_days(399):
        forgetting.forget_receipts()
        assert ProviderReceipt.objects.count() == 2
    with in_days(400):
        forgetting.forget_receipts()

    assert not ProviderReceipt.objects.exists()
    assert not Suppression.objects.exists()


def test_stop_outlives_the_conversation():
    make_line()
    arrive("STOP")
    with in_days(50):
        forgetting.erase_due()
        forgetting.forget_receipts()

    assert Suppression.objects.get().lifted_at is None
