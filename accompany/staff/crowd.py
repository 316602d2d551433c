"""The crowd at the door: strangers who try to sign in never keep the helpline from answering.

Stretching a passphrase is dear, two run at once on this machine, and whoever waits for a place
holds one of the few threads that texts and chats need too. While many tries fail, strangers come to
the door one at a time in each process and the others are asked to wait a moment. A browser that
signed its owner in before is no stranger, and in quiet times nobody is asked to wait.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic

from django.utils.translation import gettext_lazy as _

from accompany.house.refusals import Refusal

MANY = 8
LATELY = 10.0
STRANGERS = 1


class Crowded(Refusal):
    message = _("Many are trying to sign in right now. Wait a moment, then try again.")


class Door:
    """The door of one process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._failed: deque[float] = deque(maxlen=MANY)
        self._strangers = 0

    @property
    def is_crowded(self) -> bool:
        """Whether many tries have failed within a few seconds."""
        return len(self._failed) == MANY and monotonic() - self._failed[0] < LATELY

    def failed(self) -> None:
        self._failed.append(monotonic())

    @contextmanager
    def passing(self, *, is_known: bool) -> Iterator[None]:
        """Try a passphrase inside. Raises `Crowded` before anything is tried or written."""
        if is_known:
            yield
            return
        with self._lock:
            if self.is_crowded and self._strangers >= STRANGERS:
                raise Crowded
            self._strangers += 1
        try:
            yield
        finally:
            with self._lock:
                self._strangers -= 1


door = Door()
