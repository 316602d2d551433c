"""SQLite, with its writers in a queue.

SQLite lets writers poll for the lock, and under load the unlucky wait for a second. Here a writer
first takes a file lock beside the database, which the kernel hands on in order, and lets go when
its transaction ends. A process that is killed lets go as well. Within one process the wait ends
after the database's own timeout, as a busy database does.
"""

import fcntl
import os
import threading
from collections import defaultdict
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

SUFFIX = "-queue"

_in_this_process: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own backend, with the queue before BEGIN IMMEDIATE."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: handed on as they came
        super().__init__(*args, **kwargs)
        self._turn: threading.Lock | None = None
        self._queue: int | None = None

    def get_connection_params(self) -> dict[str, Any]:  # Any: what sqlite3.connect takes
        name = self.settings_dict["NAME"]
        if isinstance(name, os.PathLike):
            os.makedirs(os.path.dirname(name), mode=0o700, exist_ok=True)
        return super().get_connection_params()

    def _start_transaction_under_autocommit(self) -> None:
        self._wait_for_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except BaseException:
            self._let_go()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # not in the stubs
        self._let_go()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # not in the stubs
        finally:
            self._let_go()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # not in the stubs
        finally:
            self._let_go()
            if self._queue is not None:
                os.close(self._queue)
                self._queue = None

    def _wait_for_turn(self) -> None:
        if self._turn is not None or self.is_in_memory_db():
            return
        name = str(self.settings_dict["NAME"])
        turn = _in_this_process[name]
        if not turn.acquire(timeout=self.settings_dict["OPTIONS"].get("timeout", 20)):
            raise OperationalError("database is locked by another thread of this process")
        self._turn = turn
        try:
            if self._queue is None:
                self._queue = os.open(name + SUFFIX, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._queue, fcntl.LOCK_EX)
        except BaseException:
            self._let_go()
            raise

    def _let_go(self) -> None:
        if self._turn is None:
            return
        if self._queue is not None:
            fcntl.flock(self._queue, fcntl.LOCK_UN)
        turn, self._turn = self._turn, None
        turn.release()
