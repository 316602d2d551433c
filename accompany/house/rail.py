"""The rail: the places of the desk, each shown only to colleagues whose role opens it.

A word adds its place in `AppConfig.ready`, so that the rail knows no word by name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


class Opener(Protocol):
    """Whoever looks at the rail: `staff.acting.Acting`."""

    def can(self, capability: Any) -> bool: ...  # Any: a capability of `staff`


@dataclass(frozen=True)
class Item:
    """A place that a word offers."""

    label: str | Promise
    url_name: str
    order: int
    needs: Any  # a capability of `staff`, a word above this one
    count: Callable[..., int] | None
    icon: str


@dataclass(frozen=True)
class Place:
    """A place as one colleague sees it now."""

    label: str | Promise
    url: str
    url_name: str
    icon: str
    count: int | None
    is_current: bool


_items: dict[str, Item] = {}


def item(
    label: str | Promise,
    url_name: str,
    *,
    order: int,
    needs: Any = None,  # a capability of `staff`
    count: Callable[..., int] | None = None,
    icon: str = "",
) -> None:
    """Offer a place. `count` says how many things wait there for this colleague."""
    _items[url_name] = Item(label, url_name, order, needs, count, icon)


def places(by: Opener, *, current: str = "") -> list[Place]:
    """The places that `by` may open, in order. `current` is the path of the page being shown."""
    offered = [(each, url) for each in _offered_to(by) if (url := _address(each)) is not None]
    above = [url for _each, url in offered if current.startswith(url)]
    nearest = max(above, key=len, default="")
    return [
        Place(
            label=each.label,
            url=url,
            url_name=each.url_name,
            icon=each.icon,
            count=each.count(by) if each.count else None,
            is_current=url == nearest,
        )
        for each, url in offered
    ]


def groups(by: Opener, current: str = "") -> list[list[Place]]:
    """The same places in their groups: orders of one hundred stand together."""
    order = {each.url_name: each.order // 100 for each in _items.values()}
    return [
        list(group)
        for _hundred, group in groupby(
            places(by, current=current), key=lambda place: order[place.url_name]
        )
    ]


def _offered_to(by: Opener) -> list[Item]:
    return sorted(
        (each for each in _items.values() if each.needs is None or by.can(each.needs)),
        key=lambda each: (each.order, each.url_name),
    )


def _address(offered: Item) -> str | None:
    try:
        return reverse(offered.url_name)
    except NoReverseMatch:
        return None
