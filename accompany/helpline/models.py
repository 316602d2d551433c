"""The helpline: conversations by text and web chat, what waits to go out, and a tally of contacts.

What anybody said, and every number, is sealed; a row in the clear says only that a conversation is
going on, who of us is in it and when it is to be forgotten. A conversation is in a lockbox of its
own until it is moved into a participant's file. One text from one number is taken in once, however
often the telephone company hands it over. A note between colleagues is its own kind of row: nothing
that sends can be given one.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accompany.helpline import kinds
from accompany.ledger.lines import Actor
from accompany.sealed.documents import SealedRow

TEXT_LIFE = timedelta(days=7)
CHAT_LIFE = timedelta(hours=24)
SILENCE = timedelta(minutes=30)
OUTBOX_LIFE = timedelta(minutes=15)
RECEIPT_LIFE = timedelta(days=400)
UNDO_LOG = timedelta(minutes=5)
SEEN_WITHIN = timedelta(minutes=20)
LONGEST_MESSAGE = 4_000
LONGEST_TEXT = 1_600

# A second message after one of ours that nobody answered waits for a deliberate step.
QUIET_AFTER = {"chat": timedelta(minutes=2), "text": timedelta(minutes=10)}


class Channel(models.TextChoices):
    TEXT = "text", _("Text")
    CHAT = "chat", _("Chat")


class Ending(models.TextChoices):
    CLOSED = "closed", _("closed by us")
    STOPPED = "stopped", _("ended by the visitor")
    LEFT = "left", _("the visitor left the page")
    SILENT = "silent", _("thirty quiet minutes")
    MOVED = "moved", _("moved into a file")


class Direction(models.TextChoices):
    HERS = "hers", _("hers")
    OURS = "ours", _("ours")


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def going(self) -> "ConversationQuerySet":
        return self.filter(ended_at=None)

    def waiting(self) -> "ConversationQuerySet":
        """Nobody is with them yet; who asked for help first, then by how long they have waited."""
        return self.going().filter(assigned_to=None)

    def unmoved(self) -> "ConversationQuerySet":
        return self.filter(moved_at=None)


class Conversation(models.Model):
    """One conversation. Its words are its messages, each sealed."""

    in_the_clear: ClassVar[dict[str, str]] = {
        "channel": "decides how an answer goes out",
        "label": "a random number to call it by at the desk; it opens nothing",
        "phone_tag": "routes a later text; a digest under a host key that dies within 60 days",
        "started_at": "orders the queue",
        "last_at": "shows silence, and when it is to be forgotten",
        "waiting_since": "orders the queue",
        "last_is_ours": "so that nobody follows a silence",
        "messages": "the place of the next message",
        "asked_help_at": "someone who sends only HELP comes first",
        "asked_stop_at": "someone who sent STOP can no longer be texted",
        "assigned_to": "which colleague is with them",
        "assigned_at": "since when",
        "also_by": "which other colleague was writing a reply too",
        "also_at": "when that was",
        "ended_at": "when it ended",
        "ending": "how it ended",
        "left_at": "when the visitor's page was closed, before it is taken as left",
        "seen_at": "when the visitor's page last asked, to the minute",
        "burst": "how many messages came within seconds, to slow a flood",
        "burst_at": "when that count began",
        "participant": "the record it belongs to; a random id",
        "moved_at": "when it was moved into her file",
        "erase_due": "the retention date",
    }

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    lockbox = models.ForeignKey("sealed.Lockbox", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    label = models.PositiveIntegerField()
    phone_tag = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    last_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True)
    last_is_ours = models.BooleanField(default=False)
    messages = models.PositiveIntegerField(default=0)
    asked_help_at = models.DateTimeField(null=True)
    asked_stop_at = models.DateTimeField(null=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    assigned_at = models.DateTimeField(null=True)
    also_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    also_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=8, choices=Ending.choices, blank=True)
    left_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    burst = models.PositiveSmallIntegerField(default=0)
    burst_at = models.DateTimeField(null=True)
    participant = models.ForeignKey(
        "participants.Participant", null=True, on_delete=models.CASCADE, related_name="+"
    )
    moved_at = models.DateTimeField(null=True)
    erase_due = models.DateTimeField(null=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_number_has_one_open_conversation",
                fields=["phone_tag"],
                condition=Q(ended_at=None) & ~Q(phone_tag=""),
            ),
            models.CheckConstraint(
                name="a_conversation_ends_after_it_starts",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
            ),
            models.CheckConstraint(
                name="an_ended_conversation_says_how",
                condition=Q(ended_at=None, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
            ),
            models.CheckConstraint(
                name="a_conversation_outside_a_file_has_a_day_to_be_forgotten",
                condition=Q(moved_at__isnull=False)
                | Q(erase_due__isnull=False)
                | Q(channel="chat", ended_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["phone_tag"], name="conversation_by_phone"),
            models.Index(fields=["ended_at", "assigned_to"], name="conversation_going"),
            models.Index(fields=["erase_due"], name="conversation_to_forget"),
        ]

    def __str__(self) -> str:
        return f"conversation {self.id}"

    @property
    def ledger_subject(self) -> UUID:
        return self.id

    @property
    def name(self) -> str:
        """What colleagues call it."""
        return f"{Channel(self.channel).label} {self.label}"

    @property
    def is_going(self) -> bool:
        return self.ended_at is None

    @property
    def is_chat(self) -> bool:
        return self.channel == Channel.CHAT

    @property
    def is_moved(self) -> bool:
        return self.moved_at is not None

    @property
    def can_come_back(self) -> bool:
        """A chat that ended is gone; a closed text can be brought back until it is forgotten."""
        return not self.is_going and not self.is_moved and not self.is_chat

    def is_quiet(self, now: datetime) -> bool:
        """The last word is ours and nothing has come since: following it could harm."""
        return self.last_is_ours and now - self.last_at >= QUIET_AFTER[self.channel]


@dataclass(frozen=True)
class MessageWords:
    """What was said, exactly, and when. `number` is where a text came from."""

    text: str
    at: datetime
    said_by: str = ""
    number: str = ""
    pictures: int = 0


class Message(SealedRow):
    """One message of a conversation, hers or ours."""

    Words: ClassVar[type] = MessageWords
    opened_by: ClassVar[str] = "the helpline; once linked to a record, her care team"
    in_the_clear: ClassVar[dict[str, str]] = {
        "conversation": "which conversation it is in; a random id",
        "nth": "its place there",
        "direction": "hers or ours",
        "written_by": "which colleague wrote it",
        "once": "a random value of the form it was sent with, so that a double click says it once",
    }

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="said", db_index=False
    )
    nth = models.PositiveIntegerField()
    direction = models.CharField(max_length=4, choices=Direction.choices)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    once = models.CharField(max_length=64, null=True)  # noqa: DJ001  texts that arrive have none

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_message_has_its_own_place", fields=["conversation", "nth"]
            ),
            models.UniqueConstraint(
                name="a_form_says_a_thing_once",
                fields=["conversation", "once"],
                condition=Q(once__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.id}"

    @property
    def is_hers(self) -> bool:
        return self.direction == Direction.HERS


@dataclass(frozen=True)
class ContactNoteWords:
    text: str
    at: datetime


class ContactNote(SealedRow):
    """A note from colleague to colleague about a conversation. Nothing that sends takes one."""

    Words: ClassVar[type] = ContactNoteWords
    opened_by: ClassVar[str] = "the helpline; once linked to a record, her care team"
    in_the_clear: ClassVar[dict[str, str]] = {
        "conversation": "which conversation it is about; a random id",
        "nth": "after which message it was written",
        "written_by": "which colleague wrote it",
        "for_colleague": "whom it hands the conversation to",
    }

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="notes")
    nth = models.PositiveIntegerField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    for_colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"contact note {self.id}"


@dataclass(frozen=True)
class SheetWords:
    """What they have told us, in a few words, and how it is safe to answer."""

    called: str = ""
    asked_for: str = ""
    said: str = ""
    safe: str = ""
    no_text: bool = False
    not_alone: bool = False


class Sheet(SealedRow):
    """The sheet beside a conversation: what they have told us, and how it is safe to answer."""

    Words: ClassVar[type] = SheetWords
    opened_by: ClassVar[str] = "the helpline; once linked to a record, her care team"
    in_the_clear: ClassVar[dict[str, str]] = {
        "conversation": "which conversation it is about; a random id",
    }

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, related_name="sheet"
    )

    def __str__(self) -> str:
        return f"sheet {self.id}"


class ChatDoor(models.Model):
    """A visitor's way into her own chat. The token in its address opens it; nothing stored does."""

    in_the_clear: ClassVar[dict[str, str]] = {
        "name": "a hash of the token, which is in her address alone",
        "conversation": "which chat it opens; a random id",
        "opening": "the chat's key, sealed under the token; empty once the chat ended",
    }

    name = models.CharField(primary_key=True, max_length=64)
    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="door")
    opening = models.BinaryField()

    def __str__(self) -> str:
        return f"chat door of {self.conversation_id}"

    @property
    def is_open(self) -> bool:
        return bool(self.opening)


