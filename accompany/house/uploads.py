"""Uploads: which addresses take a file, and how much of it.

A view says `@takes_a_file`. Everywhere else a page is small and so is what it is sent. The largest
body is somewhat larger than the largest file, so that a file which is only a little too large is
refused by its page, in words, with everything else that was typed kept.
"""

from collections.abc import Callable
from typing import Any, TypeVar  # Any: any view

from django.conf import settings
from django.urls import Resolver404, resolve

View = TypeVar("View", bound=Callable[..., Any])


def takes_a_file(view: View) -> View:
    """Let this view be sent a file. It is held in memory, never in a temporary file."""
    view.takes_a_file = True  # type: ignore[attr-defined]  # read by the server
    return view


def largest_body(path: str, method: str) -> int:
    """How much may be sent to this address."""
    if method != "POST":
        return settings.LARGEST_BODY
    try:
        takes = getattr(resolve(path).func, "takes_a_file", False)
    except Resolver404:
        takes = False
    return settings.LARGEST_UPLOAD if takes else settings.LARGEST_BODY
