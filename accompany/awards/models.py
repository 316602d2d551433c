"""Awards, and what their funders ask for.

An award is money for a time, with a fiscal year that starts in a month of the funder's choosing.
What a funder counts, in which words and categories, changes over the years: codes, maps,
measures and thresholds are rows with a first and a last day, loaded from `data/`, never code.
"""

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accompany.awards.periods import Period, fiscal_start, quarters


class Scheme(models.TextChoices):
    """Whose words: a funder's form, or our own catalog."""

    OWN = "own", _("our own words")
    VOCA_VA = "voca_va", _("VOCA Victim Assistance (OVC PMT)")


class AwardQuerySet(models.QuerySet["Award"]):
    def running(self, on: date) -> "AwardQuerySet":
        return self.filter(first_day__lte=on, last_day__gte=on)


class Award(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4)
    funder = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    number = models.CharField(max_length=60, blank=True)
    scheme = models.CharField(max_length=20, choices=Scheme.choices, default=Scheme.VOCA_VA)
    first_day = models.DateField()
    last_day = models.DateField()
    fiscal_start_month = models.PositiveSmallIntegerField(
        default=10, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    not_tracked = models.JSONField(default=list, blank=True)

    objects = AwardQuerySet.as_manager()

    in_the_clear: ClassVar[dict[str, str]] = {
        "funder": "about money, not about a person",
        "name": "about money, not about a person",
        "number": "the funder's own number for the award",
        "scheme": "which form the funder uses",
        "first_day": "from when services may point to the award",
        "last_day": "until when services may point to the award",
        "fiscal_start_month": "decides who is new",
        "not_tracked": "blocks of the form that the organization does not ask about",
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_award_ends_after_it_begins", condition=Q(last_day__gte=F("first_day"))
            ),
            models.CheckConstraint(
                name="a_fiscal_year_starts_in_a_month",
                condition=Q(fiscal_start_month__gte=1, fiscal_start_month__lte=12),
            ),
        ]

    def __str__(self) -> str:
        return f"award {self.id}"

    @property
    def periods(self) -> list[Period]:
        """Every quarter of the award, oldest first."""
        return quarters(self.first_day, self.last_day, start_month=self.fiscal_start_month)

    def fiscal_start(self, on: date) -> date:
        return fiscal_start(on, start_month=self.fiscal_start_month)


class Dated(models.Model):
    """A row that holds from one day to another; an open end is today's."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        abstract = True


DATED_IN_THE_CLEAR = {
    "valid_from": "from when the funder asks so",
    "valid_to": "until when the funder asked so",
    "source": "where the rule was read",
}


class Code(Dated):
    """One answer of one list, in the words of a form or in our own."""

    scheme = models.CharField(max_length=20, choices=Scheme.choices)
    list = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=160)
    parent = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField()
    verify = models.CharField(max_length=300, blank=True)

    in_the_clear: ClassVar[dict[str, str]] = {
        **DATED_IN_THE_CLEAR,
        "scheme": "a public code list",
        "list": "a public code list",
        "code": "a public code list",
        "label": "a public code list",
        "parent": "a public code list",
        "position": "a public code list",
        "verify": "what to check on the form itself before sending",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_code_has_one_meaning_at_a_time",
                fields=["scheme", "list", "code", "valid_from"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.list} {self.code}"


class CodeMap(Dated):
    """Which code of a form one of our own codes counts under."""

    scheme = models.CharField(max_length=20, choices=Scheme.choices)
    list = models.CharField(max_length=20)
    own = models.CharField(max_length=40)
    code = models.CharField(max_length=40)

    in_the_clear: ClassVar[dict[str, str]] = {
        **DATED_IN_THE_CLEAR,
        "scheme": "a public code list",
        "list": "a public code list",
        "own": "a code of our own catalog",
        "code": "a public code list",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_of_our_codes_counts_in_one_place",
                fields=["scheme", "list", "own", "valid_from"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.list} {self.own}"


class Measure(Dated):
    """One question of a form: the funder's words, and what we count for it."""

    scheme = models.CharField(max_length=20, choices=Scheme.choices)
    code = models.CharField(max_length=10)
    label = models.CharField(max_length=200)
    definition = models.CharField(max_length=500)
    position = models.PositiveSmallIntegerField()

    in_the_clear: ClassVar[dict[str, str]] = {
        **DATED_IN_THE_CLEAR,
        "scheme": "a public form",
        "code": "a public form",
        "label": "the funder's own words",
        "definition": "what we count, in plain words",
        "position": "a public form",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_measure_has_one_meaning_at_a_time", fields=["scheme", "code", "valid_from"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"


class Threshold(Dated):
    """From which to which number one kind of reader gets no true number, or a warning."""

    recipient = models.CharField(max_length=20)
    low = models.PositiveSmallIntegerField()
    high = models.PositiveSmallIntegerField()
    withholds = models.BooleanField()

    in_the_clear: ClassVar[dict[str, str]] = {
        **DATED_IN_THE_CLEAR,
        "recipient": "a kind of reader, not a reader",
        "low": "the smallest number that is rare",
        "high": "the largest number that is rare",
        "withholds": "whether rare numbers are held back or only warned of",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_reader_has_one_threshold_at_a_time", fields=["recipient", "valid_from"]
            ),
            models.CheckConstraint(
                name="a_threshold_spans_at_least_one_number",
                condition=Q(low__gte=1, high__gte=F("low")),
            ),
        ]

    def __str__(self) -> str:
        return f"threshold {self.recipient}"