class State(models.TextChoices):
    """What became of a text of ours."""

    QUEUED = "queued", _("waiting to go")
    SENDING = "sending", _("going out")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("not sent")
    UNKNOWN = "unknown", _("nobody can tell whether it went")


class Why(models.TextChoices):
    """Why a text of ours did not go."""

    LATE = "late", _("It waited fifteen minutes and was not sent.")
    RULE = "rule", _("The safe-contact rule changed while it waited.")
    HOURS = "hours", _("The hours in which it is safe ended before it went.")
    STOPPED = "stopped", _("They sent STOP. Texts to them are blocked until they send START.")
    REFUSED = "refused", _("The telephone company refused it.")
    UNDELIVERED = "undelivered", _("It did not reach their phone.")


class OutgoingText(models.Model):
    """The outbox: a text that a colleague queued. It is sent at most once, within fifteen minutes.

    The envelope is sealed to the host alone and deleted as soon as the text is sent or may not be.
    """

    in_the_clear: ClassVar[dict[str, str]] = {
        "message": "which message it carries; a random id",
        "state": "what became of it",
        "why": "why it did not go",
        "envelope": "number and words, sealed to the host for fifteen minutes at most",
        "rule_version": "the version of the safe-contact rule it was judged by",
        "queued_at": "when it was queued",
        "not_before": "when a refused connection may be tried again",
        "claimed_at": "when the loop took it",
        "settled_at": "when it was sent, or given up",
        "tries": "how often the company could not be reached",
    }

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="outgoing")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    why = models.CharField(max_length=12, choices=Why.choices, blank=True)
    envelope = models.BinaryField()
    rule_version = models.PositiveIntegerField(default=0)
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_message_goes_out_once_at_a_time",
                fields=["message"],
                condition=Q(state__in=("queued", "sending", "sent", "delivered")),
            ),
            models.CheckConstraint(
                name="only_what_may_still_go_has_an_envelope",
                condition=Q(state__in=("queued", "sending")) | Q(envelope=b""),
            ),
        ]
        indexes = [models.Index(fields=["state", "not_before"], name="outgoing_due")]

    def __str__(self) -> str:
        return f"outgoing text {self.id}"

    @property
    def can_be_sent_again(self) -> bool:
        return self.state in (State.FAILED, State.UNKNOWN) and self.why != "stopped"


