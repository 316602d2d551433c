"""Letters: what somebody wrote to us through a form of the public site.

A letter's words are sealed with nobody signed in, to the one circle whose work its topic is; what
stands in the clear says only that a letter came, about what kind of thing, and how far we are with
it. Which work a letter about art asks for is sealed with its words: once a work is taken down, its
title must not lie anywhere. A letter is erased ninety days after it came, answered or not.

Nothing about the program for men comes in here: it has no topic.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accompany.sealed.circles import COMMUNITY, GALLERY, HELPLINE
from accompany.sealed.documents import SealedRow

LETTER_LIFE = timedelta(days=90)


class Topic(models.TextChoices):
    SUPPORT = "support", _("Support, for me or for someone I know")
    TRAINING = "training", _("A training or a talk")
    PRESS = "press", _("Press")
    ART = "art", _("Art")
    OTHER = "other", _("Something else")

    @property
    def short(self) -> str:
        return str(SHORT[self])

    @property
    def circle(self) -> str:
        """The circle that reads letters about this."""
        return CIRCLES[self]


SHORT = {
    Topic.SUPPORT: _("Support"),
    Topic.TRAINING: _("Training"),
    Topic.PRESS: _("Press"),
    Topic.ART: _("Art"),
    Topic.OTHER: _("Other"),
}
CIRCLES = {
    Topic.SUPPORT: HELPLINE,
    Topic.TRAINING: COMMUNITY,
    Topic.PRESS: COMMUNITY,
    Topic.ART: GALLERY,
    Topic.OTHER: COMMUNITY,
}


class Safe(models.TextChoices):
    """Whether it is safe to answer. What nobody said is not a yes."""

    NOT_SAID = "", _("They did not say whether it is safe to answer. Think first, and ask.")
    YES = "yes", _("They say that it is safe to answer there.")
    CAREFUL = "careful", _("They say: only in the way they describe.")
    NO = "no", _("They say that it is not safe to answer. Do not write or call.")


class LetterQuerySet(models.QuerySet["Letter"]):
    def unread(self) -> "LetterQuerySet":
        return self.filter(read_at=None)

    def newest_first(self) -> "LetterQuerySet":
        return self.order_by("-came_at", "-id")

    def before(self, came_at: datetime, id: object) -> "LetterQuerySet":
        return self.filter(Q(came_at__lt=came_at) | Q(came_at=came_at, id__lt=id))


@dataclass(frozen=True)
class LetterWords:
    """What was written, and how to reach whoever wrote it. `about` is the page it was sent from."""

    text: str
    name: str = ""
    reach: str = ""
    safe: str = ""
    about: str = ""


class Letter(SealedRow):
    """One letter. It can be read, answered, moved to another topic and erased; never changed."""

    Words: ClassVar[type] = LetterWords
    opened_by: ClassVar[str] = (
        "support: the helpline; art: the gallery; the rest: the community circle;"
        " supervisors where that circle does not exist yet"
    )
    in_the_clear: ClassVar[dict[str, str]] = {
        "topic": "which kind of thing it is about: decides whose work it is",
        "circle": "which circle opens it, as its grant says",
        "once": "a digest under a key of the host, so that a form sent twice is one letter",
        "came_at": "orders the letters; its ninety days begin then",
        "read_at": "when a colleague first opened it",
        "answered_at": "when a colleague marked it as answered",
        "answered_by": "which colleague answered",
        "erase_due": "the retention date",
    }

    topic = models.CharField(max_length=10, choices=Topic.choices)
    circle = models.CharField(max_length=32)
    once = models.CharField(max_length=64, unique=True)
    came_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    erase_due = models.DateTimeField()

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_letter_is_erased_after_it_came",
                condition=Q(erase_due__gt=F("came_at")),
            ),
            models.CheckConstraint(
                name="an_answered_letter_was_read_and_says_by_whom",
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False, read_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["circle", "-came_at", "-id"], name="letter_of_circle"),
            models.Index(fields=["erase_due"], name="letter_to_forget"),
        ]

    def __str__(self) -> str:
        return f"letter {self.id}"

    @property
    def is_read(self) -> bool:
        return self.read_at is not None

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def kind(self) -> str:
        return Topic(self.topic).short
