"""The clock of the house: the one place that asks what time it is.

Moments are aware and in UTC. A test stops the clock instead of sleeping.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from django.utils import timezone

_stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    """The present moment, in UTC."""
    return _stopped.get() or datetime.now(UTC)


def today() -> date:
    """The present day where the organization is."""
    return timezone.localtime(now()).date()


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment`, for tests and for demo data."""
    token = _stopped.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _stopped.reset(token)
