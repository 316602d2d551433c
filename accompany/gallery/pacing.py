"""Pacing: whoever tries codes waits longer and longer, and nobody far from her waits with her.

Each neighborhood of addresses has a handful of wrong codes free and gets one more every ten
seconds. A right code costs nothing. There is no count of everybody's, so that nobody can close the
page for all. Where a proxy does not say whom it passes on, all share a larger count. Whoever must
wait can also just tell any of us.
"""

import threading

from django.http import HttpRequest

from accompany import clock
from accompany.house.buckets import Bucket, Buckets
from accompany.house.guard import group_of

FREE_AT_ONCE, FREE_EVERY = 10, 10.0
UNKNOWN_AT_ONCE, UNKNOWN_EVERY = 60, 0.5
# What a request's group is where it came without an address, or with our own proxy's alone.
UNKNOWN = ("somewhere", "127.0.0.0/24", "::/56")


class Pace:
    """The wrong codes of one process, in its memory and nowhere else."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew, as after a start."""
        self._known = Buckets(FREE_AT_ONCE, FREE_EVERY)
        self._unknown = Buckets(UNKNOWN_AT_ONCE, UNKNOWN_EVERY)

    def may_try(self, request: HttpRequest) -> bool:
        """Whether a code may be tried from there now."""
        with self._turn:
            return self._of(request).level(clock.now()) >= 1

    def was_wrong(self, request: HttpRequest) -> None:
        with self._turn:
            self._of(request).overdraw(clock.now())

    def _of(self, request: HttpRequest) -> Bucket:
        group = group_of(request)
        if group in UNKNOWN:
            return self._unknown.of("", clock.now())
        return self._known.of(group, clock.now())


pace = Pace()
