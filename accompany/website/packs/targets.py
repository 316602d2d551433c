"""Targets: where the links of a page lead. Each must lead somewhere."""

from collections.abc import Collection, Iterator

from accompany.website.packs import markup, words
from accompany.website.packs.pack import PackPage
from accompany.website.packs.shape import OutOfShape

PAGE = "page:"
HOME = "home"
CHAT = "chat"
NAMES_A_TARGET = ("to", "url")


def of(found: object) -> Iterator[str]:
    """Every target in a page, a block, or several."""
    for each in words.of(found):
        if each.field in NAMES_A_TARGET:
            yield each.text
        elif each.is_marked:
            yield from markup.links(each.text)


def path(target: str) -> str | None:
    """The path of the page a target means; none if it means the chat or leaves the site."""
    if not target.startswith(PAGE) or target == PAGE + CHAT:
        return None
    found = target.removeprefix(PAGE)
    return "" if found == HOME else found


def require(target: str, tree: Collection[str], where: str) -> None:
    """That a target is a page of the tree, the chat, or an address reached over TLS."""
    if target == PAGE + CHAT or target.startswith("https://"):
        return
    if target == PAGE or (found := path(target)) is None or found not in tree:
        raise OutOfShape(f"{where}: {target!r} leads nowhere")


def outward(page: PackPage) -> list[str]:
    """The addresses outside the site that a page links to."""
    return [each for each in of(page) if not each.startswith(PAGE)]
