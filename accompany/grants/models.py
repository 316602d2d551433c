"""A report: one award's quarter as it was sent.

While nobody has made it ready there is no row: the quarter's page counts anew each time. Made
ready, its numbers are kept; a second person ticks exactly those; frozen, they never change,
whatever happens to the records they were counted from. What the public may have lies in the clear.
True numbers lie sealed for the circle that counts.
"""

from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accompany.awards.models import Award
from accompany.awards.periods import Period
from accompany.grants.form import Form
from accompany.sealed.documents import SealedRow


class Reader(models.TextChoices):
    """For whom numbers are written out."""

    FUNDER = "funder", _("the funder’s own form")
    PUBLIC = "public", _("the public and partners")


class Report(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    ready_at = models.DateTimeField()
    ready_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ticked_at = models.DateTimeField(null=True)
    ticked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    frozen_at = models.DateTimeField(null=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked = models.JSONField()
    published = models.JSONField()
    sheet = models.TextField()

    in_the_clear: ClassVar[dict[str, str]] = {
        "award": "about money, not about a person",
        "first_day": "the quarter",
        "last_day": "the quarter",
        "ready_at": "when the numbers were counted",
        "ready_by": "the colleague who counted",
        "ticked_at": "when a second person agreed",
        "ticked_by": "the second person",
        "frozen_at": "when it was sent off",
        "frozen_by": "the colleague who sent it off",
        "asked": "the form's own words and rows, as they were then",
        "published": "numbers for the public, rare ones and their neighbors left out",
        "sheet": "the same numbers as the file the public gets",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_quarter_is_reported_once", fields=["award", "first_day"]
            ),
            models.CheckConstraint(
                name="a_second_person_ticks",
                condition=Q(ticked_by=None) | ~Q(ticked_by=F("ready_by")),
            ),
            models.CheckConstraint(
                name="a_report_is_ticked_before_it_is_frozen",
                condition=Q(frozen_at=None) | Q(ticked_at__lte=F("frozen_at")),
            ),
            models.CheckConstraint(
                name="a_tick_and_a_freeze_have_a_name",
                condition=(Q(ticked_at=None) | Q(ticked_by__isnull=False))
                & (Q(frozen_at=None) | (Q(frozen_by__isnull=False) & Q(ticked_at__isnull=False))),
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.id}"

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)

    @property
    def form(self) -> Form:
        """The form as it was asked when the numbers were counted."""
        return Form.from_plain(self.asked)

    @property
    def withheld(self) -> frozenset[str]:
        return frozenset(key for key, n in self.published.items() if n is None)

    @property
    def is_ticked(self) -> bool:
        return self.ticked_at is not None

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None


@dataclass(frozen=True)
class TrueWords:
    """Every number as counted, and the file for the funder's form."""

    keys: tuple[str, ...]
    numbers: tuple[int, ...]
    sheet: str

    def by_key(self) -> dict[str, int]:
        return dict(zip(self.keys, self.numbers, strict=True))


class TrueNumbers(SealedRow):
    Words = TrueWords
    opened_by: ClassVar[str] = "the circle that counts"

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="true_numbers")

    in_the_clear: ClassVar[dict[str, str]] = {"report": "which report the numbers belong to"}

    def __str__(self) -> str:
        return f"true numbers {self.id}"
