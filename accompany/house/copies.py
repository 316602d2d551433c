"""Public copies of a picture: files of pixels, each under a name that nobody can guess.

A copy is written before its row is committed, and deleted right after the commit that lets go of
it; what a crash leaves behind, the loop sweeps. They are in no backup. Whether a copy may be shown
its row says, never the shelf: a shelf hands out what lies on it.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any, ClassVar, Self  # Any: the row that a copy belongs to

from django.conf import settings
from django.db import models
from django.urls import reverse

from accompany import clock
from accompany.house.pictures import TYPES, Copy
from accompany.sealed import host

REMEMBERED = 8 * 1024 * 1024  # bytes of all shelves, in each process
LEFT_ALONE = timedelta(hours=1)  # a file this young may be about to get its row

_remembered: OrderedDict[Path, bytes] = OrderedDict()
_turn = threading.Lock()


@dataclass(frozen=True)
class Shelf:
    """A folder of public copies."""

    name: str

    @property
    def folder(self) -> Path:
        return Path(settings.HOUSE_DATA) / "public" / self.name

    def write(self, name: str, data: bytes) -> None:
        host.write(self.folder / name, data)

    def has(self, name: str) -> bool:
        return (self.folder / name).is_file()

    def read(self, name: str) -> bytes | None:
        """A copy from memory or from disk."""
        path = self.folder / name
        with _turn:
            if path in _remembered:
                _remembered.move_to_end(path)
                return _remembered[path]
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        with _turn:
            _remembered[path] = data
            while sum(map(len, _remembered.values())) > REMEMBERED:
                _remembered.popitem(last=False)
        return data

    def delete(self, names: Iterable[str]) -> int:
        """Delete copies; how many were there. Other processes ask a row before they show one."""
        gone = 0
        for name in names:
            path = self.folder / name
            with _turn:
                _remembered.pop(path, None)
            with suppress(FileNotFoundError):
                path.unlink()
                gone += 1
        return gone

    def older(self) -> list[str]:
        """Every file that is not being written just now."""
        before = clock.now() - LEFT_ALONE
        return [
            path.name
            for path in self.folder.glob("*")
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before
        ]


class PublicCopy(models.Model):
    """The row of one public copy."""

    shelf: ClassVar[Shelf]
    served_at: ClassVar[str]  # the name of the address that shows it

    name = models.CharField(primary_key=True, max_length=48)
    kind = models.CharField(max_length=4)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def type(self) -> str:
        return TYPES[self.kind]

    @property
    def address(self) -> str:
        return reverse(self.served_at, args=[self.name])

    @classmethod
    def written(cls, copy: Copy, **of: Any) -> Self:  # Any: the row that it belongs to
        """Put a copy on the shelf. Its row is not saved yet."""
        name = f"{token_hex(16)}.{copy.kind}"
        cls.shelf.write(name, copy.data)
        size = len(copy.data)
        return cls(name=name, kind=copy.kind, width=copy.width, height=copy.height, size=size, **of)

    @classmethod
    def sweep(cls) -> int:
        """Delete files that no row knows; how many there were."""
        old = cls.shelf.older()
        rows = cls._default_manager.filter(name__in=old)
        return cls.shelf.delete({*old} - {*rows.values_list("name", flat=True)})


@dataclass(frozen=True)
class Shown:
    """A picture as `gallery/parts/picture.html` draws it: its copies, of each kind by size."""

    alt: str
    pictures: tuple[PublicCopy, ...]

    def of_kind(self, kind: str) -> tuple[PublicCopy, ...]:
        return tuple(each for each in self.pictures if each.kind == kind)

    def sources(self, kind: str) -> str:
        """What `srcset` wants."""
        return ", ".join(f"{each.address} {each.width}w" for each in self.of_kind(kind))

    @property
    def avif(self) -> str:
        return self.sources("avif")

    @property
    def webp(self) -> str:
        return self.sources("webp")

    @property
    def jpeg(self) -> str:
        return self.sources("jpeg")

    @property
    def plain(self) -> PublicCopy:
        """The file for a browser that knows nothing newer: the middle one of the JPEGs."""
        all_sizes = self.of_kind("jpeg")
        return all_sizes[len(all_sizes) // 2]

    @property
    def largest(self) -> PublicCopy:
        return self.of_kind("jpeg")[-1]
