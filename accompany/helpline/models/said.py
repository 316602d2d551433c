"""What was said in a conversation, by her and by us, and what we note of it: sealed, each word."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accompany.helpline.models.conversations import Conversation
from accompany.sealed.documents import SealedRow

LONGEST_MESSAGE = 4_000


class Direction(models.TextChoices):
    HERS = "hers", _("hers")
    OURS = "ours", _("ours")


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
