"""Lockboxes: a random key for one subject, opened by a grant and a shred key together.

`key = BLAKE2b(secret, shred key)`: the secret lies in grants, the shred key in the other database,
and either alone opens nothing. The public half comes from the key, so that what arrives with nobody
signed in can be added. A new lockbox can always be opened by two living people, unless the house
has only one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.ledger.asking import ask
from accompany.ledger.inserting import insert
from accompany.sealed import cipher, grants, host, pins
from accompany.sealed import circles as all_circles
from accompany.sealed import people as all_people
from accompany.sealed.keyring import keys as shred_keys
from accompany.sealed.models import Grant, Lockbox, Tombstone
from accompany.sealed.people import Opener

SEALED_BOX = b"\x10"
SYMMETRIC = b"\x11"
THROUGH_GLASS = b"\x12"
CHUNK = 5000

SEALING = "SELECT kind, public, mac FROM sealed_lockbox WHERE id = %s AND ordered_at IS NULL"


class NotYours(Exception):
    """No grant of this lockbox opens for this person."""

    message = _("This is sealed, and your key is not one that opens it.")

    def __str__(self) -> str:
        return str(self.message)


class Shredded(Exception):
    """The lockbox was forgotten on purpose."""

    message = _("This was erased and cannot be opened again.")

    def __str__(self) -> str:
        return str(self.message)


class TooFewOpeners(Exception):
    """Fewer than two living people could open the lockbox."""

    message = _("At least two colleagues must be able to open this. Add one more.")

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, eq=False)
class SealingLockbox:
    """A lockbox one can add to and not read."""

    id: UUID
    kind: str
    public: bytes = field(repr=False)


@dataclass(frozen=True, eq=False)
class OpenLockbox:
    """A lockbox that is open. It never says its keys."""

    id: UUID
    kind: str
    secret: bytes = field(repr=False)
    key: bytes = field(repr=False)

    @cached_property
    def document_key(self) -> bytes:
        return cipher.derive(self.key, b"documents")

    @cached_property
    def private(self) -> bytes:
        return _private_half(self.key)


def make_lockbox(
    kind: str, *, people: Iterable[UUID] = (), circles: Iterable[str] = ()
) -> OpenLockbox:
    """Make a lockbox and grant it. Needs nobody's keys, so that intake never waits."""
    holders = _holders(set(people), set(circles))
    _require_two(holders)
    id, shred_key = shred_keys.new()
    secret = cipher.new_key()
    box = _opened(id, kind, secret, shred_key)
    public = cipher.public_half(box.private)
    mac = pins.mac("lockbox", id.bytes, kind, public)
    with transaction.atomic(savepoint=False):
        insert([Lockbox(id=id, kind=kind, public=public, mac=mac)])
        insert(_grants(box, holders))
    return box


def open_lockbox(lockbox_id: UUID, *, by: Opener, through_glass: bool = False) -> OpenLockbox:
    """Open one lockbox, or raise `NotYours` or `Shredded`."""
    found = open_lockboxes([lockbox_id], by=by, through_glass=through_glass).get(lockbox_id)
    if found is not None:
        return found
    if Lockbox.objects.filter(id=lockbox_id, ordered_at__isnull=False).exists():
        raise Shredded
    if openable([lockbox_id], by=by) and not shred_keys.find([lockbox_id]):
        raise Shredded
    raise NotYours


