"""Pictures of the public site: always with words for whoever cannot see them, never with metadata.

What is uploaded is read into pixels and written anew before it is stored; the file that somebody
sent is not kept. What browsers get are copies of at most 60 KB each, in three formats.
"""

from collections import Counter
from secrets import token_hex
from typing import Any, ClassVar  # Any: handed on as they came

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet

from accompany.house import live, pictures
from accompany.house.copies import PublicCopy, Shelf

LONGEST = 2400
LARGEST = 2 * 1024 * 1024


class PictureQuerySet(ImageQuerySet):
    def delete(self) -> tuple[int, dict[str, int]]:
        """Many at once go as one does: with their copies, and everybody is told."""
        gone: Counter[str] = Counter()
        with transaction.atomic():
            for picture in self:
                gone.update(picture.delete()[1])
        return gone.total(), dict(gone)


class Picture(AbstractImage):
    """A picture, the words for it, and whose it is."""

    file: Any  # Wagtail's own field

    description = models.CharField(
        _("in words, for whoever cannot see it"), max_length=255, blank=False
    )
    credit = models.CharField(
        _("credit"), max_length=120, blank=False, help_text=_("Whose it is, as they wish it said.")
    )

    objects = PictureQuerySet.as_manager()

    admin_form_fields = ("title", "file", "description", "credit", "collection")

    in_the_clear: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "title",
            "file",
            "description",
            "credit",
            "width",
            "height",
            "created_at",
            "uploaded_by_user",
            "file_size",
            "file_hash",
            "collection",
            "focal_point_x",
            "focal_point_y",
            "focal_point_width",
            "focal_point_height",
        ),
        "a public picture",
    )

    def __str__(self) -> str:
        return f"picture {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep pixels, never the file that somebody sent. Raises `pictures.PictureRefused`."""
        if self.file and not self.file._committed:
            made = pictures.one_copy(
                pictures.opened(self.file.read()), LONGEST, kind=pictures.JPEG, most=LARGEST
            )
            self.file = ContentFile(made.data, name=f"{token_hex(12)}.jpg")
            self.file_size, self.file_hash = None, ""
            self.width, self.height = made.width, made.height
            if self.pk is not None:  # what somebody replaced is public no longer
                self.forget_copies()
        super().save(*args, **kwargs)
        live.changed(live.PUBLIC)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """It goes with its copies: no file of it stays behind."""
        with transaction.atomic():
            self.forget_copies()
            gone = super().delete(*args, **kwargs)
        live.changed(live.PUBLIC)
        return gone

    def forget_copies(self) -> None:
        """Let go of its public copies: their rows now, their files with the commit."""
        names = list(self.copies.values_list("name", flat=True))
        self.copies.all().delete()
        transaction.on_commit(lambda: PictureCopy.shelf.delete(names))

    @property
    def default_alt_text(self) -> str:
        return self.description


class PictureCopy(PublicCopy):
    """One public copy of a picture: a file of pixels."""

    shelf = Shelf("site")
    served_at = "site-picture"

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="copies")

    in_the_clear: ClassVar[dict[str, str]] = dict.fromkeys(
        ("name", "picture", "kind", "width", "height", "size"), "a copy of a public picture"
    )


class Rendition(AbstractRendition):
    """A copy of a picture, as the CMS's own pages show it."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    in_the_clear: ClassVar[dict[str, str]] = dict.fromkeys(
        ("image", "filter_spec", "file", "width", "height", "focal_point_key"),
        "a copy of a public picture",
    )

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def __str__(self) -> str:
        return f"rendition {self.pk}"
