"""Targets: where the links of a page lead. Each must lead somewhere."""

from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass

from accompany.website.packs import markup
from accompany.website.packs.pack import PackPage
from accompany.website.packs.shape import OutOfShape

PAGE = "page:"
HOME = "home"
CHAT = "chat"
NAMES_A_TARGET = ("to", "url")


def of(found: object) -> Iterator[str]:
    """Every target in a page, a block or a list of them."""
    if isinstance(found, tuple):
        for each in found:
            yield from of(each)
    elif is_dataclass(found):
        marked = getattr(found, "marked", frozenset({"lede"}))
        for field in fields(found):
            words = getattr(found, field.name)
            if field.name in NAMES_A_TARGET:
                yield words
            elif field.name in marked:
                yield from markup.links(words)
            else:
                yield from of(words)


def path(target: str) -> str | None:
    """The path of the page a target means; none if it means the chat or leaves the site."""
    if not target.startswith(PAGE) or target == PAGE + CHAT:
        return None
    found = target.removeprefix(PAGE)
    return "" if found == HOME else found


def require(target: str, tree: Collection[str], where: str) -> None:
    """That a target is a page of the tree, the chat, or an address that can be trusted to be ours
    to name."""
    if target == PAGE + CHAT or target.startswith("https://"):
        return
    if (found := path(target)) is None or found not in tree or target == PAGE:
        raise OutOfShape(f"{where}: {target!r} leads nowhere")


def outward(page: PackPage) -> list[str]:
    """The addresses outside the site that a page links to."""
    return [each for each in of(page) if not each.startswith(PAGE)]
