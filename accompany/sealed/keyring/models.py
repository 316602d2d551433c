"""The keyring: one shred key per lockbox, in a database of its own whose backups live thirty days.

Destroying a shred key makes every copy of what the lockbox holds unreadable. Nothing else lies
here, so that the short life of its backups costs nothing else.
"""

from typing import ClassVar

from django.db import models


class ShredKey(models.Model):
    """Half of what opens a lockbox. May be made before its lockbox, never after."""

    lockbox = models.UUIDField(primary_key=True)
    key = models.BinaryField()
    made_on = models.DateField(db_index=True)

    in_the_clear: ClassVar[dict[str, str]] = {
        "lockbox": "the random id of a lockbox in the other database",
        "key": "opens nothing without a grant from the other database",
        "made_on": "the day, so that keys never used can be swept",
    }

    def __str__(self) -> str:
        return f"shred key of {self.lockbox}"


class Tombstone(models.Model):
    """A lockbox whose shred key was destroyed, or a consent that was taken back."""

    lockbox = models.UUIDField(primary_key=True)
    on = models.DateField()

    in_the_clear: ClassVar[dict[str, str]] = {
        "lockbox": "the random id of a lockbox that opens no more, or of a consent taken back",
        "on": "the day its key was destroyed, or the consent taken back",
    }

    def __str__(self) -> str:
        return f"tombstone {self.lockbox}"
