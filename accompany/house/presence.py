"""Who is there: what the front page, the chat and the desk say about it, honestly.

The word that knows (the helpline) registers how to ask. Until one does, nothing is claimed.
"""

from collections.abc import Callable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accompany.house.numbers import in_words

People = Callable[[], int]
OnCall = Callable[[Any], str]  # Any: an `Acting`, which lives in a word above this one

_people: People | None = None
_on_call: OnCall | None = None


def register(*, people: People, on_call: OnCall | None = None) -> None:
    """Say how to count the people on the line, and how to name to a colleague who is on call."""
    global _people, _on_call
    _people, _on_call = people, on_call


def people() -> int:
    """How many people are on the line now; none if nobody can tell."""
    return _people() if _people else 0


def sentence() -> str:
    """ "Two of us are on the line right now", or nothing when nobody is."""
    n = people()
    if not n:
        return ""
    words = ngettext(
        "%(n)s of us is on the line right now", "%(n)s of us are on the line right now", n
    )
    return capfirst(words % {"n": in_words(n)})


def on_call(by: Any) -> str:  # Any: an `Acting`
    """Who is on call, in words for a colleague: "Tamsin O. until 7 am, then Ruth K."."""
    return _on_call(by) if _on_call else ""


def nobody() -> str:
    """What a page says when nobody is on the line."""
    return _("Call or text. If we can’t answer at once, we read every text.")
