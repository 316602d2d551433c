"""Slowing down: failed sign-ins under one name make the next one wait, and nobody is locked out.

Five tries are free; then each waits longer, thirty seconds at most. The same holds for names nobody
has. A try is counted before the passphrase is stretched, so many at once gain nothing. The longest
wait is short on purpose: the last colleague on the helpline must always get in.

A browser that signed in before has its own count (`device`), so a stranger who knows a name cannot
take the place in the queue of the colleague it belongs to.
"""

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.house.refusals import Refusal
from accompany.sealed import host
from accompany.staff.models import Slowdown

FREE = 5
LONGEST = 30
FORGOTTEN = timedelta(days=1)


class Wait(Refusal):
    message = _("Too many tries under this name. Wait half a minute, then try again.")


@dataclass(frozen=True)
class Name:
    """A name somebody signs in with, known only by a keyed digest."""

    digest: str


def fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def name(text: str, *, device: str = "") -> Name:
    key = host.secret("sign-in-names")
    said = f"{fold(text)}\n{device}".encode()
    return Name(hmac.new(key, said, hashlib.sha256).hexdigest())


def claim(name: Name) -> None:
    """Count a try, or raise `Wait`. Of two at the same moment one waits."""
    now = clock.now()
    row = Slowdown.objects.filter(digest=name.digest).first()
    if row is None:
        _first(name)
        return
    if now < row.not_before:
        raise Wait
    failures = 1 if now - row.last_at > FORGOTTEN else row.failures + 1
    moved = Slowdown.objects.filter(digest=name.digest, failures=row.failures).update(
        failures=failures, last_at=now, not_before=now + _delay(failures)
    )
    if not moved:
        raise Wait


def forget(name: Name) -> None:
    """A sign-in that succeeded wipes the count."""
    Slowdown.objects.filter(digest=name.digest).delete()


def forget_old() -> int:
    return Slowdown.objects.filter(last_at__lt=clock.now() - FORGOTTEN).delete()[0]


def _first(name: Name) -> None:
    now = clock.now()
    try:
        with transaction.atomic():
            Slowdown.objects.create(digest=name.digest, failures=1, last_at=now, not_before=now)
    except IntegrityError:
        raise Wait from None


def _delay(failures: int) -> timedelta:
    over = failures - FREE
    return timedelta(seconds=min(2**over, LONGEST) if over >= 0 else 0)
