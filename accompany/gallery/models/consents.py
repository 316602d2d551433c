"""What artists agreed to: each consent names one use, has a last day, and can be taken back."""

from datetime import date, timedelta
from typing import Any, ClassVar  # Any: what Django's compilers take and give
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from accompany.gallery.models.works import Artwork

MOST_MONTHS = 36
MOST_DAYS = 1096  # thirty-six months with a leap day


class Use(models.TextChoices):
    WEB = "web", _("Shown on our site")
    PRINT = "print", _("Printed")
    SHOW = "show", _("Shown in a room")
    SALE = "sale", _("Sold")
    TRAINING = "training", _("Shown in trainings")


class DaysBetween(models.Func):
    """How many days lie between two of a row's days; plain arithmetic in either database."""

    output_field = models.FloatField()
    arity = 2

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "(julianday(%(expressions)s))"
        return super().as_sql(
            compiler, connection, template=template, arg_joiner=") - julianday(", **extra
        )

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(
            compiler, connection, template="(%(expressions)s)", arg_joiner=" - ", **extra
        )


class ConsentQuerySet(models.QuerySet["Consent"]):
    def live(self, on: date) -> "ConsentQuerySet":
        """Given, not ended and not taken back."""
        return self.filter(withdrawn_at=None, given_on__lte=on, ends_on__gte=on)


class Consent(models.Model):
    """Her yes to one use of one work, until a day. It can be taken back on any day before."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    artwork = models.ForeignKey(Artwork, on_delete=models.CASCADE, related_name="consents")
    use = models.CharField(max_length=8, choices=Use.choices)
    given_on = models.DateField()
    ends_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    in_the_clear: ClassVar[dict[str, str]] = {
        "artwork": "the random id of the work",
        "use": "what she agreed to, from a fixed list",
        "given_on": "the day she agreed",
        "ends_on": "the loop takes her work down after this day",
        "withdrawn_at": "when she took it back",
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_consent_ends_after_it_begins", condition=Q(ends_on__gte=F("given_on"))
            ),
            models.CheckConstraint(
                name="a_consent_lasts_36_months_at_most",
                condition=LessThanOrEqual(DaysBetween(F("ends_on"), F("given_on")), MOST_DAYS),
            ),
        ]
        indexes = [models.Index(fields=["artwork", "use"], name="consents_of_a_work")]

    def __str__(self) -> str:
        return f"consent {self.id}"

    def is_live(self, on: date) -> bool:
        return self.withdrawn_at is None and self.given_on <= on <= self.ends_on

    def ends_within(self, days: timedelta, on: date) -> bool:
        return self.is_live(on) and self.ends_on - on <= days
