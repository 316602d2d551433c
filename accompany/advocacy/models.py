"""Notes and services: what colleagues write down about walking beside someone.

A note is short, and sealed in her file. A private note is sealed once more to its writer,
so it is the one thing here that only one person can open, and that is lost with her key.

A service is a number and no words: on a day a colleague did something, for one participant
or for people nobody named, paid by one award or by none. It lies in the clear, so that a
funder's totals need nobody's key.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.awards.models import Award
from accompany.sealed.documents import SealedRow

NOTE_LENGTH = 500  # less text is safer: a long note becomes somebody's exhibit
NOTE_CHANGES_FOR = timedelta(days=7)
SERVICE_CHANGES_FOR = timedelta(days=90)  # about one quarter: after it a funder has the number
UNDO_FOR = timedelta(minutes=15)
MOST_PEOPLE = 500  # in one tally of people nobody named


class NoteKind(models.TextChoices):
    SHARED = "shared", _("The care team can read it")
    PRIVATE = "private", _("Only I can read it")


class Voice(models.TextChoices):
    OURS = "ours", _("What we did")
    HERS = "hers", _("Their own words")
    TOGETHER = "both", _("Together")


class Minutes(models.IntegerChoices):
    """About how long it took; the number is the upper end of the band."""

    UNSAID = 0, _("Not said")
    QUARTER = 15, _("15 min")
    HALF = 30, _("30 min")
    HOUR = 60, _("1 hour")
    TWO_HOURS = 120, _("2 hours")
    LONGER = 480, _("Over 2 hours")


@dataclass(frozen=True)
class NoteWords:
    """What a note says. `kept` holds a private note's text, sealed to its writer, in base 64."""

    at: datetime
    text: str = ""
    kept: str = ""
    voice: str = Voice.OURS.value


@dataclass(frozen=True)
class Given:
    """What was done, as one form says it: one or several services of one day."""

    day: date
    codes: tuple[str, ...]
    award: Award | None = None
    minutes: int = Minutes.UNSAID.value
    people: int = 1


class Note(SealedRow):
    Words = NoteWords
    opened_by: ClassVar[str] = "her care team, and through the glass; a private one only its writer"

    participant = models.ForeignKey(
        "participants.Participant", on_delete=models.PROTECT, related_name="notes"
    )
    kind = models.CharField(max_length=8, choices=NoteKind)
    written_on = models.DateField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    in_the_clear: ClassVar[dict[str, str]] = {
        "participant": "a random id: whose file the note is in",
        "kind": "whether the care team may read it, so that a page can say what is sealed",
        "written_on": "the day, to show notes in order and to let them go after closing",
        "written_by": "who wrote it: only she may change it, and only she opens a private one",
    }

    class Meta:
        indexes = [models.Index(fields=["participant", "-written_on", "id"], name="notes_of_her")]
        constraints = [
            models.CheckConstraint(
                name="a_note_is_shared_or_private", condition=Q(kind__in=NoteKind.values)
            ),
        ]

    def __str__(self) -> str:
        return f"note {self.id}"

    @property
    def ledger_subject(self) -> UUID:
        subject: UUID = self.participant.handle
        return subject

    @property
    def is_private(self) -> bool:
        return self.kind == NoteKind.PRIVATE


class Service(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4)
    participant = models.ForeignKey(
        "participants.Participant", null=True, on_delete=models.PROTECT, related_name="services"
    )
    day = models.DateField()
    code = models.CharField(max_length=40)
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    award = models.ForeignKey(Award, null=True, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField(choices=Minutes, default=Minutes.UNSAID)
    people = models.PositiveSmallIntegerField(default=1)
    logged_at = models.DateTimeField()

    in_the_clear: ClassVar[dict[str, str]] = {
        "participant": "a random id or nobody: a funder counts people once",
        "day": "the day it was given: a funder asks for a quarter",
        "code": "what it was, in our own catalog: a funder asks for categories",
        "colleague": "who gave it: only she may correct it",
        "award": "who paid for it: a funder asks for its own",
        "minutes": "about how long, in bands",
        "people": "how many people nobody named; one for a participant",
        "logged_at": "when it was written down, so that it can be undone for a while",
    }

    class Meta:
        indexes = [
            models.Index(fields=["award", "day", "code", "participant"], name="services_by_award"),
            models.Index(fields=["day", "code", "participant"], name="services_by_day"),
            models.Index(fields=["participant", "-day", "-logged_at"], name="services_of_her"),
            models.Index(fields=["colleague", "-logged_at"], name="services_of_colleague"),
        ]
        constraints = [
            models.CheckConstraint(name="a_service_counts_someone", condition=Q(people__gte=1)),
            models.CheckConstraint(
                name="a_participant_is_counted_once",
                condition=Q(participant=None) | Q(people=1),
            ),
        ]

    def __str__(self) -> str:
        return f"service {self.id}"

    @property
    def ledger_subject(self) -> UUID | None:
        return self.participant.handle if self.participant_id and self.participant else None

    def may_change(self, colleague: UUID, today: date | None = None) -> bool:
        """Whether its colleague may still correct it."""
        since = (today or clock.today()) - timezone.localtime(self.logged_at).date()
        return self.colleague_id == colleague and since <= SERVICE_CHANGES_FOR

    @property
    def is_fresh(self) -> bool:
        return clock.now() - self.logged_at <= UNDO_FOR
