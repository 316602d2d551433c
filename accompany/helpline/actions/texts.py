"""Texts that arrive: each is stored sealed, once, with nobody signed in.

A text joins the conversation that is going on with its number, through its lockbox's public half. A
number whose conversation ended, or was moved into a file, begins a fresh one; a link to a
participant goes along.
"""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, connections, transaction

from accompany import clock
from accompany.helpline import keyed, keywords, phone, verbs
from accompany.helpline.keywords import Meaning
from accompany.helpline.models import (
    TEXT_LIFE,
    Channel,
    Conversation,
    Direction,
    Message,
    MessageWords,
    ProviderReceipt,
    Suppression,
)
from accompany.helpline.provider import Arrived
from accompany.house.live import changed
from accompany.ledger.asking import find, places
from accompany.ledger.inserting import change, insert
from accompany.ledger.lines import HOUSE, record
from accompany.sealed import tags
from accompany.sealed.circles import HELPLINE
from accompany.sealed.lockboxes import OpenLockbox, SealingLockbox, make_lockbox, sealing

LOCKBOX_KIND = "conversation"


def take_in(arrived: Arrived) -> Message | None:
    """Store a text that arrived. None if it had been taken in before."""
    digest = tags.provider_digest(arrived.id)
    try:
        return _stored(arrived, digest)
    except IntegrityError:
        if ProviderReceipt.objects.filter(digest=digest).exists():
            return None
    return _stored(arrived, digest)  # two first texts at once: this one joins the other


@transaction.atomic
def _stored(arrived: Arrived, digest: str) -> Message:
    now = clock.now()
    meaning = _meaning(arrived, now)
    conversation, box = _conversation(arrived.number, now, meaning)
    message = Message(
        conversation=conversation, nth=conversation.messages, direction=Direction.HERS
    )
    words = MessageWords(
        text=arrived.words.replace("\0", ""),
        at=arrived.at or now,
        number=arrived.number,
        pictures=arrived.pictures,
    )
    insert([message.seal(words, box=box)])
    known = {"digest": digest, "provider_id": arrived.id}
    insert([ProviderReceipt(**known, message=message, at=now, remove_at=now)])
    if meaning is not None:
        heed(meaning, arrived.number, now)
    changed("helpline")
    record(verbs.TEXT_ARRIVED, message, by=HOUSE, subject=conversation.id)
    return message


def _meaning(arrived: Arrived, now: datetime) -> Meaning | None:
    """What the company makes of a text: as it told us, else as its published list says."""
    if arrived.taken_as in set(Meaning):
        return Meaning(arrived.taken_as)
    return keywords.meaning(arrived.words, provider=settings.TEXT_PROVIDER, on=now.date())


def _conversation(
    number: str, now: datetime, meaning: Meaning | None
) -> tuple[Conversation, OpenLockbox | SealingLockbox]:
    """The conversation this text belongs to, with its place for one more message."""
    known = tags.phone_tags(number) if phone.can_be_texted(number) else []
    last = _last_with(known) if known else None
    if last is not None and last.is_going:
        return _joined(last, known[0], now, meaning)
    box = make_lockbox(LOCKBOX_KIND, circles=[HELPLINE])
    conversation = Conversation(
        lockbox_id=box.id,
        channel=Channel.TEXT,
        label=secrets.randbelow(9000) + 1000,
        phone_tag=known[0] if known else "",
        started_at=now,
        last_at=now,
        waiting_since=now,
        messages=1,
        erase_due=now + TEXT_LIFE,
        participant_id=last.participant_id if last else None,
        asked_help_at=now if meaning is Meaning.HELP else None,
        asked_stop_at=now if meaning is Meaning.STOP else None,
    )
    insert([conversation])
    return conversation, box


def _last_with(known: list[str]) -> Conversation | None:
    """The conversation going on with a number, else the newest; held until the text is stored.

    Every text that arrives asks this first, so it is written out: the same query made by the ORM
    costs a fifth of all that storing a text costs.
    """
    connection = connections["default"]
    locked = " FOR UPDATE" if connection.features.has_select_for_update else ""
    newest = (
        f"WHERE phone_tag IN ({places(known)})"
        f" ORDER BY ended_at IS NOT NULL, started_at DESC LIMIT 1{locked}"
    )
    return next(iter(find(Conversation, newest, known)), None)


def _joined(
    conversation: Conversation, tag: str, now: datetime, meaning: Meaning | None
) -> tuple[Conversation, SealingLockbox]:
    box = sealing(conversation.lockbox_id)
    conversation.messages += 1
    fields = {
        "messages": conversation.messages,
        "last_at": now,
        "last_is_ours": False,
        "waiting_since": conversation.waiting_since or now,
        "erase_due": now + TEXT_LIFE,
        "phone_tag": tag,
    }
    if meaning is Meaning.HELP:
        fields["asked_help_at"] = now
    if meaning is Meaning.STOP:
        fields["asked_stop_at"] = now
    if meaning is Meaning.START:
        fields["asked_stop_at"] = None
    change(conversation, fields)
    return conversation, box


def heed(meaning: Meaning, number: str, now: datetime) -> None:
    """Do as the company does when a number sends STOP or START."""
    digest = keyed.suppressed(number)
    if meaning is Meaning.STOP:
        Suppression.objects.update_or_create(
            digest=digest, defaults={"since": now, "lifted_at": None}
        )
    elif meaning is Meaning.START:
        Suppression.objects.filter(digest=digest, lifted_at=None).update(lifted_at=now)


def is_stopped(number: str) -> bool:
    """Whether this number sent STOP and has not sent START since."""
    return Suppression.objects.filter(digest=keyed.suppressed(number), lifted_at=None).exists()


def block(number: str) -> None:
    """The company says that this number has sent STOP."""
    heed(Meaning.STOP, number, clock.now())
    known = tags.phone_tags(number)
    Conversation.objects.filter(phone_tag__in=known, asked_stop_at=None).update(
        asked_stop_at=clock.now()
    )
