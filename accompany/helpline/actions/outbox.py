"""The outbox: each text goes out at most once, within fifteen minutes, or somebody is asked.

A text is claimed and stamped "sending" before it is handed to the company, so that a crash in
between leaves it "unknown" rather than sending it twice. It is tried again only where it surely was
not sent.
"""

import logging
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from accompany import clock
from accompany.helpline import verbs
from accompany.helpline.actions import chats, texts
from accompany.helpline.models import (
    OUTBOX_LIFE,
    Conversation,
    Message,
    OutgoingText,
    ProviderReceipt,
    Sheet,
    State,
    Why,
)
from accompany.helpline.outlets import Envelope
from accompany.helpline.provider import BLOCKED, Lost, NotSent, Provider
from accompany.house.live import changed
from accompany.ledger.lines import HOUSE, Actor, record
from accompany.participants.models import Card, Participant
from accompany.sealed import tags

LOST_AFTER = timedelta(minutes=2)
TRY_AGAIN = timedelta(seconds=20)
REMOVE_ANYWAY_AFTER = timedelta(minutes=10)
RANK = {State.SENDING: 0, State.UNKNOWN: 0, State.SENT: 1, State.DELIVERED: 2, State.FAILED: 2}

log = logging.getLogger(__name__)


def send_due(company: Provider) -> int:
    """Send everything that may go now. Returns how many were handed over."""
    give_up()
    now = clock.now()
    due = OutgoingText.objects.filter(state=State.QUEUED, not_before__lte=now)
    return sum(send_one(each, company) for each in due.order_by("queued_at").values_list("id"))


def send_one(key: tuple[UUID], company: Provider) -> int:
    """Claim one text and hand it over. 0 if it may not go, or somebody else has it."""
    claimed = _claim(key[0])
    if claimed is None:
        return 0
    envelope = Envelope.open(bytes(claimed.envelope))
    try:
        id = company.send(to=envelope.to, words=envelope.words)
    except NotSent as refused:
        _not_sent(claimed, envelope, refused)
        return 0
    except Lost:
        _settle(claimed, State.UNKNOWN)
        return 0
    _sent(claimed, id)
    return 1


@transaction.atomic
def _claim(id: UUID) -> OutgoingText | None:
    now = clock.now()
    mine = OutgoingText.objects.filter(id=id, state=State.QUEUED)
    if not mine.update(state=State.SENDING, claimed_at=now):
        return None
    claimed = OutgoingText.objects.select_related("message__conversation").get(id=id)
    if why := _why_not(claimed):
        _settle(claimed, State.FAILED, why)
        return None
    return claimed


def _why_not(waiting: OutgoingText) -> Why | None:
    """Why a text that was queued may not go any more."""
    now = clock.now()
    if now - waiting.queued_at > OUTBOX_LIFE:
        return Why.LATE
    if waiting.rule_version != rule_version(waiting.message.conversation):
        return Why.RULE
    envelope = Envelope.open(bytes(waiting.envelope))
    if envelope.good_until and now >= envelope.good_until:
        return Why.HOURS
    if texts.is_stopped(envelope.to):
        return Why.STOPPED
    return None


def rule_version(conversation: Conversation) -> int:
    """Which version of the safe-contact rule holds now: her card's, or the sheet's."""
    if conversation.participant_id:
        cards = Card.objects.filter(participant=conversation.participant_id)
        return cards.values_list("version", flat=True).first() or 0
    sheets = Sheet.objects.filter(conversation=conversation)
    return sheets.values_list("version", flat=True).first() or 0


def _not_sent(claimed: OutgoingText, envelope: Envelope, refused: NotSent) -> None:
    if refused.code == BLOCKED:
        with transaction.atomic():
            texts.block(envelope.to)
            _settle(claimed, State.FAILED, Why.STOPPED)
    elif refused.again:
        OutgoingText.objects.filter(id=claimed.id, state=State.SENDING).update(
            state=State.QUEUED, not_before=clock.now() + TRY_AGAIN, tries=F("tries") + 1
        )
    else:
        _settle(claimed, State.FAILED, Why.REFUSED)


@transaction.atomic
def _sent(claimed: OutgoingText, id: str) -> None:
    now = clock.now()
    ProviderReceipt.objects.create(
        digest=tags.provider_digest(id),
        provider_id=id,
        message_id=claimed.message_id,
        outgoing=claimed,
        at=now,
        remove_at=now + REMOVE_ANYWAY_AFTER,
    )
    _settle(claimed, State.SENT)


