"""Reaching a conversation on somebody's behalf.

Whoever answers the helpline reaches every conversation that is not in a file yet, except those of a
participant who keeps her away. What was moved into a file opens with the file alone (`talks_of`).
These functions write no ledger line: a page calls `ledger.lines.opening` once, first.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Max, OuterRef, Subquery
from django.http import Http404

from accompany import clock
from accompany.helpline import keyed
from accompany.helpline.models import (
    SEEN_WITHIN,
    AnonymousContact,
    Channel,
    ChatDoor,
    ContactNote,
    Conversation,
    ConversationQuerySet,
    Direction,
    Duty,
    Message,
    OutgoingText,
    ProviderReceipt,
    SavedPhrase,
    Sheet,
    SheetWords,
    Suppression,
)
from accompany.ledger.asking import ask
from accompany.participants import access as people
from accompany.participants.models import Exclusion, Participant
from accompany.sealed import sessions
from accompany.sealed.lockboxes import OpenLockbox, open_lockbox, open_lockboxes
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability
from accompany.staff.models import Colleague, Session

SHOWN_WAITING = 100
SHOWN_CLOSED = 30
TONIGHT = timedelta(hours=12)

ON_DUTY = """
    SELECT c.name FROM helpline_duty d JOIN staff_colleague c ON c.id = d.colleague_id
    WHERE c.left_at IS NULL AND d.seen_at >= %s ORDER BY d.since"""


def conversations(by: Acting) -> ConversationQuerySet:
    """Every conversation outside a file that this colleague may be in."""
    if not by.can(Capability.ANSWER_HELPLINE):
        return Conversation.objects.none()
    shut = Exclusion.objects.filter(colleague=by.id, lifted_at=None)
    return Conversation.objects.unmoved().exclude(participant__in=shut.values("participant"))


def conversation(id: UUID, by: Acting, *, lock: bool = False) -> Conversation:
    """One conversation outside a file, or 404."""
    found = conversations(by)
    found = found.select_for_update() if lock else found.select_related("assigned_to", "also_by")
    try:
        return found.get(id=id)
    except Conversation.DoesNotExist:
        raise Http404("No such conversation.") from None


def is_free_for(conversation: Conversation, by: Acting) -> bool:
    """Whether this colleague may be the one who is with them: nobody else is, or can be now.

    Somebody who left us, whom she keeps away, or who is signed in nowhere since a while answers
    nobody; whoever waits must not wait for her.
    """
    other = conversation.assigned_to_id
    if other is None or other == by.id:
        return True
    if not Colleague.objects.here().filter(id=other).exists():
        return True
    if conversation.participant_id and _keeps_away(conversation.participant_id, other):
        return True
    since = conversation.assigned_at
    if since is None or clock.now() - since < SEEN_WITHIN:
        return False
    signed_in = Session.objects.filter(
        colleague=other, is_pending=False, expires_at__gt=clock.now()
    )
    return not signed_in.exists()


def _keeps_away(participant: UUID, colleague: UUID) -> bool:
    shut = Exclusion.objects.filter(participant=participant, lifted_at=None)
    return shut.filter(colleague=colleague).exists()


@dataclass(frozen=True)
class Said:
    """A message as the desk shows it, with what became of it outside."""

    message: Message
    outgoing: OutgoingText | None = None
    receipt: ProviderReceipt | None = None


@dataclass(frozen=True)
class Talk:
    """A conversation, opened."""

    conversation: Conversation
    said: list[Said]
    notes: list[ContactNote]
    sheet: Sheet | None
    is_stopped: bool = False

    @property
    def told(self) -> SheetWords:
        return self.sheet.words if self.sheet else SheetWords()

    @property
    def number(self) -> str:
        """The number of a text, as it last came."""
        hers = (each.message for each in reversed(self.said) if each.message.is_hers)
        return next((each.words.number for each in hers if each.words.number), "")

    @property
    def last_nth(self) -> int:
        return self.said[-1].message.nth if self.said else 0

    @property
    def hers_at_the_company(self) -> list[ProviderReceipt]:
        """What the telephone company gave us a receipt of: the texts that arrived."""
        return [each.receipt for each in self.said if each.receipt and each.message.is_hers]

    @property
    def hers_removed_at(self) -> datetime | None:
        """When the last of their texts was seen to be gone there; None while one is not."""
        moments = [each.removed_at for each in self.hers_at_the_company]
        return max(m for m in moments if m) if moments and all(moments) else None


def talk(conversation: Conversation, by: Acting) -> Talk:
    """Open a conversation. Raises `NotYours` for whoever holds no key."""
    return _opened(conversation, open_lockbox(conversation.lockbox_id, by=by))


def talks_of(participant: Participant, by: Acting) -> list[Talk]:
    """The conversations in a participant's file, the latest first. Raises `NotYours`."""
    box = people.file_box(participant, by)
    moved = Conversation.objects.filter(participant=participant, lockbox=participant.file_box_id)
    return [_opened(each, box) for each in moved.order_by("-started_at")]


