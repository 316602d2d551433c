"""A picture's public copies: made from its pixels, at most 60 KB each, under unguessable names.

They lie beside the gallery's, in a folder of their own, and are in no backup: what is missing is
made anew from the picture the first time a page wants it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accompany import clock
from accompany.house import pictures
from accompany.website.models import Picture, PictureCopy
from accompany.website.models.pictures import folder, unlink

if TYPE_CHECKING:
    from PIL import Image

LEFT_ALONE = timedelta(hours=1)  # a file this young may belong to a picture being saved


@dataclass(frozen=True)
class ShownCopy:
    """One copy as a page names it."""

    address: str
    width: int
    height: int


@dataclass(frozen=True)
class Shown:
    """A picture as a page shows it, in the shape that `gallery/parts/picture.html` draws."""

    alt: str
    copies: dict[str, list[ShownCopy]]

    def _sources(self, kind: str) -> str:
        return ", ".join(f"{each.address} {each.width}w" for each in self.copies.get(kind, []))

    @property
    def avif(self) -> str:
        return self._sources("avif")

    @property
    def webp(self) -> str:
        return self._sources("webp")

    @property
    def jpeg(self) -> str:
        return self._sources("jpeg")

    @property
    def plain(self) -> ShownCopy:
        return self.copies["jpeg"][len(self.copies["jpeg"]) // 2]

    @property
    def largest(self) -> ShownCopy:
        return self.copies["jpeg"][-1]


def shown(picture: Picture) -> Shown:
    """This picture's copies, smallest first; those that are missing are made first."""
    rows = list(picture.copies.order_by("kind", "width"))
    if not rows or not all((folder() / row.name).is_file() for row in rows):
        with picture.file.open("rb") as file:
            rows = make(picture, pictures.opened(file.read()))
    copies: dict[str, list[ShownCopy]] = {}
    for row in rows:
        address = reverse("site-picture", args=[row.name])
        copies.setdefault(row.kind, []).append(ShownCopy(address, row.width, row.height))
    return Shown(picture.description, copies)


def make(picture: Picture, pixels: "Image.Image") -> list[PictureCopy]:
    """Make the copies of these pixels in place of whatever copies there were."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    rows = []
    for copy in pictures.copies(pixels):
        name = f"{token_hex(16)}.{copy.kind}"
        (folder() / name).write_bytes(copy.data)
        rows.append(
            PictureCopy(
                name=name,
                picture=picture,
                kind=copy.kind,
                width=copy.width,
                height=copy.height,
                size=len(copy.data),
            )
        )
    with transaction.atomic():
        forget(picture)
        PictureCopy.objects.bulk_create(rows)
    return sorted(rows, key=lambda row: (row.kind, row.width))


def forget(picture: Picture) -> None:
    """Let go of a picture's copies, files and all."""
    names = list(picture.copies.values_list("name", flat=True))
    picture.copies.all().delete()
    transaction.on_commit(lambda: unlink(names))


def read(name: str) -> bytes | None:
    """A copy's bytes, if it is still some picture's."""
    if not PictureCopy.objects.filter(name=name).exists():
        return None
    try:
        return (folder() / name).read_bytes()
    except FileNotFoundError:
        return None


def sweep() -> int:
    """Delete files that belong to no picture any more; what a crash left behind."""
    before = clock.now() - LEFT_ALONE
    there = {
        path.name
        for path in folder().glob("*.*")
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before
    }
    known = set(PictureCopy.objects.filter(name__in=there).values_list("name", flat=True))
    return unlink(there - known)
