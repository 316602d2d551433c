"""Pacing: whoever tries codes waits longer and longer, and nobody waits for somebody else.

Each address has a handful of wrong codes free and gets one more every ten seconds. A right code
costs nothing. It is counted in the memory of one process and nowhere else; who is not known by an
address (behind a proxy that does not say) shares a larger count. Whoever must wait can also just
tell any of us.
"""

import threading
import time
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest

MOST_ADDRESSES = 10_000


@dataclass(frozen=True)
class Rate:
    """So many wrong codes at once, and one more after so many seconds."""

    free: float
    every: float


FOR_ONE = Rate(free=6, every=10.0)
FOR_UNKNOWN = Rate(free=60, every=0.5)


@dataclass
class Pace:
    """The wrong codes of one process."""

    left: dict[str, tuple[float, float]] = field(default_factory=dict)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def may_try(self, who: str) -> bool:
        """Whether this address may try a code now."""
        with self.turn:
            return self._left(who) >= 1

    def was_wrong(self, who: str) -> None:
        with self.turn:
            if len(self.left) >= MOST_ADDRESSES:
                self.left.clear()
            self.left[who] = (self._left(who) - 1, time.monotonic())

    def forget(self) -> None:
        self.left.clear()

    def _left(self, who: str) -> float:
        rate = FOR_ONE if who else FOR_UNKNOWN
        left, since = self.left.get(who, (rate.free, 0.0))
        return min(rate.free, left + (time.monotonic() - since) / rate.every)


pace = Pace()


def who(request: HttpRequest) -> str:
    """The address a request came from, kept in memory only; "" when a proxy does not say."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if address in settings.LOOPBACK:
        address = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
    return address[:64]
