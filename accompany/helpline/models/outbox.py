"""What passes between us and the telephone company: texts that wait, receipts, and who said STOP.

A text goes out at most once. What lets a person be found by her number is a keyed digest.
"""

from datetime import timedelta
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accompany.helpline.models.said import Message

OUTBOX_LIFE = timedelta(minutes=15)
RECEIPT_LIFE = timedelta(days=400)
LONGEST_TEXT = 1_600


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
