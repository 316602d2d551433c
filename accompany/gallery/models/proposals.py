"""What the survivor council is asked: the face of a work, and what the council said of it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accompany.gallery.models.consents import Consent, Use
from accompany.gallery.models.works import Artwork, credited
from accompany.sealed.documents import SealedRow


@dataclass(frozen=True)
class Face:
    """What everybody would see of a work, word for word, and which of its pictures that is.

    Once the council has said no, nothing is left of the face; there is the `reason` instead.
    """

    title: str = ""
    medium: str = ""
    year: str = ""
    statement: str = ""
    credit_line: str = ""
    alt: str = ""
    original: str = ""
    reason: str = ""

    @property
    def credited(self) -> str:
        return credited(self.credit_line)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def standing(self) -> "ProposalQuerySet":
        """Asked, and neither sent back nor over: it waits, or the council said yes to it."""
        return self.filter(ended_at=None)

    def alive(self, on: date) -> "ProposalQuerySet":
        """The consent that it stands on has not ended and was not taken back."""
        return self.filter(consent__in=Consent.objects.live(on).filter(use=Use.WEB))

    def waiting(self, on: date) -> "ProposalQuerySet":
        return self.standing().alive(on).filter(yes=None)


class Proposal(SealedRow):
    """The face of a work as the survivor council was asked about it, and what the council said.

    It waits in a lockbox of its own. A yes takes the council's key to it back, and stands until the
    consent ends that it stands on, or the face changes. `yes` is there only with a yes: it is what
    a hanging names, so that the database hangs nothing else. A no leaves the reason alone, sealed
    for the keepers with the work itself.
    """

    Words = Face
    opened_by: ClassVar[str] = (
        "while it waits: the circles `council` and `gallery`; from the council's word on: `gallery`"
    )

    artwork = models.ForeignKey(
        Artwork, null=True, on_delete=models.SET_NULL, related_name="proposals"
    )
    consent = models.ForeignKey(
        Consent, null=True, on_delete=models.SET_NULL, related_name="proposals"
    )
    picture = models.ForeignKey(
        "sealed.SealedFile", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    said_yes_at = models.DateTimeField(null=True)
    said_no_at = models.DateTimeField(null=True)
    yes = models.UUIDField(null=True, unique=True)
    ended_at = models.DateTimeField(null=True)

    objects = ProposalQuerySet.as_manager()

    in_the_clear: ClassVar[dict[str, str]] = {
        "artwork": "the random id of the work",
        "consent": "the random id of the consent that it stands on",
        "picture": "the random id of the sealed picture that the council looks at while it waits",
        "asked_by": "which keeper asked, as the ledger says too; she does not decide",
        "asked_at": "orders what waits",
        "decided_by": "who of the council decided, as the ledger says too",
        "said_yes_at": "when the council said yes",
        "said_no_at": "when the council sent it back",
        "yes": "a random id that is there once the council said yes; what hangs names it",
        "ended_at": "from when on nothing opens it and nothing hangs by it",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["artwork"],
                condition=Q(ended_at=None),
                name="a_work_is_asked_about_once_at_a_time",
            ),
            models.CheckConstraint(
                name="a_yes_or_a_no_is_there_as_a_whole_or_not_at_all",
                condition=Q(decided_by=None, said_yes_at=None, said_no_at=None, yes=None)
                | Q(
                    decided_by__isnull=False,
                    said_yes_at__isnull=False,
                    said_no_at=None,
                    yes__isnull=False,
                )
                | Q(decided_by__isnull=False, said_yes_at=None, said_no_at__isnull=False, yes=None),
            ),
            models.CheckConstraint(
                name="nobody_decides_on_what_she_asked",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="a_no_ends_it",
                condition=Q(said_no_at=None) | Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="only_what_waits_has_a_picture_for_the_council",
                condition=Q(picture=None) | Q(said_yes_at=None, said_no_at=None, ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.id}"

    @property
    def is_waiting(self) -> bool:
        return self.ended_at is None and self.said_yes_at is None

    @property
    def may_hang(self) -> bool:
        """Whether the council said yes, and nothing has ended it since."""
        return self.ended_at is None and self.said_yes_at is not None
