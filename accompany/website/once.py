"""What is asked again and again while one page is drawn, and read once for it.

The menu, the foot, the lines and every link of a page ask for the same few rows. Between
`reading_once()` and its end each is read once; outside of it, and in another request, it is read
anew, so that nothing is remembered that may have changed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar  # Any: whatever was read

P = ParamSpec("P")
R = TypeVar("R")

_read: ContextVar[dict[Any, Any] | None] = ContextVar("read", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Read each thing once until this block ends."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def once(ask: Callable[P, R]) -> Callable[P, R]:
    """Keep what this function answered, by its arguments, while a page is drawn."""

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        kept = _read.get()
        if kept is None:
            return ask(*args, **kwargs)
        key = (ask, args, *sorted(kwargs.items()))
        if key not in kept:
            kept[key] = ask(*args, **kwargs)
        return kept[key]

    return asked
