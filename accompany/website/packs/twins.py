"""Twins: a page in English and the same page in Spanish, block by block.

Whoever reads one is told no less than whoever reads the other: the same blocks, as many entries,
the same links, the same days. Only the words differ.
"""

from dataclasses import fields, is_dataclass

from accompany.website.packs import markup
from accompany.website.packs.pack import PackPage
from accompany.website.packs.shape import OutOfShape

SAME_IN_EVERY_LANGUAGE = frozenset({"path", "type", "to", "url", "line", "tone", "slug", "time"})


def require(page: PackPage, twin: PackPage, where: str) -> None:
    """That two pages differ in words alone."""
    for part in fields(PackPage):
        one, other = getattr(page, part.name), getattr(twin, part.name)
        if part.name in ("body", "aside"):
            _require_blocks(one, other, f"{where}, {part.name}")
        elif bones(one, part.name) != bones(other, part.name):
            raise OutOfShape(f"{where}: {part.name} is not the same in both languages")


def _require_blocks(ours: tuple[object, ...], theirs: tuple[object, ...], where: str) -> None:
    if len(ours) != len(theirs):
        raise OutOfShape(f"{where}: {len(ours)} blocks in one language, {len(theirs)} in the other")
    for n, (one, other) in enumerate(zip(ours, theirs, strict=True), start=1):
        if bones(one) != bones(other):
            raise OutOfShape(f"{where} {n}: the block is not the same in both languages")


def bones(found: object, name: str = "", *, marked: bool = False) -> object:
    """What is left of a value when its words are taken away."""
    if isinstance(found, tuple):
        return tuple(bones(each) for each in found)
    if isinstance(found, str) and name not in SAME_IN_EVERY_LANGUAGE:
        return _bones_of_text(found) if marked else bool(found)
    if is_dataclass(found):
        within: frozenset[str] = getattr(found, "marked", frozenset())
        inner = (
            bones(getattr(found, each.name), each.name, marked=each.name in within)
            for each in fields(found)
        )
        return (type(found).__name__, *inner)
    return found


def _bones_of_text(text: str) -> object:
    shape = tuple((each.sort, len(each.lines)) for each in markup.pieces(text))
    return shape, tuple(sorted(markup.links(text)))