def open_lockboxes(
    ids: Iterable[UUID], *, by: Opener, through_glass: bool = False
) -> dict[UUID, OpenLockbox]:
    """Open those of these lockboxes that open for this person: three queries, however many."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    halves = all_circles.halves(None, by=by)
    if not through_glass:
        halves = {each: half for each, half in halves.items() if each[0] != all_circles.GLASS}
    opened: dict[UUID, OpenLockbox] = {}
    slow: list[tuple[int, bytes, bytes]] = []
    rows = list(grants.of(wanted, by.id, {name for name, _ in halves}))
    keyring = shred_keys.find({row[0] for row in rows})
    for lockbox, kind, grant, is_hers, circle, epoch, sealed in rows:
        if lockbox in opened or lockbox not in keyring:
            continue
        half = None if is_hers else halves.get((circle, epoch))
        if half is None and not is_hers:
            continue
        try:
            secret, rewritten = _secret(bytes(sealed), lockbox, circle, epoch, half, by)
        except cipher.CannotOpen:
            continue
        opened[lockbox] = _opened(lockbox, kind, secret, keyring[lockbox])
        if rewritten:
            slow.append((grant, bytes(sealed), rewritten))
    if slow:
        grants.rewrite(slow)
    return opened


def open_by_secret(lockbox_id: UUID, secret: bytes) -> OpenLockbox:
    """Open with a secret kept by somebody who has no person key, or raise `Shredded`."""
    kind = Lockbox.objects.filter(id=lockbox_id, ordered_at=None).values_list("kind").first()
    found = shred_keys.find([lockbox_id])
    if kind is None or lockbox_id not in found:
        raise Shredded
    return _opened(lockbox_id, kind[0], secret, found[lockbox_id])


def openable(ids: Iterable[UUID], *, by: Opener, through_glass: bool = False) -> set[UUID]:
    """Those of these lockboxes with a grant to this person or her circles; opens nothing."""
    names = all_circles.circles_of(by.id)
    if not through_glass:
        names -= {all_circles.GLASS}
    wanted = list(ids)
    found: set[UUID] = set()
    for start in range(0, len(wanted), CHUNK):
        found.update(
            Grant.objects.filter(
                Q(person=by.id) | Q(circle__in=names),
                lockbox_id__in=wanted[start : start + CHUNK],
                lockbox__ordered_at=None,
            ).values_list("lockbox_id", flat=True)
        )
    return found


def sealing(lockbox_id: UUID) -> SealingLockbox:
    """A lockbox to add to with nobody signed in; its public half is checked first."""
    found = ask(SEALING, [lockbox_id])
    if not found:
        raise Shredded
    kind, public, mac = found[0]
    public = bytes(public)
    pins.check_mac(public, bytes(mac), "lockbox", lockbox_id.bytes, kind)
    return SealingLockbox(lockbox_id, kind, public)


@transaction.atomic
def grant(box: OpenLockbox, *, people: Iterable[UUID] = (), circles: Iterable[str] = ()) -> None:
    """Let more people or circles open a lockbox. Who already can keeps what she has."""
    holders = _holders(set(people), set(circles))
    have = set(Grant.objects.filter(lockbox=box.id).values_list("person", "circle", "epoch"))
    stale = Q(pk__in=[])
    new: dict[tuple[UUID | None, str], tuple[int, bytes]] = {}
    for (person, circle), (epoch, public) in holders.items():
        if (person, circle, epoch) not in have:
            new[person, circle] = (epoch, public)
            stale |= Q(person=person, circle=circle)
    Grant.objects.filter(stale, lockbox=box.id).delete()
    Grant.objects.bulk_create(_grants(box, new))


def withdraw(lockbox_id: UUID, *, people: Iterable[UUID] = (), circles: Iterable[str] = ()) -> None:
    """Take grants back. What somebody has read she has read; from now on it does not open."""
    Grant.objects.filter(
        Q(person__in=list(people)) | Q(circle__in=list(circles)), lockbox=lockbox_id
    ).delete()


def holders_of(lockbox_id: UUID) -> tuple[set[UUID], set[str]]:
    """The people and the circles granted a lockbox."""
    rows = Grant.objects.filter(lockbox=lockbox_id).values_list("person", "circle")
    found = list(rows)
    return {person for person, _ in found if person}, {circle for _, circle in found if circle}


def order_shred(lockbox_ids: Iterable[UUID]) -> None:
    """Order lockboxes shredded. Nothing opens from the commit on; their keys go right after."""
    if not transaction.get_connection("default").in_atomic_block:
        raise RuntimeError("Shredding is ordered inside the transaction that says why.")
    ids = list(lockbox_ids)
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        Lockbox.objects.filter(id__in=part, ordered_at=None).update(ordered_at=clock.now())
        Grant.objects.filter(lockbox__in=part).delete()
    transaction.on_commit(lambda: shred(ids), robust=True)


def shred(lockbox_ids: Iterable[UUID]) -> int:
    """Destroy the shred keys of lockboxes whose shredding was ordered, then stamp them."""
    ids = list(
        Lockbox.objects.filter(
            id__in=list(lockbox_ids), ordered_at__isnull=False, shredded_at=None
        ).values_list("id", flat=True)
    )
    if not ids:
        return 0
    shred_keys.destroy(ids)
    now = clock.now()
    with transaction.atomic():
        Tombstone.objects.bulk_create(
            (Tombstone(lockbox=id, at=now) for id in ids), ignore_conflicts=True, batch_size=500
        )
        Lockbox.objects.filter(id__in=ids).update(shredded_at=now)
    return len(ids)


def shredded() -> QuerySet[Lockbox, UUID]:
    """The ids of lockboxes that nothing opens any more, to be asked for within a query."""
    return Lockbox.objects.filter(shredded_at__isnull=False).values_list("id", flat=True)


def _opened(id: UUID, kind: str, secret: bytes, shred_key: bytes) -> OpenLockbox:
    return OpenLockbox(id, kind, secret, cipher.derive(shred_key, b"lockbox", secret))


def _private_half(key: bytes) -> bytes:
    return cipher.derive(key, b"private half")


Holders = Mapping[tuple[UUID | None, str], tuple[int, bytes]]


def _holders(wanted: set[UUID], names: set[str]) -> Holders:
    """Generation or epoch, and public half, of everyone to be granted."""
    found: dict[tuple[UUID | None, str], tuple[int, bytes]] = {}
    publics = all_people.publics(wanted)
    if len(publics) != len(wanted):
        raise all_people.NoSuchKey
    for person, half in publics.items():
        found[person, ""] = half
    for name, half in all_circles.current(names).items():
        found[None, name] = half
    return found


def _require_two(holders: Holders) -> None:
    openers = {person for person, _name in holders if person}
    for _person, name in holders:
        if len(openers) >= 2:
            return
        if name and all_circles.has_two(name):
            return
        if name:
            openers |= all_circles.members(name)
    if len(openers) < 2 and not (openers and all_people.living() == 1):
        raise TooFewOpeners


def _grants(box: OpenLockbox, holders: Holders) -> list[Grant]:
    return [
        Grant(
            lockbox_id=box.id,
            person=person,
            circle=circle,
            epoch=epoch,
            sealed=_wrapped(
                SEALED_BOX + cipher.seal(public, box.id.bytes + box.secret), box.id, circle
            ),
        )
        for (person, circle), (epoch, public) in holders.items()
    ]


def grant_to_half(box: OpenLockbox, half: all_circles.Half) -> bytes:
    """A symmetric grant to a circle, made by somebody who holds its private half."""
    bound = _grant_bound(box.id, half.circle.encode(), half.epoch)
    return _wrapped(SYMMETRIC + cipher.lock(half.grant_key, box.secret, bound), box.id, half.circle)


def _grant_bound(lockbox: UUID, holder: bytes, epoch: int) -> bytes:
    return _bound_before(settings.SIDE) + cipher.bind(lockbox.bytes) + _bound_after(holder, epoch)


@cache
def _bound_before(side: str) -> bytes:
    return cipher.bind(SYMMETRIC, side)


@lru_cache(1000)
def _bound_after(holder: bytes, epoch: int) -> bytes:
    return cipher.bind(holder, str(epoch))


def _wrapped(sealed: bytes, lockbox: UUID, circle: str) -> bytes:
    """A grant to `glass` is wrapped once more under a host key: a backup lacks it."""
    if circle != all_circles.GLASS:
        return sealed
    bound = cipher.bind(THROUGH_GLASS, settings.SIDE, lockbox.bytes)
    return THROUGH_GLASS + cipher.lock(host.secret("glass"), sealed, bound)


def _unwrapped(sealed: bytes, lockbox: UUID, circle: str) -> bytes:
    if circle != all_circles.GLASS:
        return sealed
    if sealed[:1] != THROUGH_GLASS:
        raise cipher.CannotOpen
    bound = cipher.bind(THROUGH_GLASS, settings.SIDE, lockbox.bytes)
    return cipher.unlock(host.secret("glass"), sealed[1:], bound)


def glass_opens(sealed: bytes, lockbox: UUID) -> bool:
    """Whether this host's key still unwraps a grant to `glass`."""
    try:
        _unwrapped(sealed, lockbox, all_circles.GLASS)
    except cipher.CannotOpen:
        return False
    return True


def _secret(
    sealed: bytes,
    lockbox: UUID,
    circle: str,
    epoch: int,
    half: all_circles.Half | None,
    by: Opener,
) -> tuple[bytes, bytes | None]:
    """A grant's secret, and the grant rewritten symmetric if it was not yet."""
    sealed = _unwrapped(sealed, lockbox, circle)
    key = half.grant_key if half else by.keys.grant_key
    holder = circle.encode() or by.id.bytes
    bound = _grant_bound(lockbox, holder, epoch)
    if sealed[:1] == SYMMETRIC:
        return cipher.unlock(key, sealed[1:], bound), None
    if sealed[:1] != SEALED_BOX:
        raise cipher.CannotOpen
    named = half.unseal(sealed[1:]) if half else by.keys.unseal_grant(sealed[1:])
    if named[:16] != lockbox.bytes or len(named) != 16 + cipher.KEY:
        raise cipher.CannotOpen
    secret = named[16:]
    rewritten = SYMMETRIC + cipher.lock(key, secret, bound)
    return secret, _wrapped(rewritten, lockbox, circle)
