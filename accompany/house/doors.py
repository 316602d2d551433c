"""Doors: every address is closed unless its view says that it is public.

A public view asks for no sign-in and takes no token: nobody can be made to act in another's name
where nobody is signed in. What it takes from a browser is guarded by `house.origin`.
"""

from collections.abc import Callable
from typing import Any, TypeVar  # Any: any view

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Open this view to everybody. The outermost decorator."""
    view.is_public = True  # type: ignore[attr-defined]  # a mark that the walk over all doors reads
    view.csrf_exempt = True  # type: ignore[attr-defined]  # read by Django's token check
    return view


def any_colleague(view: View) -> View:
    """Open this view of the house to everybody who is signed in. Words use `staff.doors`."""
    view.door = frozenset()  # type: ignore[attr-defined]  # read by the middleware of `staff`
    return view


def is_public(view: Callable[..., Any]) -> bool:
    """Whether this view was opened to everybody."""
    return bool(getattr(view, "is_public", False))
