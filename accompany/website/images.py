"""A picture's public copies: made from its pixels, at most 60 KB each.

They lie beside the gallery's, on a shelf of their own: what is missing is made anew from the
picture the first time a page wants it.
"""

from typing import TYPE_CHECKING

from django.db import transaction

from accompany.house import pictures
from accompany.house.copies import Shown
from accompany.website.models import Picture, PictureCopy

if TYPE_CHECKING:
    from PIL import Image


def shown(picture: Picture) -> Shown:
    """This picture with its copies; those that are missing are made first."""
    rows = list(picture.copies.order_by("kind", "width"))
    if not rows or not all(PictureCopy.shelf.has(row.name) for row in rows):
        with picture.file.open("rb") as file:
            rows = make(picture, pictures.opened(file.read()))
    return Shown(picture.description, tuple(rows))


def make(picture: Picture, pixels: "Image.Image") -> list[PictureCopy]:
    """Make the copies of these pixels in place of whatever copies there were."""
    rows = [PictureCopy.written(copy, picture=picture) for copy in pictures.copies(pixels)]
    with transaction.atomic():
        picture.forget_copies()
        PictureCopy.objects.bulk_create(rows)
    return sorted(rows, key=lambda row: (row.kind, row.width))


def read(name: str) -> bytes | None:
    """A copy's bytes, if it is still some picture's."""
    if not PictureCopy.objects.filter(name=name).exists():
        return None
    return PictureCopy.shelf.read(name)


def sweep() -> int:
    """Delete files that belong to no picture any more."""
    return PictureCopy.sweep()