def _opened(conversation: Conversation, box: OpenLockbox) -> Talk:
    messages = [
        each.open(box) for each in conversation.said.select_related("written_by").order_by("nth")
    ]
    notes = conversation.notes.select_related("written_by", "for_colleague").order_by("nth")
    sheet = Sheet.objects.filter(conversation=conversation).first()
    outgoing = {
        each.message_id: each
        for each in OutgoingText.objects.filter(message__in=messages).order_by("queued_at")
    }
    receipts = {
        each.message_id: each
        for each in ProviderReceipt.objects.filter(message__in=messages).order_by("at")
    }
    opened = Talk(
        conversation=conversation,
        said=[Said(each, outgoing.get(each.id), receipts.get(each.id)) for each in messages],
        notes=[each.open(box) for each in notes],
        sheet=sheet.open(box) if sheet else None,
    )
    return _with_stop(opened)


def _with_stop(opened: Talk) -> Talk:
    number = opened.number
    stopped = (
        bool(number)
        and Suppression.objects.filter(digest=keyed.suppressed(number), lifted_at=None).exists()
    )
    return Talk(opened.conversation, opened.said, opened.notes, opened.sheet, stopped)


@dataclass(frozen=True)
class Waiting:
    """One row of the queue: who, since when, and the last thing they said."""

    conversation: Conversation
    name: str = ""
    last_words: str = ""
    pictures: int = 0
    has_written: bool = False


@dataclass(frozen=True)
class Queue:
    """The desk's lists."""

    waiting: list[Waiting] = field(default_factory=list)
    more: int = 0
    yours: list[Waiting] = field(default_factory=list)
    colleagues: list[Waiting] = field(default_factory=list)
    closed: list[Conversation] = field(default_factory=list)

    @property
    def longest(self) -> datetime | None:
        since = [each.conversation.waiting_since for each in self.waiting]
        return min((moment for moment in since if moment), default=None)


def queue(by: Acting) -> Queue:
    """Everybody who waits or is being answered, with their last words opened.

    So many of each channel are shown that a flood of chats hides no text.
    """
    going = conversations(by).going().select_related("assigned_to")
    taken = list(going.exclude(assigned_to=None).order_by("-last_at")[: 2 * SHOWN_WAITING])
    first = [each for channel in Channel for each in _first_of(going, channel)]
    rows = _rows(sorted(taken + first, key=_turn), by)
    return Queue(
        waiting=[row for row in rows if row.conversation.assigned_to_id is None],
        more=max(0, waiting_count(by) - len(first)),
        yours=[row for row in rows if row.conversation.assigned_to_id == by.id],
        colleagues=[row for row in rows if row.conversation.assigned_to_id not in (None, by.id)],
        closed=list(
            conversations(by)
            .filter(ended_at__gte=clock.now() - TONIGHT)
            .order_by("-ended_at")[:SHOWN_CLOSED]
        ),
    )


def _first_of(going: ConversationQuerySet, channel: Channel) -> ConversationQuerySet:
    """Those of one channel whose turn is next."""
    turns = (F(name).asc(nulls_last=True) for name in ("asked_help_at", "waiting_since", "last_at"))
    return going.filter(assigned_to=None, channel=channel).order_by(*turns)[:SHOWN_WAITING]


def _turn(talk: Conversation) -> tuple[bool, bool, datetime]:
    """Who asked for help comes first, then who has waited longest, then who waits for nothing."""
    since = talk.waiting_since
    return talk.asked_help_at is None, since is None, since or talk.last_at


def waiting_count(by: Acting) -> int:
    """How many wait for anybody, for the rail."""
    return conversations(by).waiting().count()


