"""What is kept about keys: public halves, sealed private halves, lockboxes and grants.

Nothing here opens anything by itself: every private half is sealed to a person, a passphrase or the
recovery key, and every lockbox needs its shred key from the other database as well.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q


class PersonKey(models.Model):
    """A colleague's key pair; the private half sealed under her stretched passphrase."""

    person = models.UUIDField(primary_key=True)
    generation = models.PositiveIntegerField(default=1)
    public = models.BinaryField()
    mac = models.BinaryField()
    salt = models.BinaryField()
    ops = models.PositiveIntegerField()
    memory = models.PositiveBigIntegerField()
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    in_the_clear: ClassVar[dict[str, str]] = {
        "person": "the random id of a colleague",
        "generation": "how often the pair was made anew",
        "public": "a public half seals and opens nothing",
        "mac": "proves to this host that the public half was not swapped",
        "salt": "makes each passphrase's stretching its own",
        "ops": "the cost of stretching",
        "memory": "the cost of stretching",
        "made_at": "the age of a key",
        "retired_at": "whether the colleague has left",
    }

    def __str__(self) -> str:
        return f"key of {self.person}"


class Circle(models.Model):
    """A compartment of colleagues. `epoch` is the key pair that seals today."""

    name = models.CharField(max_length=24, primary_key=True)
    epoch = models.PositiveIntegerField()

    in_the_clear: ClassVar[dict[str, str]] = {
        "name": "the circle's name, from a fixed list",
        "epoch": "which key pair seals today",
    }

    def __str__(self) -> str:
        return self.name


class CircleKey(models.Model):
    """One epoch of a circle: its public half, and the private half sealed for recovery."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="keys")
    epoch = models.PositiveIntegerField()
    public = models.BinaryField()
    for_recovery = models.BinaryField(null=True)
    made_at = models.DateTimeField()

    in_the_clear: ClassVar[dict[str, str]] = {
        "circle": "the circle's name",
        "epoch": "which key pair this is",
        "public": "a public half seals and opens nothing; it is pinned on the host",
        "for_recovery": "sealed to the recovery key, whose private half is on paper only",
        "made_at": "the age of a key",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "epoch"], name="circle_has_one_key_an_epoch")
        ]

    def __str__(self) -> str:
        return f"{self.circle_id} {self.epoch}"


class CircleSeal(models.Model):
    """A circle's private half sealed to one member. Membership is having one."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="seals")
    epoch = models.PositiveIntegerField()
    person = models.UUIDField(db_index=True)
    sealed = models.BinaryField()

    in_the_clear: ClassVar[dict[str, str]] = {
        "circle": "the circle's name",
        "epoch": "which key pair this opens",
        "person": "the random id of a colleague: who works in which circle is no secret here",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "epoch", "person"], name="a_member_has_one_seal_an_epoch"
            )
        ]

    def __str__(self) -> str:
        return f"seal of {self.circle_id} {self.epoch}"


