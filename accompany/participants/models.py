"""Participants: survivors whom we accompany, each with three lockboxes.

Her **card** (names, safe contact) opens for everybody who accompanies people. Her **file**
(numbers, addresses, plans) opens for the care team she chose, and through broken glass for an hour.
Her **facts** (coded answers) open for the care team and for those who count. A colleague whom she
excludes reaches none of them. `handle` stands for her in the ledger; its link dies with this row.
"""

from datetime import date, datetime, timedelta
from typing import ClassVar
from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q

from accompany import clock
from accompany.participants.matching import Page
from accompany.participants.words import (
    CardWords,
    FactsWords,
    FollowUpWords,
    ReasonWords,
    SheetWords,
)
from accompany.sealed.documents import SealedRow
from accompany.sealed.models import Lockbox
from accompany.staff.models import Colleague

GLASS_LASTS = timedelta(minutes=60)
GLASS_REVIEWED_WITHIN = timedelta(hours=72)
TAKEN_BACK_WITHIN = timedelta(hours=1)
KEYRING_COPIES_LIVE = timedelta(days=30)


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def open_to(self, colleague: UUID) -> "ParticipantQuerySet":
        """Without those who exclude this colleague."""
        shut = Exclusion.objects.filter(colleague=colleague, lifted_at=None)
        return self.exclude(id__in=shut.values("participant"))

    def with_us(self) -> "ParticipantQuerySet":
        return self.filter(closed_at=None)