class ProviderReceipt(models.Model):
    """That the telephone company handed us a text, or took one from us.

    Its own id is kept until its copy there is seen to be gone; then only a digest, for 400 days, so
    that a delivery repeated later revives nothing.
    """

    in_the_clear: ClassVar[dict[str, str]] = {
        "digest": "a keyed digest of the company's id, so that a text is taken in once",
        "provider_id": "the company's id, until its copy is seen to be gone",
        "message": "which message it was; a random id",
        "outgoing": "which outgoing text it was; a random id",
        "at": "when it was handed over",
        "remove_at": "when to ask the company to delete its copy",
        "tries": "how often it was asked",
        "removed_at": "when its copy was seen to be gone",
    }

    digest = models.CharField(primary_key=True, max_length=64)
    provider_id = models.CharField(max_length=64, blank=True)
    message = models.ForeignKey(
        Message, null=True, on_delete=models.SET_NULL, related_name="receipts"
    )
    outgoing = models.ForeignKey(
        OutgoingText, null=True, on_delete=models.SET_NULL, related_name="receipts", db_index=False
    )
    at = models.DateTimeField()
    remove_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_removed_text_keeps_no_provider_id",
                condition=Q(removed_at=None) | Q(provider_id=""),
            ),
        ]
        indexes = [models.Index(fields=["remove_at"], name="receipt_to_remove")]

    def __str__(self) -> str:
        return f"receipt {self.digest[:8]}"


