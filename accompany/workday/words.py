"""Hours and addresses as the pages of a day say them."""

from datetime import time

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accompany.house.numbers import in_words
from accompany.participants.listing import Listed


def hour(at: time) -> str:
    """The hour as people say it: 9:30 am, noon."""
    if (at.hour, at.minute) == (12, 0):
        return _("noon")
    of_twelve = at.hour % 12 or 12
    half = _("pm") if at.hour >= 12 else _("am")
    return f"{of_twelve}:{at.minute:02} {half}" if at.minute else f"{of_twelve} {half}"


def hours(first: time | None, last: time | None) -> str:
    """The hours somebody gave, or nothing if she gave none."""
    if first and last:
        return _("%(first)s to %(last)s") % {"first": hour(first), "last": hour(last)}
    if first:
        return _("from %(time)s") % {"time": hour(first)}
    if last:
        return _("by %(time)s") % {"time": hour(last)}
    return ""


def start(first: time | None, last: time | None) -> str:
    """What stands in the margin of a day: when her hours begin, or by when they end."""
    if first:
        return hour(first)
    return _("By %(time)s") % {"time": hour(last)} if last else _("Any time")


def address(name: str, *args: object) -> str:
    """The address of that name, or nothing where no page has it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def how_many(found: Listed) -> str:
    """How many there are, as people say it; past a hundred nobody waits for the exact number."""
    return _("more than a hundred") if found.is_more_than_a_hundred else in_words(found.count)
