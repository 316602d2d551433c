"""Words: every text of a page, in the order in which it is read, and what may be done in it.

Running text may have headings and lists, an answer lists. Any other marked text is one paragraph.
A mark in plain words, or one that was never closed, would be shown as it stands: it is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from accompany.website.packs import markup
from accompany.website.packs.blocks import Question, Text
from accompany.website.packs.shape import OutOfShape

NOTHING: frozenset[str] = frozenset()
LEFT_OVER = re.compile(r"\*|\]\(|\[[^\]]*\]|`|<[a-z/]|^#|^- ", re.MULTILINE)
MAY_HOLD = {Text: {"h2", "h3", "p", "ul", "ol"}, Question: {"p", "ul", "ol"}}


@dataclass(frozen=True)
class Words:
    """One text: the field it stands in, of which part of a page, and whether it is marked."""

    part: type
    field: str
    text: str
    is_marked: bool

    @property
    def in_plain_words(self) -> str:
        return markup.in_plain_words(self.text) if self.is_marked else self.text


def of(found: object) -> Iterator[Words]:
    """Every text in a page, a block, or several."""
    if isinstance(found, tuple):
        for each in found:
            yield from of(each)
    elif is_dataclass(found) and not isinstance(found, type):
        marked: frozenset[str] = getattr(found, "marked", NOTHING)
        for field in fields(found):
            text = getattr(found, field.name)
            if isinstance(text, str):
                yield Words(type(found), field.name, text, field.name in marked)
            else:
                yield from of(text)


def require_marks(found: object, where: str) -> None:
    """That every mark means something, and stands where it may."""
    for words in of(found):
        if left := LEFT_OVER.search(words.in_plain_words):
            raise OutOfShape(f"{where}, {words.field}: {left[0]!r} would be shown as it stands")
        if words.is_marked:
            _require_pieces(words, where)


def _require_pieces(words: Words, where: str) -> None:
    pieces = [each.sort for each in markup.pieces(words.text)]
    may_hold = MAY_HOLD.get(words.part)
    if may_hold is None and pieces not in ([], ["p"]):
        raise OutOfShape(f"{where}, {words.field}: one paragraph belongs here")
    if may_hold is not None and not set(pieces) <= may_hold:
        raise OutOfShape(f"{where}, {words.field}: no heading belongs here")
