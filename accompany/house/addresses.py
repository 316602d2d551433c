"""Public addresses beyond the CMS's pages: what rooms have there, and what is gone from there.

The site map and the static copy name every public page. A room that shows something in public says
here how to ask for its addresses, without the language: those that stand, and those of things that
were taken down, where nothing may answer but "gone". Whoever gives something an address of its own
asks here whether another room has that one, or is about to.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings


@dataclass(frozen=True)
class Listed:
    """An address that anybody may find: "/art/porch-light/", and the day it last changed."""

    path: str
    changed_on: date | None = None
    languages: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)


_listed: list[Callable[[], Iterable[Listed]]] = []
_gone: list[Callable[[], Iterable[str]]] = []
_taken: list[Callable[[str], bool]] = []


def also_list(ask: Callable[[], Iterable[Listed]]) -> None:
    """Say how to ask for more addresses that may be found."""
    _listed.append(ask)


def also_gone(ask: Callable[[], Iterable[str]]) -> None:
    """Say how to ask for more addresses where something was taken down: pages, and files."""
    _gone.append(ask)


def also_taken(ask: Callable[[str], bool]) -> None:
    """Say how to ask whether an address, without the language, is another's already."""
    _taken.append(ask)


def listed() -> Iterator[Listed]:
    """Every such address of every room."""
    for ask in _listed:
        yield from ask()


def gone() -> Iterator[str]:
    """Every address, without the language, whose page or file was taken down."""
    for ask in _gone:
        yield from ask()


def is_taken(path: str) -> bool:
    """Whether any room has this address, in any language, or keeps it: "/art/porch-light/"."""
    return any(ask(path) for ask in _taken)
