"""What hangs in public: rooms, the faces in them, and the copies of their pictures.

What came down keeps its address and the names of its files, to answer "gone", and no word.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from accompany.gallery.models.proposals import Proposal
from accompany.gallery.models.works import Artwork, credited
from accompany.house.copies import PublicCopy, Shelf

WORDS_IN_PUBLIC = ("title", "medium", "year", "statement", "credit_line", "alt")
NOT_SAID: dict[str, str] = dict.fromkeys(WORDS_IN_PUBLIC, "")


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
