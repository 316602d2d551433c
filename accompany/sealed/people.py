"""People's keys: every colleague has a key pair, and her passphrase is the only thing that opens
it.

The stretched passphrase seals the private half, and opening it is the whole check: no other hash of
a passphrase exists. Stretching is dear on purpose, so at most two run at once on this machine, and
a name nobody has costs as much as one somebody has.
"""

import fcntl
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol
from unicodedata import normalize
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.ledger.asking import as_id, ask, places
from accompany.ledger.lines import record
from accompany.sealed import cipher, host, pins, verbs
from accompany.sealed.models import PersonKey

PRIVATE = b"\x20"
TO_PERSON = b"\x21"
AT_ONCE = 2

PUBLICS = """
    SELECT person, generation, public, mac FROM sealed_personkey
    WHERE person IN ({}) AND retired_at IS NULL"""


class WrongPassphrase(Exception):
    """The passphrase opens no key here."""

    message = _("That name and passphrase do not go together.")

    def __str__(self) -> str:
        return str(self.message)


class NoSuchKey(Exception):
    """Nobody living holds a key under that id."""

    message = _("This colleague has no key yet.")

    def __str__(self) -> str:
        return str(self.message)


class OpenKeys:
    """A person's opened key. It exists in memory only while a request runs."""

    __slots__ = ("_circles", "_grants", "_private", "_public", "person")

    def __init__(self, person: UUID, private: bytes) -> None:
        self.person = person
        self._private = private
        self._public: bytes | None = None
        self._grants: bytes | None = None
        self._circles: dict[bytes, bytes] = {}

    def __repr__(self) -> str:
        return "<OpenKeys>"

    def __reduce__(self) -> str:
        raise TypeError("Open keys are not written down; see to_session.")

    @property
    def public(self) -> bytes:
        if self._public is None:
            self._public = cipher.public_half(self._private)
        return self._public

    @property
    def grant_key(self) -> bytes:
        """The symmetric key under which this person's grants are rewritten."""
        if self._grants is None:
            self._grants = cipher.derive(self._private, b"person grants")
        return self._grants

    def unseal(self, sealed: bytes) -> bytes:
        """Open what was sealed to this person."""
        if sealed[:1] != TO_PERSON:
            raise cipher.CannotOpen
        return cipher.unpad(cipher.unseal(self.public, self._private, bytes(sealed[1:])))

    def unseal_grant(self, sealed: bytes) -> bytes:
        """Open a grant's sealed box made for this person."""
        return cipher.unseal(self.public, self._private, sealed)

    def circle_half(self, sealed: bytes) -> bytes:
        """A circle's private half from the seal made for this person; opened once."""
        if sealed not in self._circles:
            self._circles[sealed] = cipher.unseal(self.public, self._private, sealed[1:])
        return self._circles[sealed]

    def to_session(self) -> str:
        """Text for a session row, which is itself sealed under the cookie."""
        return urlsafe_b64encode(self.person.bytes + self._private).decode()

    @classmethod
    def from_session(cls, text: str) -> "OpenKeys":
        raw = urlsafe_b64decode(text)
        if len(raw) != 16 + cipher.KEY:
            raise cipher.CannotOpen
        return cls(UUID(bytes=raw[:16]), raw[16:])


class Opener(Protocol):
    """Whoever opens: a colleague with open keys."""

    @property
    def id(self) -> UUID: ...

    @property
    def keys(self) -> OpenKeys: ...


def make_person_key(person: UUID, passphrase: str) -> OpenKeys:
    """Make a person's first key pair."""
    private = cipher.new_key()
    key = PersonKey(person=person, made_at=clock.now(), generation=1)
    _put(key, private, passphrase)
    key.save(force_insert=True)
    return OpenKeys(person, private)


def renew_person_key(person: UUID, passphrase: str) -> OpenKeys:
    """A new key pair for somebody whose passphrase is lost. It opens nothing that was before."""
    key = PersonKey.objects.select_for_update().get(person=person, retired_at=None)
    private = cipher.new_key()
    key.generation += 1
    key.made_at = clock.now()
    _put(key, private, passphrase)
    key.save(force_update=True)
    return OpenKeys(person, private)


