"""When somebody last said that a page in another language says what its English says."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from accompany.website.models.pages import SitePage


class TwinLook(models.Model):
    """One row for a page that is the twin of an English one."""

    page = models.OneToOneField(
        SitePage, on_delete=models.CASCADE, primary_key=True, related_name="look"
    )
    looked_at = models.DateTimeField()
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    in_the_clear: ClassVar[dict[str, str]] = {
        "page": "which public page, or draft of one, it is",
        "looked_at": "so that an English page that changed since can be told from one that did not",
        "looked_by": "which editor looked",
    }

    def __str__(self) -> str:
        return f"look at page {self.pk}"
