"""The rail: the places of the desk, each shown only to colleagues whose role opens it.

A word adds its place in `AppConfig.ready`, so that the rail knows no word by name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


class Opener(Protocol):
    """Whoever looks at the rail: `staff.acting.Acting`."""

    def can(self, capability: str) -> bool: ...


@dataclass(frozen=True)
class Item:
    """A place that a word offers."""

    label: str | Promise
    url_name: str
    order: int
    needs: str | None
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
    needs: str | None = None,
    count: Callable[..., int] | None = None,
    icon: str = "",
) -> None:
    """Offer a place. `count` says how many things wait there for this colleague."""
    _items[url_name] = Item(label, url_name, order, needs, count, icon)


def places(by: Opener, *, current: str = "") -> list[Place]:
    """The places that `by` may open, in order. `current` is the path of the page being shown."""
    return [
        Place(
            label=offered.label,
            url=url,
            url_name=offered.url_name,
            icon=offered.icon,
            count=offered.count(by) if offered.count else None,
            is_current=current.startswith(url) and url == _nearest(current),
        )
        for offered in _offered_to(by)
        if (url := _address(offered)) is not None
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


def _nearest(current: str) -> str:
    """The longest address of the rail that `current` lies under."""
    addresses = (_address(each) for each in _items.values())
    above = [each for each in addresses if each and current.startswith(each)]
    return max(above, key=len, default="")
