"""Pictures of the public site: always with words for whoever cannot see them, never with metadata.

What is uploaded is read into pixels and written anew before it is stored; the file that somebody
sent is not kept. What browsers get are copies of at most 60 KB each, in three formats.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition


class Picture(AbstractImage):
    """A picture, the words for it, and whose it is."""

    description = models.CharField(
        _("in words, for whoever cannot see it"), max_length=255, blank=False
    )
    credit = models.CharField(
        _("credit"), max_length=120, blank=False, help_text=_("Whose it is, as they wish it said.")
    )

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

    @property
    def default_alt_text(self) -> str:
        return self.description


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