class Approval(models.Model):
    """One member's yes to a newcomer; the second one seals the circle's keys to her."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    person = models.UUIDField()
    approved_by = models.UUIDField()
    at = models.DateTimeField()

    in_the_clear: ClassVar[dict[str, str]] = {
        "circle": "the circle's name",
        "person": "the random id of the newcomer",
        "approved_by": "the random id of a colleague",
        "at": "when she approved",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person", "approved_by"], name="a_member_approves_once"
            )
        ]

    def __str__(self) -> str:
        return f"approval for {self.circle_id}"


class Return(models.Model):
    """A colleague who lost her passphrase and has a new key pair, until two others approve it."""

    person = models.UUIDField(primary_key=True)
    circles = models.CharField(max_length=200, default="", blank=True)
    started_at = models.DateTimeField()
    first_approver = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)

    in_the_clear: ClassVar[dict[str, str]] = {
        "person": "the random id of a colleague",
        "circles": "the circles she was a member of",
        "started_at": "when she made a new key pair",
        "first_approver": "the random id of a colleague",
        "approved_at": "when the second colleague approved",
    }

    def __str__(self) -> str:
        return f"return of {self.person}"


class Lockbox(models.Model):
    """A random key for one subject. Its secret lies in grants, its shred key in the keyring."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    kind = models.CharField(max_length=24)
    public = models.BinaryField()
    mac = models.BinaryField()
    ordered_at = models.DateTimeField(null=True)
    shredded_at = models.DateTimeField(null=True)

    in_the_clear: ClassVar[dict[str, str]] = {
        "kind": "what kind of work the lockbox is for, from a fixed list",
        "public": "a public half seals and opens nothing",
        "mac": "proves to this host that the public half was not swapped",
        "ordered_at": "when its shredding was ordered",
        "shredded_at": "when its shred key was destroyed",
    }

    class Meta:
        indexes = [
            models.Index(
                fields=["ordered_at"],
                condition=Q(ordered_at__isnull=False, shredded_at=None),
                name="lockbox_awaits_shredding",
            )
        ]

    def __str__(self) -> str:
        return f"lockbox {self.id}"


class Grant(models.Model):
    """A lockbox's secret sealed to one person or one circle."""

    lockbox = models.ForeignKey(Lockbox, on_delete=models.CASCADE, related_name="grants")
    person = models.UUIDField(null=True)
    circle = models.CharField(max_length=24, default="", blank=True)
    epoch = models.PositiveIntegerField()
    sealed = models.BinaryField()

    in_the_clear: ClassVar[dict[str, str]] = {
        "person": "the random id of who may open: who works on which random id is no secret here",
        "circle": "the circle that may open",
        "epoch": "which of the holder's key pairs this is sealed to",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lockbox", "circle"],
                condition=Q(person=None),
                name="a_circle_has_one_grant",
            ),
            models.UniqueConstraint(
                fields=["lockbox", "person"],
                condition=Q(person__isnull=False),
                name="a_person_has_one_grant",
            ),
            models.CheckConstraint(
                condition=Q(person=None, circle__gt="") | Q(person__isnull=False, circle=""),
                name="a_grant_is_to_a_person_or_a_circle",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "lockbox"], name="grant_by_person"),
            models.Index(fields=["circle", "epoch"], name="grant_by_circle"),
        ]

    def __str__(self) -> str:
        return f"grant {self.pk}"


class SealedFile(models.Model):
    """A file sealed under a lockbox (`sealed.files`). On disk it is known by this id alone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    lockbox = models.ForeignKey(Lockbox, on_delete=models.PROTECT, related_name="+")
    pieces = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    in_the_clear: ClassVar[dict[str, str]] = {
        "pieces": "how large the file is, in steps of 64 KiB: its size on disk says the same",
        "made_at": "when it was stored",
    }

    def __str__(self) -> str:
        return f"file {self.id}"


class Tombstone(models.Model):
    """A lockbox that was shredded, so that no restored copy opens it again; or a consent that was
    taken back, so that no restored copy takes it for a living one.
    """

    lockbox = models.UUIDField(primary_key=True)
    at = models.DateTimeField()

    in_the_clear: ClassVar[dict[str, str]] = {
        "lockbox": "the random id of a lockbox that opens no more, or of a consent taken back",
        "at": "when it was shredded, or taken back",
    }

    def __str__(self) -> str:
        return f"tombstone {self.lockbox}"


class RecoveryKey(models.Model):
    """The public half of a recovery key; its private half exists on paper only."""

    public = models.BinaryField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    in_the_clear: ClassVar[dict[str, str]] = {
        "public": "a public half seals and opens nothing; it is pinned on the host",
        "made_at": "the age of a key",
        "retired_at": "when a later one took its place",
    }

    def __str__(self) -> str:
        return f"recovery key {self.pk}"
