"""Colleagues: the people who may sign in, and what they sign in with.

No password is stored anywhere. A passphrase is right when it opens the colleague's person key
(`sealed.people`); her second factor is a code, a security key, or a recovery code spent once.
A colleague is pending until two others approve; until then she holds no capability and no circle.
A colleague who left keeps her row, so that the ledger can still name her; she can never sign in.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accompany.staff.capabilities import Capability, Role


class ColleagueQuerySet(models.QuerySet["Colleague"]):
    def here(self) -> "ColleagueQuerySet":
        """Everyone who has not left, pending ones included."""
        return self.filter(left_at=None)

    def at_work(self) -> "ColleagueQuerySet":
        """Everyone whom two colleagues approved and who has not left."""
        return self.filter(left_at=None).exclude(approved_at=None)

    def who_can(self, capability: Capability) -> "ColleagueQuerySet":
        return self.at_work().filter(role__in=[r for r in Role if capability in r.capabilities])

    def get_by_natural_key(self, sign_in_name: str | None) -> "Colleague":
        return self.get(sign_in_name=sign_in_name)


class Colleague(AbstractBaseUser):  # type: ignore[django-manager-missing]  # the CMS's, untyped
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(_("name"), max_length=80)
    sign_in_name = models.CharField(_("sign-in name"), max_length=40, unique=True)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    line_name = models.CharField(_("name used on the line"), max_length=40, blank=True, default="")
    joined_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    lost_key_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    password = None  # type: ignore[assignment]  # no password path exists at all
    last_login = None  # the ledger knows

    USERNAME_FIELD = "sign_in_name"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = ColleagueQuerySet.as_manager()

    in_the_clear: ClassVar[dict[str, str]] = {
        "name": "a colleague's name: needed to sign in and to say who did what",
        "sign_in_name": "what a colleague types to sign in",
        "role": "decides which doors open before any key does",
        "line_name": "the name a colleague chose to use on the line",
        "joined_at": "when the account was made",
        "approved_at": "when a second colleague approved her",
        "lost_key_at": "when she asked for a new key; sealed work waits for two approvals",
        "left_at": "when the account ended",
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="colleague_signs_in_with_a_lower_case_name",
                condition=Q(sign_in_name=Lower("sign_in_name")),
            ),
            models.CheckConstraint(
                name="colleague_leaves_after_joining",
                condition=Q(left_at=None) | Q(left_at__gte=F("joined_at")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django types it as a plain attribute
        return self.left_at is None

    @property
    def is_pending(self) -> bool:
        return self.left_at is None and self.approved_at is None

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def initials(self) -> str:
        return "".join(part[0] for part in self.name.split() if part[0].isalpha())[:2].upper()

    @property
    def shown_role(self) -> str:
        return str(Role(self.role).label)

    @property
    def on_the_line(self) -> str:
        """The name visitors see."""
        return self.line_name or self.first_name

    def can(self, capability: Capability) -> bool:
        if self.left_at is not None or self.approved_at is None:
            return False
        return capability in Role(self.role).capabilities

    def get_full_name(self) -> str:
        return self.name

    # What the CMS asks of whoever edits. The only one it lets do everything is an editor; what
    # she may not (publish what is the council's to say) its pages refuse by themselves.

    @property
    def is_superuser(self) -> bool:
        return self.can(Capability.EDIT_SITE)

    @property
    def groups(self) -> "models.QuerySet[Group]":
        return Group.objects.none()

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_superuser

    def has_perms(self, perms: Iterable[str], obj: object = None) -> bool:
        return self.is_superuser

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_superuser

    def get_session_auth_hash(self) -> str:
        """Sessions end by deleting their rows, never by a stored password hash: there is none."""
        return str(self.id)

    def get_session_auth_fallback_hash(self) -> Any:  # Any: Django types a generator of str here
        return iter(())


class Session(models.Model):
    """A sealed session. Its name and its key are two hashes of a cookie the house never stores.

    A pending session (`half`) rests between passphrase and second factor: it signs nobody in.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=64, unique=True)
    colleague = models.ForeignKey(
        Colleague, on_delete=models.CASCADE, null=True, related_name="sessions"
    )
    is_pending = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    sealed_hint = models.BinaryField(default=b"")
    sealed = models.BinaryField()

    in_the_clear: ClassVar[dict[str, str]] = {
        "name": "a one-way hash of the cookie: finds the row, opens nothing",
        "colleague": "ends her sessions when she leaves or asks",
        "is_pending": "a session between passphrase and second factor is refused everywhere",
        "tries": "five tries at the second factor",
        "made_at": "no session lasts longer than twelve hours",
        "seen_at": "extends a session at most once a minute",
        "expires_at": "the idle lock",
        "sealed_hint": "what she calls this device, sealed to her",
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="session_has_at_most_five_tries", condition=Q(tries__lte=5)
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Authenticator(models.Model):
    """An app that shows six digits. Its seed is sealed to the colleague's own key.

    `spent_step` is the last half minute whose code was used: no code works twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    colleague = models.OneToOneField(
        Colleague, on_delete=models.CASCADE, related_name="authenticator"
    )
    sealed_seed = models.BinaryField()
    spent_step = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()

    in_the_clear: ClassVar[dict[str, str]] = {
        "colleague": "whose it is",
        "sealed_seed": "the seed, sealed to her person key",
        "spent_step": "a code is spent once",
        "made_at": "shown on her own page",
    }

    def __str__(self) -> str:
        return str(self.id)


class RecoveryCode(models.Model):
    """One printed code, used once. Only a digest is kept; the code itself has 80 random bits."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    colleague = models.ForeignKey(
        Colleague, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True)

    in_the_clear: ClassVar[dict[str, str]] = {
        "colleague": "whose it is",
        "digest": "a one-way hash of 80 random bits, bound to the colleague",
        "made_at": "shown on her own page",
        "spent_at": "a code is spent once",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["colleague", "digest"], name="recovery_code_is_given_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class SecurityKey(models.Model):
    """A security key registered for one colleague, as a second factor after her passphrase."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    colleague = models.ForeignKey(Colleague, on_delete=models.CASCADE, related_name="security_keys")
    credential = models.BinaryField()
    credential_digest = models.CharField(max_length=64, unique=True)
    signatures = models.BigIntegerField(default=0)
    label = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    in_the_clear: ClassVar[dict[str, str]] = {
        "colleague": "whose it is",
        "credential": "the key's public half and its id",
        "credential_digest": "one key, one colleague",
        "signatures": "the key's own counter: a copied key shows",
        "label": "what she calls it",
        "made_at": "shown on her own page",
        "used_at": "shown on her own page",
    }

    def __str__(self) -> str:
        return str(self.id)


class Slowdown(models.Model):
    """Failed sign-ins under one typed name, known only by a keyed digest. It slows, never locks."""

    digest = models.CharField(primary_key=True, max_length=64)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    not_before = models.DateTimeField()

    in_the_clear: ClassVar[dict[str, str]] = {
        "digest": "a keyed hash of the typed name: never the name, nor a passphrase typed for it",
        "failures": "how many in a row",
        "last_at": "forgotten after a day",
        "not_before": "when the next try is heard",
    }

    def __str__(self) -> str:
        return "a slowdown"


class Invitation(models.Model):
    """A link for one newcomer, for 72 hours. The house keeps only a digest of it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(_("name"), max_length=80)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    colleague = models.ForeignKey(
        Colleague, on_delete=models.PROTECT, null=True, related_name="invitations"
    )
    renews = models.BooleanField(default=False)

    in_the_clear: ClassVar[dict[str, str]] = {
        "name": "a coming colleague's name",
        "role": "the role she is invited to",
        "digest": "a one-way hash of the link",
        "invited_by": "who invited her",
        "made_at": "shown on the colleagues page",
        "expires_at": "the link ends after 72 hours",
        "taken_at": "the link works once",
        "withdrawn_at": "an invitation can be taken back",
        "colleague": "the account that came of it",
        "renews": "a colleague who lost her passphrase comes back by such a link",
    }

    def __str__(self) -> str:
        return str(self.id)

    def is_open(self, at: datetime) -> bool:
        return self.taken_at is None and self.withdrawn_at is None and at < self.expires_at


class Approval(models.Model):
    """One colleague's yes to another's keys. Two are needed, by two people, neither of them her."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    colleague = models.ForeignKey(Colleague, on_delete=models.CASCADE, related_name="approvals")
    by = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    in_the_clear: ClassVar[dict[str, str]] = {
        "colleague": "who waits for her keys",
        "by": "who said yes",
        "at": "when",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["colleague", "by"], name="approval_is_given_once_by_each"
            ),
            models.CheckConstraint(
                name="approval_is_never_given_to_oneself", condition=~Q(by=F("colleague"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Draft(models.Model):
    """What someone typed before the desk locked, sealed to her. It lives seven days at most."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    colleague = models.ForeignKey(Colleague, on_delete=models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=64)
    about = models.CharField(max_length=64, blank=True, default="", db_index=True)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    in_the_clear: ClassVar[dict[str, str]] = {
        "colleague": "who typed it; it is sealed to her",
        "place": "a keyed hash of the page and the form",
        "about": "a keyed hash of the id in the page's address: forgets the draft with the row",
        "saved_at": "said when it is offered back",
        "expires_at": "drafts are forgotten after seven days",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["colleague", "place"], name="draft_is_one_for_each_form"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


def named(id: UUID) -> str:
    """A colleague's name by her id, for pages that say who did what. Empty if there is none."""
    return Colleague.objects.filter(id=id).values_list("name", flat=True).first() or ""
