"""The desk: who is on the line, what we often say, and a tally of contacts that names nobody."""

from datetime import date, datetime, timedelta
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompany.helpline import kinds
from accompany.helpline.models.conversations import Conversation
from accompany.ledger.lines import Actor

UNDO_LOG = timedelta(minutes=5)
SEEN_WITHIN = timedelta(minutes=20)


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


def day_of(moment: datetime) -> date:
    """The day a contact is counted on."""
    return timezone.localtime(moment).date()