@transaction.atomic
def _settle(text: OutgoingText, state: State, why: Why | None = None) -> None:
    """Say what became of a text. Its envelope goes, whatever it was."""
    text.state, text.why, text.envelope = state, why or "", b""
    text.settled_at = clock.now()
    text.save(update_fields=["state", "why", "envelope", "settled_at"])
    message = Message.objects.select_related("conversation").get(id=text.message_id)
    changed("helpline")
    verb = verbs.SENT if state in (State.SENT, State.DELIVERED) else verbs.NOT_SENT
    record(verb, message, by=HOUSE, subject=message.conversation.id, state=str(state.value))


def give_up() -> int:
    """Void what waited fifteen minutes, and ask about what was claimed and never settled."""
    now = clock.now()
    late = OutgoingText.objects.filter(state=State.QUEUED, queued_at__lt=now - OUTBOX_LIFE)
    lost = OutgoingText.objects.filter(state=State.SENDING, claimed_at__lt=now - LOST_AFTER)
    for text in late:
        _settle(text, State.FAILED, Why.LATE)
    for text in lost:
        _settle(text, State.UNKNOWN)
    return len(late) + len(lost)


def void_for(participant: Participant, *, by: Actor) -> None:
    """Her rules changed: nothing that was judged by the old ones may go."""
    waiting = OutgoingText.objects.filter(
        state=State.QUEUED, message__conversation__participant=participant
    )
    for text in waiting:
        _settle(text, State.FAILED, Why.RULE)


@transaction.atomic
def heard(*, id: str, status: str, code: int = 0) -> bool:
    """Take in what the company says became of a text. False if no text is known by this id yet."""
    digest = tags.provider_digest(id)
    receipt = ProviderReceipt.objects.select_for_update().filter(digest=digest).first()
    if receipt is None:
        return False
    new = {"delivered": State.DELIVERED, "undelivered": State.FAILED, "failed": State.FAILED}
    state = new.get(status)
    if state is None or receipt.outgoing_id is None:
        return True
    text = OutgoingText.objects.get(id=receipt.outgoing_id)
    if RANK[State(text.state)] >= RANK[state]:
        return True
    _hurry_removal(receipt)
    if code == BLOCKED:
        Conversation.objects.filter(said=text.message_id).update(asked_stop_at=clock.now())
    why = None
    if state is State.FAILED:
        why = Why.STOPPED if code == BLOCKED else Why.UNDELIVERED
    _settle(text, state, why)
    conversation = Conversation.objects.get(said=text.message_id)
    changed(chats.topic(conversation))
    return True


def _hurry_removal(receipt: ProviderReceipt) -> None:
    if receipt.removed_at is None:
        ProviderReceipt.objects.filter(digest=receipt.digest).update(remove_at=clock.now())


def is_sending() -> bool:
    """Whether a text is being handed over right now, so that its id may not be written down yet."""
    return OutgoingText.objects.filter(state=State.SENDING).exists()


def remove_there(company: Provider) -> int:
    """Delete texts at the company and read back that they are gone; forget its ids then."""
    now = clock.now()
    due = (
        ProviderReceipt.objects.filter(~Q(provider_id=""), remove_at__lte=now, removed_at=None)
        .select_related("message")
        .order_by("remove_at")[:50]
    )
    return sum(_remove_one(each, company) for each in due)


def _remove_one(receipt: ProviderReceipt, company: Provider) -> int:
    try:
        gone = company.remove(receipt.provider_id)
    except (Lost, NotSent):
        gone = False
    now = clock.now()
    mine = ProviderReceipt.objects.filter(digest=receipt.digest, removed_at=None)
    if not gone:
        wait = timedelta(minutes=min(2**receipt.tries, 360))
        mine.update(tries=F("tries") + 1, remove_at=now + wait)
        return 0
    with transaction.atomic():
        mine.update(removed_at=now, provider_id="", remove_at=None)
        message = receipt.message
        changed("helpline")
        if message is not None:
            record(verbs.REMOVED_THERE, message, by=HOUSE, subject=message.conversation_id)
    return 1


def collect(company: Provider, *, since: timedelta) -> int:
    """Take in texts the company has and never managed to hand over."""
    taken = 0
    for arrived in company.recent(since=clock.now() - since):
        known = ProviderReceipt.objects.filter(digest=tags.provider_digest(arrived.id))
        if not known.exists() and texts.take_in(arrived) is not None:
            taken += 1
    return taken
