"""A pack as it is read: its pages in the order of the tree, its menu, its foot, and its facts."""

import datetime
from dataclasses import dataclass
from typing import Literal

from accompany.website.packs.blocks import Artwork, Block, Voice

PageType = Literal[
    "home",
    "support",
    "service",
    "section",
    "contact",
    "art",
    "diversity",
    "news-index",
    "news",
    "event",
]


@dataclass(frozen=True)
class Hero:
    """The head of the home page: its h1, what we say below, and the work that hangs beside."""

    heading: str
    say: str
    artwork: str = ""


@dataclass(frozen=True)
class PackPage:
    """One page. News has a day, or `days` from today; an event has a time and a place as well.

    `tab` is what a tab, the browser's history and a printed head say before the organization's
    neutral name. A statement in the making says `since` when, and how to `take_part`.
    `concerns_participants`: the survivor council is asked before it is public.
    """

    path: str
    type: PageType
    title: str
    tab: str
    lede: str = ""
    private: bool = False
    concerns_participants: bool = False
    hero: Hero | None = None
    body: tuple[Block, ...] = ()
    aside: tuple[Block, ...] = ()
    date: datetime.date | None = None
    days: int | None = None
    time: str = ""
    lasts_minutes: int | None = None
    place: str = ""
    for_whom: str = ""
    since: datetime.date | None = None
    take_part: str = ""

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.body + self.aside

    @property
    def parent(self) -> str | None:
        """The path of the page above; none for the home page."""
        if not self.path:
            return None
        return self.path.rpartition("/")[0]

    @property
    def shows_participants(self) -> bool:
        """Whether somebody's words or work are on it."""
        hung = self.hero is not None and bool(self.hero.artwork)
        return hung or any(isinstance(each, Voice | Artwork) for each in self.blocks)


@dataclass(frozen=True)
class Link:
    """A target and its words in the menu or the foot."""

    to: str
    words: str


@dataclass(frozen=True)
class FootGroup:
    heading: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Lines:
    """How to reach us, each as +12065550142 or name@example.org. Empty: set at installation."""

    office_number: str = ""
    men_number: str = ""
    men_email: str = ""


@dataclass(frozen=True)
class Pack:
    """The starter site in one language.

    `name` stands for `{name}` in its words, wherever they are printed. `neutral_name` is what a tab
    says: it gives nothing away.
    """

    pack: str
    language: str
    name: str
    neutral_name: str
    mens_line: str
    committee: str
    walk_in_hours: str
    lines: Lines
    pages: tuple[PackPage, ...]
    menu: tuple[Link, ...]
    foot: tuple[FootGroup, ...]

    def page(self, path: str) -> PackPage:
        """The page at a path. A path that is not in the tree is a `KeyError`."""
        return {each.path: each for each in self.pages}[path]
