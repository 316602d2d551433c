"""Sealed documents: one sealed column per row, typed by a frozen dataclass.

A document is bound to its side, table, row, version and lockbox: copied to another row, changed by
one byte, or put back over a newer version, it does not open. A row is never saved over; `reseal`
changes it only if nobody else has meanwhile.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, ClassVar, Self  # Any: words differ by model
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accompany.sealed import cipher
from accompany.sealed.lockboxes import OpenLockbox, SealingLockbox, open_lockboxes
from accompany.sealed.people import Opener
from accompany.sealed.words import from_json, to_json

WITH_KEY = b"\x01"
WITH_PUBLIC_HALF = b"\x02"
SEALED_BOX_SIZE = 80


class Stale(Exception):
    """Somebody else changed the row first."""

    message = _("Somebody else changed this a moment ago. Look at it again before saving.")

    def __str__(self) -> str:
        return str(self.message)


class StillSealed(RuntimeError):
    """Words were read before they were opened."""


class SealedRow(models.Model):
    """A row whose words are sealed. `words` can be read once it is open."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    lockbox = models.ForeignKey(
        "sealed.Lockbox", on_delete=models.PROTECT, related_name="+", editable=False
    )
    sealed = models.BinaryField()

    Words: ClassVar[type]
    opened_by: ClassVar[str] = "whoever its lockbox is granted to"
    ledger_versioned: ClassVar[bool] = True
    ledger_digests: ClassVar[tuple[str, ...]] = ("lockbox_id", "sealed")

    class Meta:
        abstract = True

    @property
    def words(self) -> Any:  # each model's own dataclass
        try:
            return self.__dict__["_words"]
        except KeyError:
            raise StillSealed(f"{self._meta.label} was read before it was opened.") from None

    def seal(self, words: Any, *, box: OpenLockbox | SealingLockbox) -> Self:
        """Seal the words of a row that is not saved yet."""
        if not self._state.adding:
            raise RuntimeError("A saved row is resealed, not sealed again.")
        self.version = 1
        self.lockbox_id = box.id
        self.sealed = seal_words(words, box=box, bound=self._bound(1, box.id))
        self.__dict__["_words"] = words
        return self

    def open(self, box: OpenLockbox) -> Self:
        """Open the words with an open lockbox, or raise `CannotOpen`."""
        if box.id != self.lockbox_id:
            raise cipher.CannotOpen
        bound = self._bound(self.version, self.lockbox_id)
        self.__dict__["_words"] = open_words(
            type(self).Words, bytes(self.sealed), box=box, bound=bound
        )
        return self

    def reseal(self, words: Any, *, box: OpenLockbox | SealingLockbox, **columns: Any) -> None:
        """Put new words in place of the old, or raise `Stale`; `columns` change with them."""
        version = self.version + 1
        sealed = seal_words(words, box=box, bound=self._bound(version, box.id))
        changed = (
            type(self)
            ._base_manager.filter(pk=self.pk, version=self.version)
            .update(sealed=sealed, version=version, lockbox_id=box.id, **columns)
        )
        if not changed:
            raise Stale
        self.sealed, self.version, self.lockbox_id = sealed, version, box.id
        self.__dict__["_words"] = words
        for name, value in columns.items():
            setattr(self, name, value)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert, or change clear columns by name; the sealed ones change by `reseal`."""
        if not self._state.adding:
            named = kwargs.get("update_fields")
            if named is None or {"sealed", "version", "lockbox", "lockbox_id"} & set(named):
                raise RuntimeError("Reseal this row, or name its clear columns.")
        super().save(*args, **kwargs)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__.pop("_words", None)
        super().refresh_from_db(*args, **kwargs)

    @classmethod
    def open_values(
        cls,
        values: Iterable[tuple[UUID, int, UUID, bytes | memoryview]],
        boxes: Mapping[UUID, OpenLockbox],
    ) -> Iterator[tuple[UUID, Any]]:
        """Open many rows without making objects: ids and words of those whose lockbox is open.

        `values` are `values_list("id", "version", "lockbox_id", "sealed")`.
        """
        table = _bound_to_table(settings.SIDE, cls._meta.db_table)
        for id, version, lockbox, sealed in values:
            box = boxes.get(lockbox)
            if box is not None:
                bound = table + cipher.bind(id.bytes, str(version), lockbox.bytes)
                yield id, open_words(cls.Words, bytes(sealed), box=box, bound=bound)

    def _bound(self, version: int, lockbox: UUID) -> bytes:
        table = _bound_to_table(settings.SIDE, self._meta.db_table)
        return table + cipher.bind(self.pk.bytes, str(version), lockbox.bytes)


def open_many(rows: Iterable[SealedRow], *, by: Opener) -> list[Any]:
    """Open those of these rows whose lockbox opens for this person, in the order given."""
    rows = list(rows)
    boxes = open_lockboxes({row.lockbox_id for row in rows}, by=by)
    return [row.open(boxes[row.lockbox_id]) for row in rows if row.lockbox_id in boxes]


@cache
def _bound_to_table(side: str, table: str) -> bytes:
    return cipher.bind("accompany document 1", side, table, "sealed")


def seal_words(words: Any, *, box: OpenLockbox | SealingLockbox, bound: bytes) -> bytes:
    """Words as sealed bytes; with a public half alone, under a key of their own."""
    padded = cipher.pad(to_json(words))
    if isinstance(box, OpenLockbox):
        return WITH_KEY + cipher.lock(box.document_key, padded, WITH_KEY + bound)
    key = cipher.new_key()
    return (
        WITH_PUBLIC_HALF
        + cipher.seal(box.public, key)
        + cipher.lock(key, padded, WITH_PUBLIC_HALF + bound)
    )


def open_words(kind: type, sealed: bytes, *, box: OpenLockbox, bound: bytes) -> Any:
    """The words again, or `CannotOpen`."""
    form = sealed[:1]
    if form == WITH_KEY:
        padded = cipher.unlock(box.document_key, sealed[1:], form + bound)
    elif form == WITH_PUBLIC_HALF:
        end = 1 + SEALED_BOX_SIZE
        key = cipher.unseal(cipher.public_half(box.private), box.private, sealed[1:end])
        padded = cipher.unlock(key, sealed[end:], form + bound)
    else:
        raise cipher.CannotOpen
    return from_json(kind, cipher.unpad(padded))
