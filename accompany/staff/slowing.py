"""Slowing down: failed sign-ins under one name make the next one wait, and nobody is locked out.

Five tries are free; then each waits longer, thirty seconds at most. The same holds for names nobody
has. A try is counted before the passphrase is stretched, so many at once gain nothing. The longest
wait is short on purpose: the last colleague on the helpline must always get in.

Codes have a count of their own, and there the longest wait is five minutes: whoever guesses codes
knows the passphrase already.

A browser that signed in before has its own count (`device`), so a stranger who knows a name cannot
take the place in the queue of the colleague it belongs to.
"""

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.house.refusals import Refusal
from accompany.sealed import host
from accompany.staff.models import Slowdown

FREE = 5
LONGEST = 30
LONGEST_FOR_CODES = 300
FORGOTTEN = timedelta(days=1)


class Wait(Refusal):
    message = _("Too many tries under this name. Wait half a minute, then try again.")


class WaitLonger(Wait):
    message = _("Too many codes that did not match. Wait five minutes, then try again.")


@dataclass(frozen=True)
class Name:
    """A name somebody signs in with, known only by a keyed digest."""

    digest: str
    longest: int = LONGEST


def fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def name(text: str, *, device: str = "") -> Name:
    return Name(_digest(f"{fold(text)}\n{device}"))


def codes(colleague: UUID, *, device: str = "") -> Name:
    """The count of codes tried for a colleague, apart from passphrases tried for her."""
    return Name(_digest(f"{colleague}\n{device}\ncodes"), longest=LONGEST_FOR_CODES)


def _digest(said: str) -> str:
    return hmac.new(host.secret("sign-in-names"), said.encode(), hashlib.sha256).hexdigest()


def claim(name: Name) -> None:
    """Count a try, or raise `Wait`. Of two at the same moment one waits."""
    now = clock.now()
    row = Slowdown.objects.filter(digest=name.digest).first()
    if row is None:
        _first(name)
        return
    if now < row.not_before:
        raise Wait if name.longest == LONGEST else WaitLonger
    failures = 1 if now - row.last_at > FORGOTTEN else row.failures + 1
    moved = Slowdown.objects.filter(digest=name.digest, failures=row.failures).update(
        failures=failures, last_at=now, not_before=now + _delay(failures, name.longest)
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


def _delay(failures: int, longest: int) -> timedelta:
    over = failures - FREE
    return timedelta(seconds=min(2 ** min(over, 10), longest) if over >= 0 else 0)
