"""Recovery: a key that exists on paper only, for what nobody living can open.

Its private half is split by SLIP-39 in two groups, and both are needed: two of the three shares
held by the survivor council, and direction's one. Circles' private halves are sealed to its public
half. Nothing here is ever stored; each use is in the ledger.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics

from accompany import clock
from accompany.ledger.lines import HOUSE, Actor, record
from accompany.sealed import cipher, circles, pins, verbs
from accompany.sealed.circles import FOR_RECOVERY, Half
from accompany.sealed.models import CircleKey, RecoveryKey
from accompany.sealed.people import Opener

COUNCIL = (2, 3)
DIRECTION = (1, 1)


class WrongShares(Exception):
    """These shares do not make the recovery key."""

    message = _("These words do not make the recovery key. Check each word against the paper.")

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class Shares:
    """What is printed once: thirty-three words on each paper."""

    council: tuple[str, ...]
    direction: tuple[str, ...]

    def __repr__(self) -> str:
        return "<Shares>"

    def enough(self) -> list[str]:
        """One set of papers that is enough: two of the council's, and direction's."""
        return [*self.council[: COUNCIL[0]], *self.direction]


@transaction.atomic
def make_recovery(*, by: Actor = HOUSE, opener: Opener | None = None) -> Shares:
    """Make the recovery key and hand out its shares, this once.

    Circles made later are sealed to it at once; those made before, as far as `opener` holds them.
    A key made before is retired: its papers open nothing sealed from now on.
    """
    private = cipher.new_key()
    public = cipher.public_half(private)
    council, direction = generate_mnemonics(2, [COUNCIL, DIRECTION], private)
    RecoveryKey.objects.filter(retired_at=None).update(retired_at=clock.now())
    pins.pin(pin_name(), public)
    RecoveryKey.objects.create(public=public, made_at=clock.now())
    CircleKey.objects.update(for_recovery=None)
    if opener is not None:
        seal_for_recovery(by=opener)
    record(verbs.MADE_RECOVERY, by=by)
    return Shares(tuple(council), tuple(direction))


def seal_for_recovery(*, by: Opener) -> int:
    """Seal to the recovery key every epoch this person holds that is not sealed to it yet."""
    mine = circles.halves(None, by=by)
    count = 0
    for key in CircleKey.objects.filter(for_recovery=None):
        half = mine.get((key.circle_id, key.epoch))
        if half is not None:
            key.for_recovery = circles.for_recovery(half.private)
            key.save(update_fields=["for_recovery"])
            count += 1
    return count


@transaction.atomic
def drill(shares: Iterable[str], *, by: Actor = HOUSE) -> bool:
    """Whether these papers make the recovery key. Opens nothing; the ledger says it was tried."""
    try:
        _private_half(shares)
    except WrongShares:
        passed = False
    else:
        passed = True
    record(verbs.DRILLED, by=by, passed=passed)
    return passed


@transaction.atomic
def recover(shares: Iterable[str], *, circle: str, person: UUID, by: Actor = HOUSE) -> None:
    """Seal a circle to a person by the papers alone; raises `WrongShares`."""
    private = _private_half(shares)
    public = cipher.public_half(private)
    halves = []
    for epoch, sealed in CircleKey.objects.filter(
        circle=circle, for_recovery__isnull=False
    ).values_list("epoch", "for_recovery"):
        form, box = bytes(sealed or b"")[:1], bytes(sealed or b"")[1:]
        if form != FOR_RECOVERY:
            raise cipher.CannotOpen
        halves.append(Half(circle, epoch, cipher.unseal(public, private, box)))
    circles.seal_these_halves(halves, person)
    record(verbs.RECOVERED, by=by, circle=circle, person=person)


def pin_name() -> str:
    return f"recovery/{settings.SIDE}"


def _private_half(shares: Iterable[str]) -> bytes:
    try:
        private: bytes = combine_mnemonics([" ".join(share.lower().split()) for share in shares])
    except (MnemonicError, ValueError):
        raise WrongShares from None
    key = RecoveryKey.objects.filter(retired_at=None).order_by("-pk").first()
    if key is None or cipher.public_half(private) != pins.check(pin_name(), bytes(key.public)):
        raise WrongShares
    return private
