"""Web chat, from the visitor's side: no name, no cookie, no key but the token in her address.

A chat begins with the press of a button and ends when she stops or leaves, when we close it, or
after thirty quiet minutes. With its end the token opens nothing. A button pressed twice does its
thing once.
"""

import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.helpline import keyed, kinds, verbs
from accompany.helpline.actions.texts import LOCKBOX_KIND
from accompany.helpline.models import (
    AnonymousContact,
    Channel,
    ChatDoor,
    Conversation,
    Direction,
    Ending,
    Message,
    MessageWords,
    day_of,
    erase_due,
)
from accompany.house.live import changed
from accompany.house.refusals import Refusal
from accompany.ledger.lines import HOUSE, Actor, record
from accompany.ledger.verbs import Verb
from accompany.sealed import sessions
from accompany.sealed.circles import HELPLINE
from accompany.sealed.lockboxes import (
    OpenLockbox,
    SealingLockbox,
    make_lockbox,
    open_by_secret,
)

MOST_WAITING = 300
BURST = 6
BURST_TIME = timedelta(seconds=5)
SEEN_EVERY = timedelta(minutes=1)


class LineIsFull(Refusal):
    message = _("Many people are waiting right now. Please call, or try again in a little while.")


class ChatIsOver(Refusal):
    message = _("This chat is over. You can start a new one any time.")


class OneAtATime(Refusal):
    message = _("That came very fast. Wait a moment, then send this again.")


def topic(conversation: Conversation) -> str:
    return f"chat:{conversation.id}"


def start(*, once: str, words: str = "") -> str:
    """Begin a chat and return its token. The same form begins the same chat."""
    token = keyed.chat_token(once)
    name = sessions.row_name(token)
    if ChatDoor.objects.filter(name=name).exists():
        return token
    if Conversation.objects.waiting().filter(channel=Channel.CHAT).count() >= MOST_WAITING:
        raise LineIsFull
    try:
        _begin(token, name, words)
    except IntegrityError:  # the same button pressed twice, both on their way at once
        if not ChatDoor.objects.filter(name=name).exists():
            raise
    return token


@transaction.atomic
def _begin(token: str, name: str, words: str) -> None:
    now = clock.now()
    box = make_lockbox(LOCKBOX_KIND, circles=[HELPLINE])
    conversation = Conversation.objects.create(
        lockbox_id=box.id,
        channel=Channel.CHAT,
        label=_free_label(),
        started_at=now,
        last_at=now,
        waiting_since=now,
        seen_at=now,
    )
    ChatDoor.objects.create(
        name=name, conversation=conversation, opening=sessions.seal(token, box.secret)
    )
    message = _write(conversation, words, box, now, once=None) if words else None
    changed("helpline")
    record(verbs.CHAT_STARTED, message or conversation, by=HOUSE, subject=conversation.id)


def _free_label() -> int:
    """A short number that no chat going on has: a label, not a key."""
    taken = set(
        Conversation.objects.going().filter(channel=Channel.CHAT).values_list("label", flat=True)
    )
    top = 900 if len(taken) < 450 else 9000
    while (label := secrets.randbelow(top) + 100) in taken:
        pass
    return label


def opened(door: ChatDoor, token: str) -> OpenLockbox:
    """Her own chat's lockbox, opened by the token alone."""
    if not door.is_open:
        raise ChatIsOver
    secret = sessions.open(token, bytes(door.opening))
    return open_by_secret(door.conversation.lockbox_id, secret)


@transaction.atomic
def say(*, door: ChatDoor, box: OpenLockbox, words: str, once: str) -> Message:
    """Take in what she wrote. Raises `ChatIsOver` or `OneAtATime`."""
    conversation = Conversation.objects.select_for_update().get(id=door.conversation_id)
    if not conversation.is_going:
        raise ChatIsOver
    if said := Message.objects.filter(conversation=conversation, once=once).first():
        return said
    now = clock.now()
    _slow_down(conversation, now)
    message = _write(conversation, words, box, now, once=once)
    changed("helpline")
    changed(topic(conversation))
    record(verbs.CHAT_SAID, message, by=HOUSE, subject=conversation.id)
    return message


def _slow_down(conversation: Conversation, now: datetime) -> None:
    """Nobody types six messages in five seconds; a stuck key or a script does."""
    fresh = conversation.burst_at is None or now - conversation.burst_at > BURST_TIME
    if not fresh and conversation.burst >= BURST:
        raise OneAtATime
    conversation.burst = 1 if fresh else conversation.burst + 1
    conversation.burst_at = now if fresh else conversation.burst_at


def _write(
    conversation: Conversation,
    words: str,
    box: OpenLockbox | SealingLockbox,
    now: datetime,
    *,
    once: str | None,
) -> Message:
    conversation.messages += 1
    conversation.last_at, conversation.last_is_ours = now, False
    conversation.waiting_since = conversation.waiting_since or now
    conversation.seen_at, conversation.left_at = now, None
    conversation.save(
        update_fields=[
            "messages",
            "last_at",
            "last_is_ours",
            "waiting_since",
            "seen_at",
            "left_at",
            "burst",
            "burst_at",
        ]
    )
    message = Message(
        conversation=conversation,
        nth=conversation.messages,
        direction=Direction.HERS,
        once=once,
    )
    message.seal(MessageWords(text=words.replace("\0", ""), at=now), box=box).save()
    return message


def seen(conversation: Conversation) -> None:
    """Her page is open: noted once a minute, and it takes back a page that was only reloaded."""
    now = clock.now()
    if (
        conversation.left_at is None
        and conversation.seen_at
        and now - conversation.seen_at < SEEN_EVERY
    ):
        return
    Conversation.objects.going().filter(id=conversation.id).update(seen_at=now, left_at=None)


def left(conversation: Conversation) -> None:
    """Her page was closed. If it does not come back within a minute, she has left."""
    Conversation.objects.going().filter(id=conversation.id).update(left_at=clock.now())


@transaction.atomic
def end(
    conversation: Conversation, ending: Ending, *, by: Actor = HOUSE, verb: Verb = verbs.CHAT_ENDED
) -> bool:
    """End a conversation, once: its token opens nothing, and it has a day to be forgotten."""
    now = clock.now()
    ended = (
        Conversation.objects.going()
        .filter(id=conversation.id)
        .update(
            ended_at=now,
            ending=ending,
            waiting_since=None,
            left_at=None,
            erase_due=erase_due(conversation.channel, last_at=conversation.last_at, ended_at=now),
        )
    )
    if not ended:
        return False
    ChatDoor.objects.filter(conversation=conversation).update(opening=b"")
    if ending != Ending.MOVED:
        _count(conversation, now)
    changed("helpline")
    changed(topic(conversation))
    record(verb, conversation, by=by, subject=conversation.id)
    return True


def _count(conversation: Conversation, now: datetime) -> None:
    """Keep a tally of a conversation in which we answered, once, if it belongs to no record."""
    answered = conversation.said.filter(direction=Direction.OURS).exists()
    if not answered or conversation.participant_id:
        return
    AnonymousContact.objects.get_or_create(
        conversation=conversation,
        defaults={
            "day": day_of(conversation.started_at),
            "channel": conversation.channel,
            "kind": kinds.Kind.CONVERSATION,
            "recorded_at": now,
        },
    )
