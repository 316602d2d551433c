"""The public site's menu and foot: places that the word which knows them offers.

The house draws every public page and knows none by name; the website registers where they are.
Until it does, a public page has the front door and the way out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import translation


@dataclass(frozen=True)
class Place:
    """A page that the menu or the foot leads to."""

    label: str
    url: str
    lang: str = ""  # of the label, where it is not the page's own


@dataclass(frozen=True)
class Site:
    """What stands around every public page, in one language."""

    menu: list[Place] = field(default_factory=list)
    find: list[Place] = field(default_factory=list)
    privacy: list[Place] = field(default_factory=list)
    neutral_name: str = ""

    def current(self, path: str) -> str:
        """The menu's address that `path` lies under, or nothing."""
        above = [each.url for each in self.menu if path.startswith(each.url)]
        return max(above, key=len, default="")


Ask = Callable[[str], Site]

_ask: Ask | None = None


def register(ask: Ask) -> None:
    """Say how to ask what stands around a page, by language."""
    global _ask
    _ask = ask


def site() -> Site:
    """What stands around a page in the language now spoken."""
    return _ask(translation.get_language() or "en") if _ask else Site()
