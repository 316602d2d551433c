"""Every function that lets words or numbers out of the house, by name.

A word keeps its outlets in its own `outlets.py`. An outlet takes a `Clearance` of its kind and
name first, and must have called `releases.gate.disclosed` with it before it returns.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from accompany.releases.clearance import Clearance, ClearanceSpent, NoClearance
from accompany.releases.kinds import Kind

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Outlet:
    name: str
    kind: Kind
    lets_out: Callable[..., Any]  # any arguments after the clearance, and any answer


_outlets: dict[str, Outlet] = {}


class KeptNoAccount(AssertionError):
    """An outlet returned without `disclosed`: a mistake of ours, never the colleague's."""


def outlet(
    name: str, kind: Kind = Kind.TO_HERSELF
) -> Callable[[Callable[Concatenate[Clearance, P], R]], Callable[Concatenate[Clearance, P], R]]:
    """Register the decorated function as a way out, and hold it to what the gate said."""

    def register(
        function: Callable[Concatenate[Clearance, P], R],
    ) -> Callable[Concatenate[Clearance, P], R]:
        if name in _outlets:
            raise ValueError(f"Two outlets are called {name}.")

        @wraps(function)
        def guarded(clearance: Clearance, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if not isinstance(clearance, Clearance):
                raise NoClearance
            if clearance.kind is not kind or clearance.outlet != name:
                raise NoClearance
            if clearance.is_spent:
                raise ClearanceSpent
            answer = function(clearance, *args, **kwargs)
            if not clearance.is_spent:
                raise KeptNoAccount(f"{name} let something out without an account of it.")
            return answer

        _outlets[name] = Outlet(name=name, kind=kind, lets_out=guarded)
        return guarded

    return register


def outlets() -> list[Outlet]:
    """Every way out, by name."""
    return [_outlets[name] for name in sorted(_outlets)]


def kind_of(name: str) -> Kind:
    """The kind of clearance an outlet asks for. Raises `NoClearance` for an unknown one."""
    try:
        return _outlets[name].kind
    except KeyError:
        raise NoClearance from None
