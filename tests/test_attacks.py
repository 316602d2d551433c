"""Somebody who wants in, or harm; and bad luck. What each gets."""

from uuid import uuid4

import pytest

from accompany.helpline.actions import chats
from accompany.helpline.models import ChatDoor, Conversation
from accompany.helpline.testing import make_line
from accompany.ledger import triggers


def test_the_same_button_pressed_twice_at_once_begins_one_chat(monkeypatch):
    make_line()
    once, begin = uuid4().hex, chats._begin

    def beaten(token, name, words):
        """The other press was stored between looking and writing."""
        begin(token, name, words)
        begin(token, name, words)

    monkeypatch.setattr(chats, "_begin", beaten)

    assert chats.start(once=once, words="hello")
    assert ChatDoor.objects.count() == Conversation.objects.count() == 1


def test_nothing_is_served_while_a_trigger_of_the_ledger_is_down():
    from accompany.commands.checking import require_standing
    from accompany.commands.saying import CommandRefused

    require_standing()

    with triggers.taken_down(), pytest.raises(CommandRefused, match="trigger .* is gone"):
        require_standing()