class Participant(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    handle = models.UUIDField(unique=True, default=uuid4, editable=False)
    card_box = models.ForeignKey(Lockbox, on_delete=models.PROTECT, related_name="+")
    file_box = models.ForeignKey(Lockbox, on_delete=models.PROTECT, related_name="+")
    facts_box = models.ForeignKey(Lockbox, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = ParticipantQuerySet.as_manager()

    in_the_clear: ClassVar[dict[str, str]] = {
        "handle": "a random id that stands for her in the ledger; its link dies with this row",
        "card_box": "a random id of keys",
        "file_box": "a random id of keys",
        "facts_box": "a random id of keys",
        "agreed_at": "when she said yes to a record",
        "opened_at": "when the record was opened",
        "opened_by": "the colleague who wrote down her yes",
        "closed_at": "when the record was closed: its notes go 90 days after",
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="participant_record_closes_after_it_opens",
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-opened_at", "-id"], name="newest_records"),
            models.Index(
                fields=["-opened_at", "-id"],
                condition=Q(closed_at=None),
                name="newest_people_with_us",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def ledger_subject(self) -> UUID:
        return self.handle

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class FindPage(SealedRow):
    """The search words of up to 256 cards, in a lockbox of its own; destroyed when one changes."""

    Words: ClassVar[type] = Page
    opened_by: ClassVar[str] = "everyone who accompanies"

    cards = models.PositiveSmallIntegerField()
    built_at = models.DateTimeField()

    in_the_clear: ClassVar[dict[str, str]] = {
        "cards": "how many cards it was built from",
        "built_at": "when it was built",
    }

    def __str__(self) -> str:
        return str(self.id)


class Card(SealedRow):
    """Her names and how to reach her safely. `page` is the find page that knows it, if one does."""

    Words: ClassVar[type] = CardWords
    opened_by: ClassVar[str] = "everyone who accompanies"

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE)
    page = models.ForeignKey(FindPage, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")

    in_the_clear: ClassVar[dict[str, str]] = {
        "participant": "a random id",
        "page": "the find page to destroy when this card changes",
        "changed_at": "said to whoever edits at the same time",
        "changed_by": "said to whoever edits at the same time",
    }

    def __str__(self) -> str:
        return str(self.id)

    @property
    def ledger_subject(self) -> UUID:
        return self.participant.handle


class FileSheet(SealedRow):
    """The first sheet of her file: numbers, addresses, what she works toward."""

    Words: ClassVar[type] = SheetWords
    opened_by: ClassVar[str] = "her care team, and through the glass"

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="sheet")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")

    in_the_clear: ClassVar[dict[str, str]] = {
        "participant": "a random id",
        "changed_at": "said to whoever edits at the same time",
        "changed_by": "said to whoever edits at the same time",
    }

    def __str__(self) -> str:
        return str(self.id)

    @property
    def ledger_subject(self) -> UUID:
        return self.participant.handle


class Facts(SealedRow):
    """Coded answers for counting, each of them hers to refuse."""

    Words: ClassVar[type] = FactsWords
    opened_by: ClassVar[str] = "her care team and the circle that counts"

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="facts")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")

    in_the_clear: ClassVar[dict[str, str]] = {
        "participant": "a random id",
        "changed_at": "said to whoever edits at the same time",
        "changed_by": "said to whoever edits at the same time",
    }

    def __str__(self) -> str:
        return str(self.id)

    @property
    def ledger_subject(self) -> UUID:
        return self.participant.handle


class CareTeam(models.Model):
    """A colleague whom she chose to be beside her, from then until she leaves the team."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="team")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    in_the_clear: ClassVar[dict[str, str]] = {
        "participant": "a random id",
        "colleague": "who holds keys to her file, as the key wraps show anyway",
        "joined_at": "since when",
        "left_at": "until when",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participant", "colleague"],
                condition=Q(left_at=None),
                name="colleague_is_once_on_a_care_team",
            ),
            models.CheckConstraint(
                name="colleague_leaves_a_care_team_after_joining",
                condition=Q(left_at=None) | Q(left_at__gte=F("joined_at")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["colleague", "left_at"], name="care_team_of")]

    def __str__(self) -> str:
        return str(self.id)


class Exclusion(models.Model):
    """A colleague whom she does not want near her record. It overrides everything else."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="exclusions"
    )
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    in_the_clear: ClassVar[dict[str, str]] = {
        "participant": "a random id",
        "colleague": "who finds nothing about her",
        "made_at": "since when",
        "lifted_at": "until when",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participant", "colleague"],
                condition=Q(lifted_at=None),
                name="colleague_is_excluded_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def waiting(self) -> "FollowUpQuerySet":
        return self.filter(done_at=None)

    def due(self, on: date) -> "FollowUpQuerySet":
        return self.waiting().filter(due_on__lte=on)


class FollowUp(SealedRow):
    """Something promised to her, on a day and within hours, by one colleague."""

    Words: ClassVar[type] = FollowUpWords
    opened_by: ClassVar[str] = "her care team, and through the glass"

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="follow_ups"
    )
    for_colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    not_before = models.TimeField(null=True)
    not_after = models.TimeField(null=True)
    planned_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = FollowUpQuerySet.as_manager()

    in_the_clear: ClassVar[dict[str, str]] = {
        "participant": "a random id",
        "for_colleague": "whose Today it is on",
        "due_on": "the day it is due",
        "not_before": "hours she gave",
        "not_after": "hours she gave",
        "planned_at": "when it was planned",
        "done_at": "when it was done",
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["for_colleague", "due_on"],
                condition=Q(done_at=None),
                name="follow_up_waiting_for",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def ledger_subject(self) -> UUID:
        return self.participant.handle

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_just_done(self) -> bool:
        """Whether a slip of the finger can still be taken back."""
        return self.done_at is not None and clock.now() < self.done_at + TAKEN_BACK_WITHIN


class GlassOpening(SealedRow):
    """A sealed file opened by somebody outside the care team, for an hour, for a typed reason.

    The reason lies in a lockbox of its own, for her care team and for supervisors.
    """

    Words: ClassVar[type] = ReasonWords
    opened_by: ClassVar[str] = "her care team and supervisors"

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="glass")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        Colleague, on_delete=models.PROTECT, null=True, related_name="+"
    )

    in_the_clear: ClassVar[dict[str, str]] = {
        "participant": "a random id",
        "colleague": "who opened it",
        "opened_at": "when",
        "ends_at": "when it shuts by itself",
        "reviewed_at": "when a supervisor looked at the reason",
        "reviewed_by": "which supervisor",
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="glass_is_never_reviewed_by_who_broke_it",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("colleague")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def ledger_subject(self) -> UUID:
        return self.participant.handle

    @property
    def review_due_at(self) -> datetime:
        return self.opened_at + GLASS_REVIEWED_WITHIN

    def is_running(self, at: datetime) -> bool:
        return self.opened_at <= at < self.ends_at


class LegalHold(models.Model):
    """The law forbids to destroy her record for now. It widens nobody's access."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="holds")
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    in_the_clear: ClassVar[dict[str, str]] = {
        "participant": "a random id",
        "placed_at": "since when",
        "lifted_at": "until when",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(lifted_at=None),
                name="legal_hold_is_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Erasure(models.Model):
    """She asks to be forgotten. One of her care team writes it down, a second person does it.

    The row outlives her record as proof that it was done, and says nothing of whom it was about.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    participant = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, related_name="erasures"
    )
    asked_at = models.DateTimeField()
    asked_through = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Colleague, on_delete=models.PROTECT, null=True, related_name="+")

    in_the_clear: ClassVar[dict[str, str]] = {
        "participant": "a random id, until it is done",
        "asked_at": "when she asked",
        "asked_through": "the colleague who wrote it down",
        "taken_back_at": "when she took it back",
        "done_at": "when it was done; her proof says so",
        "done_by": "the second person",
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="erasure_takes_two_people",
                condition=Q(done_by=None) | ~Q(done_by=F("asked_through")),
            ),
            models.CheckConstraint(
                name="erasure_done_knows_nobody",
                condition=Q(done_at=None) | Q(participant=None),
            ),
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(done_at=None, taken_back_at=None),
                name="erasure_is_asked_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def last_copy_on(self) -> date | None:
        """The day on which the last keyring copy that could open her words is gone."""
        if self.done_at is None:
            return None
        from accompany.participants.safe_contact import house_zone

        return (self.done_at + KEYRING_COPIES_LIVE).astimezone(house_zone()).date()
