"""An account of everything that left.

What was given to a participant is told in a row sealed into her own file: whoever may not open
her file cannot learn what she was given. Numbers are about nobody, so their account is clear.
"""

from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from accompany.sealed.documents import SealedRow


@dataclass(frozen=True)
class DisclosureWords:
    recipient: str
    categories: tuple[str, ...]
    digest: str


class Disclosure(SealedRow):
    """One thing given to a participant: hers to read with everything else in her file."""

    Words = DisclosureWords
    opened_by: ClassVar[str] = "whoever may open what it came from"

    outlet = models.CharField(max_length=60)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    in_the_clear: ClassVar[dict[str, str]] = {
        "outlet": "which door of the program it left by; says nothing about her",
        "at": "when something left, so that a breach can be dated",
        "by": "the colleague who answers for it; empty for the house's own messages",
    }

    def __str__(self) -> str:
        return f"disclosure {self.id}"


class Publication(models.Model):
    """One set of numbers that left: for whom, which bytes, who answers for it."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    outlet = models.CharField(max_length=60)
    recipient = models.CharField(max_length=20)
    categories = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    about = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    in_the_clear: ClassVar[dict[str, str]] = {
        "outlet": "which door of the program the numbers left by",
        "recipient": "the kind of reader: the funder, or the public and partners",
        "categories": "which kinds of number, never a number",
        "digest": "hash of the bytes that left, to prove what was sent",
        "about": "the frozen report the numbers came from",
        "at": "when the numbers left",
        "by": "the colleague who answers for it",
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_publication_names_its_bytes",
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"),
            ),
        ]

    def __str__(self) -> str:
        return f"publication {self.id}"

    @property
    def short_digest(self) -> str:
        """Enough of the digest to compare by eye."""
        return self.digest[:12]
