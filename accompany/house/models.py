"""The organization itself, and the two small tables by which its processes know of each other.

There is one organization in a house. A stamp is raised when something that a page shows has
changed. A heartbeat says when the loop last came by.
"""

import time
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accompany.house import language

KEPT_FOR = 5.0


class Organization(models.Model):
    """The organization whose house this is: one row."""

    in_the_clear: ClassVar[dict[str, str]] = {
        "name": "printed on every page",
        "helpline_number": "printed on every page",
        "text_number": "printed on every page",
        "helpline_hours": "printed on every page",
        "helpline_hours_es": "printed on every page",
        "timezone": "says when a day begins",
        "neutral_exit_url": "where the quick exit leads",
        "mailing_address": "printed on public pages",
        "email": "printed on public pages",
    }

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=120)
    helpline_number = models.CharField(max_length=20, help_text=_("As +12135550142."))
    text_number = models.CharField(max_length=20, help_text=_("As +12135550142."))
    helpline_hours = models.CharField(max_length=200, blank=True)
    helpline_hours_es = models.CharField(max_length=200, blank=True)
    timezone = models.CharField(max_length=64, default="America/Los_Angeles")
    neutral_exit_url = models.URLField(default="https://weather.gov/", max_length=200)
    mailing_address = models.TextField(blank=True, max_length=400)
    email = models.EmailField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="there_is_one_organization_in_a_house", condition=Q(id=1)),
        ]

    def __str__(self) -> str:
        return f"organization {self.id}"

    @property
    def hours(self) -> str:
        """When somebody answers, in the language now spoken."""
        return language.said(self, "helpline_hours")

    def clean(self) -> None:
        if not self.name.strip():
            raise ValidationError({"name": _("Give the organization's name.")})

    def save(self, *args: object, **kwargs: object) -> None:
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.forget()

    @classmethod
    def current(cls) -> "Organization":
        """The organization, kept in memory for a few seconds. Nameless before `accompany init`."""
        global _kept
        if _kept is None or time.monotonic() - _kept[0] > KEPT_FOR:
            found = cls.objects.filter(id=1).first()
            _kept = (time.monotonic(), found or cls(timezone=settings.TIME_ZONE))
        return _kept[1]

    @staticmethod
    def forget() -> None:
        """Read it anew next time."""
        global _kept
        _kept = None


_kept: tuple[float, Organization] | None = None


class Stamp(models.Model):
    """Raised when something that pages show has changed (`house.live`)."""

    in_the_clear: ClassVar[dict[str, str]] = {
        "topic": "the name of a part of the desk, or a random id",
        "n": "a number that only grows",
    }

    topic = models.CharField(primary_key=True, max_length=80)
    n = models.PositiveBigIntegerField(default=0, db_index=True)

    def __str__(self) -> str:
        return f"stamp {self.topic}"


class Heartbeat(models.Model):
    """When the loop last came by, and what it did."""

    in_the_clear: ClassVar[dict[str, str]] = {
        "name": "the name of a due function, or of the loop",
        "at": "when it last ran",
        "done": "how many things it did then",
        "failures": "how often in a row it could not",
    }

    name = models.CharField(primary_key=True, max_length=80)
    at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"heartbeat {self.name}"
