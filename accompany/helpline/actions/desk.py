"""What colleagues do at the desk: take a conversation, answer, write to each other, hand it on.

One colleague is with a conversation at a time. Nobody follows a silence without a deliberate step.
When two answer at once, the second is told and keeps her words, and the first is told of her.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.helpline import access, outlets, verbs
from accompany.helpline.actions import chats, texts
from accompany.helpline.models import (
    LONGEST_TEXT,
    ContactNote,
    ContactNoteWords,
    Conversation,
    Direction,
    Ending,
    Message,
    MessageWords,
    OutgoingText,
    SavedPhrase,
    Sheet,
    SheetWords,
    erase_due,
)
from accompany.helpline.phone import can_be_texted
from accompany.house.live import changed
from accompany.house.refusals import Refusal
from accompany.ledger.lines import record
from accompany.participants import access as people
from accompany.participants.safe_contact import NONE, Channel, SafeContact, Verdict, judge
from accompany.releases import gate
from accompany.sealed.documents import Stale
from accompany.sealed.lockboxes import OpenLockbox, open_lockbox, sealing
from accompany.staff.access import require
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability
from accompany.staff.models import Colleague


class Over(Refusal):
    message = _("This conversation is over. Nothing more can reach them here.")


class WithSomeoneElse(Refusal):
    def __init__(self, colleague: Colleague) -> None:
        super().__init__(
            _("%(name)s is with them. Ask %(name)s to hand over, or write a note.")
            % {"name": colleague.name}
        )


class AnsweredMeanwhile(Refusal):
    def __init__(self, colleague: Colleague) -> None:
        super().__init__(
            _("%(name)s answered while you were writing. Read it first. Your words are still here.")
            % {"name": colleague.name}
        )


class FollowsASilence(Refusal):
    message = _(
        "They have not answered since our last message. They may have had to stop. "
        "Send again only if they asked for it, and say so below."
    )


class Stopped(Refusal):
    message = _(
        "They sent STOP, so texts to them are blocked until they send START. "
        "It may also mean that they want something to stop. If they call, answer."
    )


class CannotBeTexted(Refusal):
    message = _("This number cannot be texted.")


class NotSafe(Refusal):
    pass


class TooLong(Refusal):
    message = _("A text holds at most 1,600 characters. Send it in two.")


class SheetChanged(Refusal):
    message = _(
        "Somebody else wrote here a moment ago. Their words are shown above yours. "
        "Put together what should stay, then save."
    )


@transaction.atomic
def take(*, conversation: Conversation, by: Acting) -> None:
    """Be the one who is with them. Raises `Over` or `WithSomeoneElse`."""
    conversation = _going(conversation, by)
    if conversation.assigned_to_id == by.id:
        return
    _free_for(conversation, by)
    _assign(conversation, by.colleague)
    record(verbs.TOOK, conversation, by=by, subject=conversation.id)


@transaction.atomic
def step_back(*, conversation: Conversation, by: Acting) -> None:
    """Give a conversation back to the queue, where it waits in its old place."""
    conversation = _going(conversation, by)
    _free_for(conversation, by)
    waiting = conversation.waiting_since
    Conversation.objects.filter(id=conversation.id).update(
        assigned_to=None, assigned_at=None, waiting_since=waiting or clock.now()
    )
    changed("helpline")
    changed(chats.topic(conversation))
    record(verbs.STEPPED_BACK, conversation, by=by, subject=conversation.id)


@transaction.atomic
def hand_over(*, conversation: Conversation, to: Colleague, note: str, by: Acting) -> None:
    """Hand a conversation to a colleague, with a note that only colleagues read."""
    conversation = _going(conversation, by)
    _free_for(conversation, by)
    _assign(conversation, to)
    if note:
        _write_note(conversation, note, by, for_colleague=to)
    record(verbs.HANDED_OVER, conversation, by=by, subject=conversation.id, to=to.id)


def reply(
    *,
    conversation: Conversation,
    words: str,
    seen: int,
    once: str,
    by: Acting,
    follows_silence: bool = False,
) -> Message:
    """Answer them. `seen` is the place of the last message on the page it was written on.

    Raises `Over`, `WithSomeoneElse`, `AnsweredMeanwhile`, `FollowsASilence`, `Stopped`,
    `CannotBeTexted`, `NotSafe` or `TooLong`; nothing is sent then.
    """
    try:
        return _reply(conversation, words, seen, once, by, follows_silence)
    except (WithSomeoneElse, AnsweredMeanwhile):
        _tell_the_other(conversation, by)
        raise


@transaction.atomic
def _reply(
    conversation: Conversation,
    words: str,
    seen: int,
    once: str,
    by: Acting,
    follows_silence: bool,
) -> Message:
    conversation = _going(conversation, by)
    if said := Message.objects.filter(conversation=conversation, once=once).first():
        return said
    _free_for(conversation, by)
    _nobody_answered(conversation, seen, by)
    if conversation.is_quiet(clock.now()) and not follows_silence:
        raise FollowsASilence
    box = open_lockbox(conversation.lockbox_id, by=by)
    way = None if conversation.is_chat else _way_out(conversation, box, words, by)
    message = _say(conversation, words, box, once, by)
    if way is None:
        clearance = gate.to_herself(conversation.id, by=by, outlet=outlets.CHAT)
        outlets.say_in_chat(clearance, message)
        record(verbs.REPLIED, message, by=by, subject=conversation.id)
    else:
        _queue(message, way, by)
        record(verbs.QUEUED, message, by=by, subject=conversation.id)
    return message


@transaction.atomic
def send_again(*, outgoing: OutgoingText, by: Acting) -> OutgoingText:
    """Queue a text once more that did not go, or of which nobody knows whether it went."""
    conversation = _going(outgoing.message.conversation, by)
    _free_for(conversation, by)
    outgoing = access.outgoing(outgoing.id, by, lock=True)
    message = outgoing.message
    waiting = message.outgoing.filter(state__in=("queued", "sending", "sent", "delivered"))
    if found := waiting.first():
        return found
    box = open_lockbox(conversation.lockbox_id, by=by)
    message.open(box)
    way = _way_out(conversation, box, message.words.text, by)
    queued = _queue(message, way, by)
    changed("helpline")
    record(verbs.SEND_AGAIN, message, by=by, subject=conversation.id)
    return queued


@dataclass(frozen=True)
class Way:
    """Where a text may go, until when, and by which version of the rule."""

    number: str
    until: datetime | None
    rule_version: int


def verdict(talk: access.Talk, by: Acting) -> tuple[Verdict, SafeContact]:
    """Whether a text may go to them now, and the rule that says so."""
    safe, _version = _rule(talk.conversation, talk.sheet, by)
    return _judged(talk.conversation, safe), safe


def _judged(conversation: Conversation, safe: SafeContact) -> Verdict:
    channel = Channel.CHAT if conversation.is_chat else Channel.TEXT
    answering = not conversation.last_is_ours
    return judge(safe, channel, clock.now(), answering=answering)


def _rule(conversation: Conversation, sheet: Sheet | None, by: Acting) -> tuple[SafeContact, int]:
    """Her card's rule if she is known; else what they told us here.

    Writing to us is a yes to an answer.
    """
    if conversation.participant_id:
        participant = people.participant(conversation.participant_id, by)
        card = people.card(participant, by)
        return card.words.safe, card.version
    told = sheet.words if sheet else SheetWords()
    channel = Channel.CHAT if conversation.is_chat else Channel.TEXT
    ways = (NONE,) if told.no_text and not conversation.is_chat else (channel.value,)
    return SafeContact(channels=ways), sheet.version if sheet else 0


def _way_out(conversation: Conversation, box: OpenLockbox, words: str, by: Acting) -> Way:
    if len(words) > LONGEST_TEXT:
        raise TooLong
    sheet = Sheet.objects.filter(conversation=conversation).first()
    safe, version = _rule(conversation, sheet.open(box) if sheet else None, by)
    number = _number(conversation, box)
    if not can_be_texted(number):
        raise CannotBeTexted
    if texts.is_stopped(number):
        raise Stopped
    found = _judged(conversation, safe)
    if not found.allowed:
        raise NotSafe(found.sentence)
    return Way(number, found.until, version)


def _number(conversation: Conversation, box: OpenLockbox) -> str:
    last = conversation.said.filter(direction=Direction.HERS).order_by("-nth").first()
    number: str = last.open(box).words.number if last else ""
    return number


def _queue(message: Message, way: Way, by: Acting) -> OutgoingText:
    clearance = gate.to_herself(message.conversation_id, by=by, outlet=outlets.TEXT)
    return outlets.queue_text(
        clearance, message, to=way.number, until=way.until, rule_version=way.rule_version
    )


def _say(
    conversation: Conversation, words: str, box: OpenLockbox, once: str, by: Acting
) -> Message:
    now = clock.now()
    nth = conversation.messages + 1
    Conversation.objects.filter(id=conversation.id).update(
        messages=nth,
        last_at=now,
        last_is_ours=True,
        waiting_since=None,
        asked_help_at=None,
        assigned_to=by.colleague,
        assigned_at=conversation.assigned_at or now,
        also_by=None,
        also_at=None,
        erase_due=erase_due(conversation.channel, last_at=now, ended_at=None),
    )
    message = Message(
        conversation=conversation,
        nth=nth,
        direction=Direction.OURS,
        written_by=by.colleague,
        once=once,
    )
    said = MessageWords(text=words, at=now, said_by=by.colleague.on_the_line)
    message.seal(said, box=box).save()
    changed("helpline")
    changed(chats.topic(conversation))
    return message


@transaction.atomic
def write_note(*, conversation: Conversation, text: str, by: Acting) -> ContactNote:
    """Leave a note that colleagues read. It cannot reach whoever it is about."""
    conversation = _reached(conversation, by)
    return _write_note(conversation, text, by)


def _write_note(
    conversation: Conversation, text: str, by: Acting, *, for_colleague: Colleague | None = None
) -> ContactNote:
    note = ContactNote(
        conversation=conversation,
        nth=conversation.messages,
        written_by=by.colleague,
        for_colleague=for_colleague,
    )
    words = ContactNoteWords(text=text, at=clock.now())
    note.seal(words, box=sealing(conversation.lockbox_id)).save()
    changed("helpline")
    record(verbs.WROTE_NOTE, note, by=by, subject=conversation.id)
    return note


@transaction.atomic
def write_sheet(
    *, conversation: Conversation, words: SheetWords, version: int, by: Acting
) -> Sheet:
    """Write down what they told us. Raises `SheetChanged` if somebody else did meanwhile."""
    conversation = _reached(conversation, by)
    box = open_lockbox(conversation.lockbox_id, by=by)
    sheet = Sheet.objects.filter(conversation=conversation).first()
    if (sheet.version if sheet else 0) != version:
        raise SheetChanged
    if sheet is None:
        sheet = Sheet(conversation=conversation)
        sheet.seal(words, box=box).save()
    else:
        try:
            sheet.reseal(words, box=box)
        except Stale:
            raise SheetChanged from None
    changed("helpline")
    record(verbs.WROTE_SHEET, sheet, by=by, subject=conversation.id)
    return sheet


@transaction.atomic
def close(*, conversation: Conversation, by: Acting) -> None:
    """End a conversation from our side."""
    conversation = _going(conversation, by)
    _free_for(conversation, by)
    chats.end(conversation, Ending.CLOSED, by=by, verb=verbs.CLOSED)


@transaction.atomic
def bring_back(*, conversation: Conversation, by: Acting) -> Conversation:
    """Open a closed text conversation again. A newer one with the same number comes first."""
    conversation = access.conversation(conversation.id, by, lock=True)
    if not conversation.can_come_back:
        raise Over
    newer = Conversation.objects.going().filter(phone_tag=conversation.phone_tag)
    if conversation.phone_tag and (found := newer.first()):
        return found
    Conversation.objects.filter(id=conversation.id).update(
        ended_at=None, ending="", assigned_to=by.colleague, assigned_at=clock.now()
    )
    changed("helpline")
    record(verbs.BROUGHT_BACK, conversation, by=by, subject=conversation.id)
    return conversation


@transaction.atomic
def write_phrase(*, title: str, words: str, by: Acting) -> SavedPhrase:
    require(by, Capability.EDIT_PHRASES)
    saved = SavedPhrase.objects.create(
        title=title, words=words, written_by=by.colleague, written_at=clock.now()
    )
    record(verbs.WROTE_PHRASE, saved, by=by)
    return saved


@transaction.atomic
def retire_phrase(*, id: UUID, by: Acting) -> None:
    require(by, Capability.EDIT_PHRASES)
    saved = access.phrase(id)
    SavedPhrase.objects.filter(id=saved.id).update(retired_at=clock.now())
    record(verbs.RETIRED_PHRASE, saved, by=by)


def _reached(conversation: Conversation, by: Acting) -> Conversation:
    require(by, Capability.ANSWER_HELPLINE)
    return access.conversation(conversation.id, by, lock=True)


def _going(conversation: Conversation, by: Acting) -> Conversation:
    found = _reached(conversation, by)
    if not found.is_going:
        raise Over
    return found


def _free_for(conversation: Conversation, by: Acting) -> None:
    with_them = conversation.assigned_to_id
    if with_them is not None and not access.is_free_for(conversation, by):
        raise WithSomeoneElse(Colleague.objects.get(id=with_them))


def _nobody_answered(conversation: Conversation, seen: int, by: Acting) -> None:
    others = Message.objects.filter(
        conversation=conversation, direction=Direction.OURS, nth__gt=seen
    ).exclude(written_by=by.id)
    found = others.select_related("written_by").order_by("-nth").first()
    if found is not None and found.written_by is not None:
        raise AnsweredMeanwhile(found.written_by)


def _tell_the_other(conversation: Conversation, by: Acting) -> None:
    with transaction.atomic():
        Conversation.objects.filter(id=conversation.id).update(
            also_by=by.colleague, also_at=clock.now()
        )
        changed("helpline")


def _assign(conversation: Conversation, to: Colleague) -> None:
    Conversation.objects.filter(id=conversation.id).update(assigned_to=to, assigned_at=clock.now())
    changed("helpline")
    changed(chats.topic(conversation))
