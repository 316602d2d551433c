"""Work that falls due: each word says in its `due.py` what the loop should look after, how often.

A due function finds what is due, does one thing for each, and marks it done after: a crash does a
thing twice rather than never. It returns how many it did.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import connections

from accompany.house.db import statistics
from accompany.house.live import changed
from accompany.house.models import Stamp
from accompany.sealed import due as keys

WAKE = "due:"
STAMPS_KEPT = 2000
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Due:
    """One kind of due work.

    `hears`: the topics (`house.live`) that bring it forward, to `settle` after the first of them:
    what changes many times in a minute is done once.
    """

    name: str
    every: timedelta
    run: Callable[[], int]
    hears: frozenset[str] = frozenset()
    settle: timedelta = timedelta(0)

    @property
    def again(self) -> timedelta:
        """How soon what failed is tried again: what follows changes does not wait for its day."""
        return min(self.every, A_MINUTE) if self.hears else self.every


_registered: dict[str, Due] = {}


def due(
    name: str,
    *,
    every: timedelta,
    hears: Iterable[str] = (),
    settle: timedelta = timedelta(0),
) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Have the loop run this function every so often, and at once when it was woken for `name`."""

    def register(run: Callable[[], int]) -> Callable[[], int]:
        _registered[name] = Due(name, every, run, frozenset(hears), settle)
        return run

    return register


def wake(name: str) -> None:
    """Have the loop run this now, once the current transaction is committed."""
    changed(WAKE + name)


def all_due() -> list[Due]:
    """Everything the loop looks after, from the `due.py` of every word."""
    for app in apps.get_app_configs():
        if app.name.startswith("accompany.") and find_spec(f"{app.name}.due"):
            import_module(f"{app.name}.due")
    return [_registered[name] for name in sorted(_registered)]


due("shreds", every=timedelta(minutes=1))(keys.finish_shreds)
due("sealed files", every=timedelta(minutes=10))(keys.sweep_files)
due("orphan keys", every=timedelta(hours=12))(keys.sweep_orphan_keys)
due("telephone tags", every=timedelta(hours=12))(keys.rotate_tags)
due("refused keys", every=timedelta(minutes=1))(keys.tell_alarms)
due("too few openers", every=timedelta(days=1))(keys.tell_of_too_few_openers)
due("ledger head", every=timedelta(hours=1))(keys.remember_head)


@due("room of destroyed keys", every=timedelta(hours=1))
def empty_room_of_destroyed_keys() -> int:
    """On PostgreSQL a destroyed key stays in its page until the table is vacuumed."""
    keyring = connections["keyring"]
    if keyring.vendor != "postgresql" or keyring.in_atomic_block:
        return 0
    with keyring.cursor() as cursor:
        cursor.execute("VACUUM keyring_shredkey")
    return 1


@due("what the database knows of itself", every=timedelta(hours=6))
def refresh_statistics() -> int:
    """Tables grow; an index that was right for a hundred rows is not for ten thousand."""
    statistics.refresh()
    return 1


@due("old stamps", every=timedelta(hours=1))
def forget_old_stamps() -> int:
    """Keep only the stamps raised last: those of conversations long over tell nobody anything."""
    newest = Stamp.objects.order_by("-n").values_list("n", flat=True)[STAMPS_KEPT : STAMPS_KEPT + 1]
    floor = next(iter(newest), None)
    if floor is None:
        return 0
    done, _each = Stamp.objects.filter(n__lte=floor).delete()
    return done
