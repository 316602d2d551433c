"""Works: their words and pictures, sealed for the keepers. One made in therapy never hangs."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accompany.sealed.documents import SealedRow


class MadeIn(models.TextChoices):
    STUDIO = "studio", _("Open studio")
    THERAPY = "therapy", _("Art therapy")


class Credit(models.TextChoices):
    NONE = "none", _("Not named")
    INITIALS = "initials", _("Initials")
    PSEUDONYM = "pseudonym", _("A name of her choice")
    FIRST_NAME = "first-name", _("First name")
    FULL_NAME = "full-name", _("Full name")


@dataclass(frozen=True)
class ArtworkWords:
    """What we know of a work. `artist` and `reach` are never shown in public."""

    title: str
    medium: str = ""
    year: str = ""
    statement: str = ""
    credit: str = Credit.NONE.value
    credit_name: str = ""
    alt: str = ""
    artist: str = ""
    reach: str = ""

    @property
    def public_name(self) -> str:
        """What is stored of her name in public: nothing if she is not named."""
        return "" if self.credit == Credit.NONE else self.credit_name

    @property
    def credit_line(self) -> str:
        """How she is named beside her work."""
        return credited(self.public_name)


def credited(name: str) -> str:
    """A name as it was chosen, or in the reader's language that there is none."""
    return name or gettext("Artist not named, by choice")


class Artwork(SealedRow):
    """One work. Its picture is a sealed file, its preview a smaller one."""

    Words = ArtworkWords
    opened_by: ClassVar[str] = "the circle `gallery`: whoever keeps the gallery"

    made_in = models.CharField(max_length=8, choices=MadeIn.choices)
    added_at = models.DateTimeField()
    hung_at = models.DateTimeField(null=True)
    original = models.ForeignKey(
        "sealed.SealedFile", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    preview = models.ForeignKey(
        "sealed.SealedFile", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    slip = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  (none is not "")
    slip_opens = models.BinaryField(null=True)
    slip_made_at = models.DateTimeField(null=True)

    in_the_clear: ClassVar[dict[str, str]] = {
        "made_in": "a work made in therapy never hangs; the database sees to it",
        "added_at": "orders the wall",
        "hung_at": "whether it hangs in public now",
        "original": "the random id of its sealed picture",
        "preview": "the random id of its sealed small picture",
        "slip": "a digest of the code on her slip, under a host secret",
        "slip_opens": "its title, locked under that code and a host secret",
        "slip_made_at": "when the slip was printed",
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_work_made_in_therapy_never_hangs",
                condition=Q(made_in=MadeIn.STUDIO) | Q(hung_at=None),
            ),
            models.CheckConstraint(
                name="a_slip_is_there_as_a_whole_or_not_at_all",
                condition=Q(slip=None, slip_opens=None, slip_made_at=None)
                | Q(slip__isnull=False, slip_opens__isnull=False, slip_made_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"artwork {self.id}"

    @property
    def is_hung(self) -> bool:
        return self.hung_at is not None

    @property
    def may_hang(self) -> bool:
        """Whether a work of this kind can hang at all."""
        return self.made_in == MadeIn.STUDIO
