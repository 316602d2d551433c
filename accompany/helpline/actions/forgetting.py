"""Forgetting: conversations outside any file go on their day, and their keys with them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accompany import clock
from accompany.helpline import verbs
from accompany.helpline.actions import chats
from accompany.helpline.models import (
    RECEIPT_LIFE,
    SILENCE,
    Channel,
    Conversation,
    Ending,
    ProviderReceipt,
    Suppression,
)
from accompany.house.live import changed
from accompany.house.models import Stamp
from accompany.ledger.lines import HOUSE, record
from accompany.participants.erasure import Gone
from accompany.participants.models import LegalHold, Participant
from accompany.sealed.lockboxes import order_shred, shredded
from accompany.staff import drafts

LEFT_AFTER = timedelta(minutes=1)
LONGEST_CHAT = timedelta(hours=24)
LIFTED_KEPT = timedelta(days=30)


def end_quiet_chats() -> int:
    """End chats whose visitor left, or of which nothing was heard for thirty minutes.

    Somebody who waits for a first answer is not silent while her page is open.
    """
    now = clock.now()
    ended = 0
    for chat in Conversation.objects.going().filter(channel=Channel.CHAT):
        if chat.left_at and now - chat.left_at > LEFT_AFTER:
            ended += chats.end(chat, Ending.LEFT)
        elif now - _last_sign(chat) > SILENCE or now - chat.started_at > LONGEST_CHAT:
            ended += chats.end(chat, Ending.SILENT)
    return ended


def _last_sign(chat: Conversation) -> datetime:
    waits = chat.waiting_since is not None
    return max(chat.last_at, chat.seen_at or chat.last_at) if waits else chat.last_at


def erase_due() -> int:
    """Erase every conversation outside a file whose day has come. A legal hold keeps it."""
    held = LegalHold.objects.filter(lifted_at=None).values("participant")
    due = (
        Conversation.objects.unmoved()
        .filter(erase_due__lte=clock.now())
        .exclude(participant__in=held)
    )
    return sum(erase(each) for each in due)


@transaction.atomic
def erase(conversation: Conversation) -> bool:
    """Forget one conversation: its rows now, its key right after."""
    gone = (
        Conversation.objects.select_for_update()
        .unmoved()
        .filter(id=conversation.id, erase_due__lte=clock.now())
    )
    found = gone.first()
    if found is None:
        return False
    _erase(found)
    return True


def replay() -> int:
    """After an older backup came back: erase again every conversation whose key is destroyed."""
    gone = Conversation.objects.filter(lockbox__in=shredded()).values_list("id", flat=True)
    return sum(_erase_again(id) for id in list(gone))


@transaction.atomic
def _erase_again(id: UUID) -> int:
    _erase(Conversation.objects.select_for_update().get(id=id))
    return 1


def _erase(found: Conversation) -> None:
    chats.end(found, Ending.CLOSED)
    id, box = found.id, found.lockbox_id
    topic = chats.topic(found)
    found.delete()
    drafts.forget_about([id])
    Stamp.objects.filter(topic=topic).delete()
    order_shred([box])
    changed("helpline")
    record(verbs.ERASED, by=HOUSE, subject=id)


def forget_receipts() -> int:
    """Digests older than 400 days, and stops that were lifted long ago."""
    now = clock.now()
    old, _ = ProviderReceipt.objects.filter(at__lt=now - RECEIPT_LIFE).delete()
    lifted, _ = Suppression.objects.filter(lifted_at__lt=now - LIFTED_KEPT).delete()
    return old + lifted


def forget_participant(participant: Participant) -> Gone:
    """Delete her conversations, in her file and outside it; the lockboxes of the latter must go."""
    hers = Conversation.objects.filter(participant=participant)
    outside = list(hers.unmoved().values_list("id", "lockbox_id"))
    drafts.forget_about(hers.values_list("id", flat=True))
    Stamp.objects.filter(topic__in=[chats.topic(each) for each in hers]).delete()
    hers.delete()
    changed("helpline")
    return Gone(
        boxes=tuple(box for _id, box in outside), subjects=tuple(id for id, _box in outside)
    )
