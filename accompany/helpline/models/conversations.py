"""Conversations: that one is going on, who of us is in it, and when it is to be forgotten.

What was said in it lies in rows of its own.
"""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

TEXT_LIFE = timedelta(days=7)
CHAT_LIFE = timedelta(hours=24)
SILENCE = timedelta(minutes=30)

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


def erase_due(channel: str, *, last_at: datetime, ended_at: datetime | None) -> datetime | None:
    """When a conversation outside any file is to be forgotten."""
    if channel == Channel.TEXT:
        return last_at + TEXT_LIFE
    return ended_at + CHAT_LIFE if ended_at else None
