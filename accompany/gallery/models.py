"""The gallery: works made here, what their artists agreed to, and what hangs in public.

Everything about a work is sealed, the picture too, for the keepers of the gallery alone. It hangs
while its artist agrees to that, in a face that the survivor council said yes to: a consent names
one use, has a last day and can be taken back, and a yes ends with the consent it stands on. What
hangs has a public face, in the clear as any public page. When it comes down its words are emptied
with the commit, and its address answers "gone" from then on. A work made in therapy never hangs.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar  # Any: what Django's compilers take and give
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accompany.house.copies import PublicCopy, Shelf
from accompany.sealed.documents import SealedRow

MOST_MONTHS = 36
MOST_DAYS = 1096  # thirty-six months with a leap day


class MadeIn(models.TextChoices):
    STUDIO = "studio", _("Open studio")
    THERAPY = "therapy", _("Art therapy")


class Credit(models.TextChoices):
    NONE = "none", _("Not named")
    INITIALS = "initials", _("Initials")
    PSEUDONYM = "pseudonym", _("A name of her choice")
    FIRST_NAME = "first-name", _("First name")
    FULL_NAME = "full-name", _("Full name")


class Use(models.TextChoices):
    WEB = "web", _("Shown on our site")
    PRINT = "print", _("Printed")
    SHOW = "show", _("Shown in a room")
    SALE = "sale", _("Sold")
    TRAINING = "training", _("Shown in trainings")


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


class Room(models.Model):
    """A room of the gallery: works that hang together. It is there while something hangs in it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=60)
    place = models.PositiveIntegerField()

    in_the_clear: ClassVar[dict[str, str]] = {
        "name": "a public page shows it",
        "place": "the order of the rooms on a public page",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], name="a_room_has_a_name_of_its_own"),
        ]

    def __str__(self) -> str:
        return f"room {self.id}"


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


class HangingQuerySet(models.QuerySet["Hanging"]):
    def hung(self) -> "HangingQuerySet":
        return self.filter(taken_down_at=None)


class Hanging(models.Model):
    """The public face of a work while it hangs. What came down keeps its address and no word."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    artwork = models.ForeignKey(
        Artwork, null=True, on_delete=models.SET_NULL, related_name="hangings"
    )
    proposal = models.ForeignKey(
        Proposal, null=True, on_delete=models.PROTECT, to_field="yes", related_name="hangings"
    )
    is_older = models.BooleanField(default=False)
    slug = models.SlugField(max_length=80, unique=True)
    room = models.ForeignKey(Room, null=True, on_delete=models.PROTECT, related_name="hangings")
    place = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=120, blank=True)
    medium = models.CharField(max_length=120, blank=True)
    year = models.CharField(max_length=20, blank=True)
    statement = models.TextField(max_length=1200, blank=True)
    credit_line = models.CharField(max_length=80, blank=True)
    alt = models.CharField(max_length=400, blank=True)
    hung_at = models.DateTimeField()
    taken_down_at = models.DateTimeField(null=True)

    objects = HangingQuerySet.as_manager()

    in_the_clear: ClassVar[dict[str, str]] = {
        "artwork": "the random id of the work",
        "proposal": "the random id of the council's yes, by which it hangs",
        "is_older": "whether it was hung before works were the council's to say",
        "slug": "its public address; it stays, so that the address says that the work is gone, "
        "until its keeper puts it back there",
        "room": "a public page shows it",
        "place": "the order of a public page",
        "title": "public page; emptied when the work comes down",
        "medium": "public page; emptied when the work comes down",
        "year": "public page; emptied when the work comes down",
        "statement": "public page; emptied when the work comes down",
        "credit_line": "public page, as the artist chose; emptied when the work comes down",
        "alt": "public page; emptied when the work comes down",
        "hung_at": "when it became public",
        "taken_down_at": "when it came down",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["artwork"],
                condition=Q(taken_down_at=None),
                name="a_work_hangs_in_one_place",
            ),
            models.CheckConstraint(
                name="what_hangs_names_the_councils_yes",
                condition=Q(is_older=True) | Q(proposal__isnull=False),
            ),
            models.CheckConstraint(
                name="what_came_down_keeps_no_word",
                condition=Q(taken_down_at=None)
                | Q(title="", medium="", year="", statement="", credit_line="", alt="", room=None),
            ),
            models.CheckConstraint(
                name="what_hangs_has_a_title_and_is_put_into_words",
                condition=Q(taken_down_at__isnull=False)
                | (~Q(title="") & ~Q(alt="") & Q(room__isnull=False, artwork__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"hanging {self.id}"

    @property
    def is_hung(self) -> bool:
        return self.taken_down_at is None

    @property
    def credited(self) -> str:
        return credited(self.credit_line)


class Picture(PublicCopy):
    """One public copy of what hangs: a file of pixels. Its name outlives it, to answer "gone"."""

    shelf = Shelf("pictures")
    served_at = "gallery:picture"

    hanging = models.ForeignKey(Hanging, on_delete=models.PROTECT, related_name="pictures")

    in_the_clear: ClassVar[dict[str, str]] = {
        "name": "a public address that nobody can guess; it stays, to say that the picture is gone",
        "hanging": "what it is a picture of",
        "kind": "AVIF, WebP or JPEG",
        "width": "public page",
        "height": "public page",
        "size": "how many bytes, for a public page",
    }


WORDS_IN_PUBLIC = ("title", "medium", "year", "statement", "credit_line", "alt")
NOT_SAID: dict[str, str] = dict.fromkeys(WORDS_IN_PUBLIC, "")
