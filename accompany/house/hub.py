"""The hub: one per process. It notices what other processes changed and wakes the streams here.

SQLite tells by a number that moves with every commit of another connection, looked at twenty times
a second; then the raised stamps are read. PostgreSQL sends a notification.
"""

import asyncio
import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import ClassVar

from django.conf import settings

log = logging.getLogger(__name__)

CHANNEL = "accompany"
EVERYTHING = None
LOOK_EVERY = 0.05
TRY_AGAIN_AFTER = 1.0

Topics = set[str] | None
Heard = Callable[[Topics], None]


class Ear:
    """One stream's ear: set when one of its topics changed."""

    def __init__(self, topics: set[str]) -> None:
        self.topics = topics
        self.times = 0
        self._heard = asyncio.Event()

    def tell(self, topics: Topics) -> None:
        if topics is None or self.topics & topics:
            self.times += 1
            self._heard.set()

    def wake(self) -> None:
        self._heard.set()

    async def wait(self, seconds: float) -> bool:
        """Whether anything was heard before the time was over."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._heard.wait(), seconds)
        was_heard = self._heard.is_set()
        self._heard.clear()
        return was_heard


class Hub:
    """Who listens in this process. Touched only from its event loop."""

    _running: ClassVar["Hub | None"] = None

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.is_closing = False
        self._ears: set[Ear] = set()
        self._also: list[Heard] = []
        self._watcher = Watcher(self._from_thread)

    @classmethod
    def running(cls) -> "Hub":
        """This process's hub, started at its first use."""
        hub = cls._running
        if hub is None or hub.loop is not asyncio.get_running_loop():
            hub = cls._running = cls()
            hub._watcher.start()
        return hub

    def __len__(self) -> int:
        return len(self._ears)

    def listening_to(self, topic: str) -> int:
        """How many streams wait for this one thing."""
        return sum(topic in ear.topics for ear in self._ears)

    @contextmanager
    def listening(self, topics: set[str]) -> Iterator[Ear]:
        ear = Ear(topics)
        self._ears.add(ear)
        try:
            yield ear
        finally:
            self._ears.discard(ear)

    def also_tell(self, heard: Heard) -> None:
        """Call `heard` with the topics at every change."""
        self._also.append(heard)

    def announce(self, topics: Topics) -> None:
        for heard in self._also:
            heard(topics)
        for ear in self._ears:
            ear.tell(topics)

    def close(self) -> None:
        """Say goodbye on every stream and stop watching."""
        self.is_closing = True
        self._watcher.stop()
        for ear in self._ears:
            ear.wake()

    def _from_thread(self, topics: Topics) -> None:
        try:
            self.loop.call_soon_threadsafe(self.announce, topics)
        except RuntimeError:  # the loop has ended
            self._watcher.stop()


class Watcher(threading.Thread):
    """Watches the database from a thread of its own and tells which topics changed."""

    def __init__(self, heard: Heard, *, every: float = LOOK_EVERY) -> None:
        super().__init__(name="hub", daemon=True)
        self._every = every
        self._heard = heard
        self._stopped = threading.Event()

    def stop(self) -> None:
        self._stopped.set()

    def run(self) -> None:
        engine = str(settings.DATABASES["default"]["ENGINE"])
        watch = self._watch_postgres if engine.endswith("postgresql") else self._watch_sqlite
        while not self._stopped.is_set():
            try:
                watch()
            except Exception:
                log.exception("The hub lost its sight of the database and looks again.")
                self._stopped.wait(TRY_AGAIN_AFTER)
                self._heard(EVERYTHING)

    def _watch_sqlite(self) -> None:
        uri = f"file:{settings.DATABASES['default']['NAME']}?mode=ro"
        database = sqlite3.connect(uri, uri=True, timeout=5, isolation_level=None)
        try:
            version = last = -1
            while not self._stopped.wait(self._every):
                (seen,) = database.execute("PRAGMA data_version").fetchone()
                if seen == version:
                    continue
                raised = database.execute(
                    "SELECT topic, n FROM house_stamp WHERE n > ?", [last]
                ).fetchall()
                if raised and version != -1:
                    self._heard({topic for topic, _n in raised})
                version = seen
                last = max([last, *(n for _topic, n in raised)])
        finally:
            database.close()

    def _watch_postgres(self) -> None:
        import psycopg
        from django.db import connections

        parameters = connections["default"].get_connection_params()
        parameters.pop("cursor_factory", None)
        parameters.pop("context", None)
        with psycopg.connect(**parameters, autocommit=True) as database:
            database.execute(f"LISTEN {CHANNEL}")
            while not self._stopped.is_set():
                topics = {told.payload for told in database.notifies(timeout=1, stop_after=1)}
                if topics:
                    self._heard(topics)


def parent_is_gone(born_of: int) -> bool:
    """Whether the process that started this one has ended."""
    return os.getppid() != born_of