def unlock(person: UUID | None, passphrase: str) -> OpenKeys:
    """Open a person's key with her passphrase, or raise `WrongPassphrase`."""
    key = PersonKey.objects.filter(person=person, retired_at=None).first() if person else None
    if key is None:
        _stretched(passphrase, bytes(cipher.SALT), *_cost())
        raise WrongPassphrase
    stretched = _stretched(passphrase, bytes(key.salt), key.ops, key.memory)
    form, sealed = bytes(key.sealed)[:1], bytes(key.sealed)[1:]
    try:
        private = cipher.unlock(stretched, sealed, _bound(key))
    except cipher.CannotOpen:
        raise WrongPassphrase from None
    if form != PRIVATE:
        raise WrongPassphrase
    return OpenKeys(key.person, private)


@transaction.atomic
def change_passphrase(keys: OpenKeys, new_passphrase: str) -> None:
    """Seal the same private half under another passphrase."""
    key = PersonKey.objects.select_for_update().get(person=keys.person, retired_at=None)
    if bytes(key.public) != keys.public:
        raise WrongPassphrase
    _put(key, keys._private, new_passphrase)
    key.save(update_fields=["salt", "ops", "memory", "sealed"])
    record(verbs.NEW_PASSPHRASE, by=_Herself(keys.person))


def seal_to_person(person: UUID, data: bytes) -> bytes:
    """Seal so that only this person opens."""
    found = publics([person]).get(person)
    if found is None:
        raise NoSuchKey
    return TO_PERSON + cipher.seal(found[1], cipher.pad(data))


def publics(people: Iterable[UUID]) -> dict[UUID, tuple[int, bytes]]:
    """Generation and public half of those of these people who are living."""
    wanted = list(people)
    if not wanted:
        return {}
    found: dict[UUID, tuple[int, bytes]] = {}
    for id, generation, public, mac in ask(PUBLICS.format(places(wanted)), wanted):
        person, bound = as_id(id), ("person", as_id(id).bytes, str(generation))
        found[person] = (generation, pins.check_mac(bytes(public), bytes(mac), *bound))
    return found


def living() -> int:
    """How many people hold a key that is not retired."""
    return PersonKey.objects.filter(retired_at=None).count()


def _put(key: PersonKey, private: bytes, passphrase: str) -> None:
    key.salt = os.urandom(cipher.SALT)
    key.ops, key.memory = _cost()
    key.public = cipher.public_half(private)
    key.mac = pins.mac("person", key.person.bytes, str(key.generation), key.public)
    stretched = _stretched(passphrase, key.salt, key.ops, key.memory)
    key.sealed = PRIVATE + cipher.lock(stretched, private, _bound(key))


def _bound(key: PersonKey) -> bytes:
    return cipher.bind(
        PRIVATE, settings.SIDE, key.person.bytes, str(key.generation), bytes(key.public)
    )


def _cost() -> tuple[int, int]:
    return (
        getattr(settings, "STRETCH_OPS", 3),
        getattr(settings, "STRETCH_MEMORY", 64 * 1024 * 1024),
    )


def _stretched(passphrase: str, salt: bytes, ops: int, memory: int) -> bytes:
    with _a_place():
        return cipher.stretch(normalize("NFKC", passphrase).encode(), salt, ops, memory)


@contextmanager
def _a_place() -> Iterator[None]:
    """One of the machine's two places for stretching."""
    files = [host.appending(f"stretch-{n}.lock") for n in range(AT_ONCE)]
    try:
        for file in files:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            break
        else:
            fcntl.flock(files[os.urandom(1)[0] % AT_ONCE], fcntl.LOCK_EX)
        yield
    finally:
        for file in files:
            file.close()


class _Herself:
    def __init__(self, id: UUID) -> None:
        self.id = id