def _rows(found: list[Conversation], by: Acting) -> list[Waiting]:
    last = _last_words(found, by)
    names = people.names({each.participant_id for each in found if each.participant_id}, by)
    return [
        Waiting(
            conversation=each,
            name=names.get(each.participant_id, "") if each.participant_id else "",
            last_words=last[each.id].words.text if each.id in last else "",
            pictures=last[each.id].words.pictures if each.id in last else 0,
            has_written=each.id in last,
        )
        for each in found
    ]


def _last_words(found: list[Conversation], by: Acting) -> dict[UUID, Message]:
    boxes = open_lockboxes([each.lockbox_id for each in found], by=by)
    newest = (
        Message.objects.filter(conversation=OuterRef("conversation"), direction=Direction.HERS)
        .values("conversation")
        .annotate(last=Max("nth"))
        .values("last")
    )
    rows = Message.objects.filter(
        conversation__in=found, direction=Direction.HERS, nth=Subquery(newest)
    )
    return {
        row.conversation_id: row.open(boxes[row.lockbox_id])
        for row in rows
        if row.lockbox_id in boxes
    }


def chat_door(token: str) -> ChatDoor:
    """A visitor's own chat, by the token in her address, or 404."""
    try:
        return ChatDoor.objects.select_related("conversation__assigned_to").get(
            name=sessions.row_name(token)
        )
    except ChatDoor.DoesNotExist:
        raise Http404("No such chat.") from None


def ahead_of(conversation: Conversation) -> int:
    """How many came earlier and still wait."""
    since = conversation.waiting_since or conversation.started_at
    return Conversation.objects.waiting().filter(waiting_since__lt=since).count()


def on_duty() -> list[Duty]:
    """Colleagues who are taking chats and texts and whose desk is open."""
    since = clock.now() - SEEN_WITHIN
    here = Duty.objects.filter(seen_at__gte=since, colleague__left_at=None)
    return list(here.select_related("colleague").order_by("since"))


def names_on_duty() -> list[str]:
    """What they are called; said on every page of the desk, so written out."""
    return [name for (name,) in ask(ON_DUTY, [clock.now() - SEEN_WITHIN])]


def duty(by: Acting) -> Duty | None:
    return Duty.objects.filter(colleague=by.id).first()


def people_on_the_line() -> int:
    """How many are there, said to whoever thinks of writing."""
    since = clock.now() - SEEN_WITHIN
    return Duty.objects.filter(seen_at__gte=since, colleague__left_at=None).count()


def colleagues_to_hand_to(conversation: Conversation, by: Acting) -> list[Colleague]:
    """Everyone else who answers the helpline, but whom she keeps away."""
    others = Colleague.objects.here().exclude(id=by.id).order_by("name")
    if conversation.participant_id:
        shut = Exclusion.objects.filter(participant=conversation.participant_id, lifted_at=None)
        others = others.exclude(id__in=shut.values("colleague"))
    return [each for each in others if each.can(Capability.ANSWER_HELPLINE)]


def colleague_to_hand_to(id: UUID, conversation: Conversation, by: Acting) -> Colleague:
    for each in colleagues_to_hand_to(conversation, by):
        if each.id == id:
            return each
    raise Http404("No such colleague.")


def phrases() -> list[SavedPhrase]:
    return list(SavedPhrase.objects.filter(retired_at=None).order_by("title"))


def phrase(id: UUID) -> SavedPhrase:
    try:
        return SavedPhrase.objects.get(id=id, retired_at=None)
    except SavedPhrase.DoesNotExist:
        raise Http404("No such phrase.") from None


def own_log(id: UUID, by: Acting) -> AnonymousContact:
    try:
        return AnonymousContact.objects.get(id=id, recorded_by=by.id)
    except AnonymousContact.DoesNotExist:
        raise Http404("No such contact.") from None


def outgoing(id: UUID, by: Acting, *, lock: bool = False) -> OutgoingText:
    """A text in the outbox, of a conversation this colleague may be in."""
    found = OutgoingText.objects.filter(message__conversation__in=conversations(by))
    found = found.select_for_update(of=("self",)) if lock else found
    try:
        return found.select_related("message__conversation").get(id=id)
    except OutgoingText.DoesNotExist:
        raise Http404("No such text.") from None
