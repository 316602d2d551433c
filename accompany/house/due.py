"""Work that falls due: each word says in its `due.py` what the loop should look after, how often.

A due function finds what is due, does one thing for each, and marks it done after: a crash does a
thing twice rather than never. It returns how many it did.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


@dataclass(frozen=True)
class Due:
    """One kind of due work."""

    name: str
    every: timedelta
    run: Callable[[], int]


_registered: dict[str, Due] = {}


def due(name: str, *, every: timedelta) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Have the loop run this function every so often, and at once when it was woken for `name`."""

    def register(run: Callable[[], int]) -> Callable[[], int]:
        _registered[name] = Due(name, every, run)
        return run

    return register


def all_due() -> list[Due]:
    """Everything the loop looks after, from the `due.py` of every word."""
    for app in apps.get_app_configs():
        if app.name.startswith("accompany.") and find_spec(f"{app.name}.due"):
            import_module(f"{app.name}.due")
    return [_registered[name] for name in sorted(_registered)]
