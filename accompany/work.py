"""The loop: runs what is due, one thing after another, in one process of the house.

Any number of loops may be started; a lock lets one of them work and the others wait. What fails is
left for the next round, later each time, and keeps nothing else from running. The loop sleeps
until something is due or somebody wakes it, and leaves a heartbeat that `/readyz` shows.
"""

import fcntl
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import TextIO

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from accompany import clock
from accompany.house.due import WAKE, Due, all_due
from accompany.house.health import LOOP
from accompany.house.hub import Watcher, parent_is_gone
from accompany.house.models import Heartbeat

log = logging.getLogger("accompany.work")

BEAT_EVERY = 30.0
LOOK_EVERY = 0.2
ASK_FOR_THE_LOCK_EVERY = 2.0
LATEST = 8
LOCK_NUMBER = 7_261_001


@dataclass
class Round:
    """One kind of due work, and when it comes round again."""

    due: Due
    at: float = 0.0
    failures: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def come_by(self, at: float) -> None:
        """Come round then, unless it comes sooner. The watcher's thread says so too."""
        with self._lock:
            self.at = min(self.at, at)

    def bring_forward(self) -> None:
        """What it hears of changed: run it once that has settled, and no later for what follows."""
        self.come_by(time.monotonic() + self.due.settle.total_seconds())

    def run(self) -> int:
        """Do it now. Returns how many things were done; trouble is logged and waits its turn."""
        with self._lock:
            self.at = float("inf")
        close_old_connections()
        try:
            done = self.due.run()
        except Exception:
            self.failures += 1
            log.exception("Due work failed: %s", self.due.name)
            done = 0
        else:
            self.failures = 0
        wait = self.due.again if self.failures else self.due.every
        self.come_by(time.monotonic() + wait.total_seconds() * min(1 + self.failures, LATEST))
        return done


class Loop:
    """Everything that is due, and the wish to stop."""

    def __init__(self) -> None:
        now = time.monotonic()
        self.rounds = {due.name: Round(due, now + due.settle.total_seconds()) for due in all_due()}
        self._woken: set[str] = set()
        self._bell = threading.Event()
        self._is_stopping = False
        self._beat_at = float("-inf")

    def stop(self) -> None:
        self._is_stopping = True
        self._bell.set()

    def hear(self, topics: set[str] | None) -> None:
        """Told by the watcher what changed; None means that anything may have."""
        names = set(self.rounds) if topics is None else {t.removeprefix(WAKE) for t in topics}
        if names := names & set(self.rounds):
            self._woken |= names
            self._bell.set()
        for each in self.rounds.values():
            if topics is not None and each.due.hears & topics:
                each.bring_forward()
                self._bell.set()

    def once(self) -> int:
        """Run everything that is due now."""
        woken, self._woken = self._woken, set()
        now = time.monotonic()
        done = 0
        for name, each in self.rounds.items():
            if (each.at <= now or name in woken) and not self._is_stopping:
                did = each.run()
                done += did
                if did or each.failures:
                    beat(name, done=did, failures=each.failures)
        if now >= self._beat_at:
            self._beat_at = now + BEAT_EVERY
            beat(LOOP)
        return done

    def run(self) -> None:
        """Work until told to stop."""
        watcher = Watcher(self.hear, every=LOOK_EVERY)
        watcher.start()
        while not self._is_stopping:
            self.once()
            next_at = min([self._beat_at, *(each.at for each in self.rounds.values())])
            self._bell.wait(max(0.0, next_at - time.monotonic()))
            self._bell.clear()
        watcher.stop()
        connections.close_all()


def beat(name: str, *, done: int = 0, failures: int = 0) -> None:
    """Leave a heartbeat. A database that does not answer now is asked again at the next."""
    with suppress(DatabaseError):
        Heartbeat.objects.update_or_create(
            name=name, defaults={"at": clock.now(), "done": done, "failures": failures}
        )


@contextmanager
def elected(stopping: threading.Event, *, wait: bool = True) -> Iterator[bool]:
    """Wait until this is the one loop of the house. False if told to stop, or not to wait."""
    connection = connections["default"]
    take = _advisory if connection.vendor == "postgresql" else _file_lock
    with take(connection, stopping, wait) as is_elected:
        yield is_elected


@contextmanager
def _file_lock(
    connection: BaseDatabaseWrapper, stopping: threading.Event, wait: bool
) -> Iterator[bool]:
    settings.HOUSE_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (settings.HOUSE_DATA / "loop.lock").open("w") as lock:
        while not stopping.is_set():
            if _took(lock):
                yield True
                return
            if not wait:
                break
            stopping.wait(ASK_FOR_THE_LOCK_EVERY)
        yield False


def _took(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _advisory(
    connection: BaseDatabaseWrapper, stopping: threading.Event, wait: bool
) -> Iterator[bool]:
    """A lock of a session of its own, so that it falls when the process does."""
    own = connection.copy()
    try:
        while not stopping.is_set():
            with own.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_NUMBER])
                (taken,) = cursor.fetchone()
            if taken:
                yield True
                return
            if not wait:
                break
            stopping.wait(ASK_FOR_THE_LOCK_EVERY)
        yield False
    finally:
        own.close()


def main(*, parent: int | None = None) -> None:
    """Run the loop until SIGTERM, Ctrl-C, or the end of the process that started it."""
    stopping = threading.Event()
    loop = Loop()

    def stop(number: int = 0, frame: FrameType | None = None) -> None:
        stopping.set()
        loop.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if parent is not None:
        threading.Thread(target=_watch_parent, args=(parent, stop), daemon=True).start()
    with elected(stopping) as is_elected:
        if is_elected:
            loop.run()


def _watch_parent(parent: int, stop: Callable[[], None]) -> None:
    while not parent_is_gone(parent):
        time.sleep(1)
    stop()