class Suppression(models.Model):
    """A number that sent STOP: the company blocks every text to it until it sends START."""

    in_the_clear: ClassVar[dict[str, str]] = {
        "digest": "a keyed digest of the number",
        "since": "when STOP came",
        "lifted_at": "when START came",
    }

    digest = models.CharField(primary_key=True, max_length=64)
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"suppression {self.digest[:8]}"


class SavedPhrase(models.Model):
    """Something we often say, agreed on among us. About nobody."""

    in_the_clear: ClassVar[dict[str, str]] = {
        "title": "our own words, about nobody",
        "words": "our own words, about nobody",
        "written_by": "which colleague wrote it",
        "written_at": "when",
        "retired_at": "since when it is no longer offered",
    }

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    title = models.CharField(_("what it is for"), max_length=60)
    words = models.TextField(_("the words"), max_length=600)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"saved phrase {self.id}"


class Duty(models.Model):
    """A colleague who is taking chats and texts. She counts as here while her desk is open."""

    in_the_clear: ClassVar[dict[str, str]] = {
        "colleague": "who is on the line",
        "since": "since when",
        "seen_at": "when her desk was last open, to the minute",
    }

    colleague = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"duty of {self.colleague_id}"


class AnonymousContact(models.Model):
    """A tally of one contact, without a name or a word of what was said."""

    in_the_clear: ClassVar[dict[str, str]] = {
        "day": "for counting",
        "channel": "for counting",
        "kind": "for counting",
        "minutes": "for counting, in bands",
        "safe": "whether it was safe to talk, for counting",
        "youth_concern": "whether someone under 18 may be in danger, for counting",
        "emergency_called": "whether emergency services were called with their yes, for counting",
        "award": "which award it is counted under",
        "recorded_by": "which colleague logged it; nobody when the loop did",
        "recorded_at": "so that it can be undone for some minutes",
        "conversation": "so that a conversation is counted once; gone with the conversation",
    }

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    day = models.DateField()
    channel = models.CharField(max_length=8, choices=kinds.Channel.choices)
    kind = models.CharField(max_length=16, choices=kinds.Kind.choices)
    minutes = models.CharField(max_length=8, choices=kinds.Minutes.choices, blank=True)
    safe = models.CharField(max_length=10, choices=kinds.Safe.choices, default=kinds.Safe.NOT_ASKED)
    youth_concern = models.BooleanField(default=False)
    emergency_called = models.BooleanField(default=False)
    award = models.ForeignKey("awards.Award", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    conversation = models.OneToOneField(
        Conversation, null=True, on_delete=models.SET_NULL, related_name="tally"
    )

    class Meta:
        indexes = [
            models.Index(fields=["day"], name="contact_by_day"),
            models.Index(fields=["award", "day"], name="contact_by_award"),
        ]

    def __str__(self) -> str:
        return f"contact {self.id}"

    def can_be_undone(self, *, by: Actor, at: datetime) -> bool:
        """By whoever logged it, for some minutes."""
        return self.recorded_by_id == by.id and at - self.recorded_at <= UNDO_LOG


class DemoText(models.Model):
    """A text in the demo telephone: it stands for the world outside, in demo folders alone."""

    in_the_clear: ClassVar[dict[str, str]] = {
        "sid": "a made-up id of the made-up company",
        "is_ours": "which way it goes",
        "sealed": "numbers and words, sealed to the host",
        "at": "when it was sent; all are wiped after a day",
        "status": "how far the made-up company got",
    }

    sid = models.CharField(primary_key=True, max_length=40)
    is_ours = models.BooleanField()
    sealed = models.BinaryField()
    at = models.DateTimeField()
    status = models.CharField(max_length=12)

    def __str__(self) -> str:
        return f"demo text {self.sid}"


def erase_due(channel: str, *, last_at: datetime, ended_at: datetime | None) -> datetime | None:
    """When a conversation outside any file is to be forgotten."""
    if channel == Channel.TEXT:
        return last_at + TEXT_LIFE
    return ended_at + CHAT_LIFE if ended_at else None


def day_of(moment: datetime) -> date:
    """The day a contact is counted on."""
    from django.utils import timezone

    return timezone.localtime(moment).date()
