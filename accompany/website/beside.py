"""A page and its twin beside each other: field by field, piece by piece, paragraph by paragraph.

Pieces are matched by their kind and order, what is inside a piece by its place in it. So a twin
that lacks a step shows that step as missing, and nothing after it out of line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any  # Any: what Wagtail's blocks hold

from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from accompany.website.blocks import LinkBlock, PersonBlock
from accompany.website.changes import plain_paragraphs
from accompany.website.models import SitePage

FIELDS = (
    *("title", "tab", "menu_label", "foot_label", "lede", "hero_say"),
    *("committee", "take_part", "place", "for_whom"),
)
STREAMS = ("body", "aside", "statement")


class State(TextChoices):
    """What a twin has to say of one paragraph."""

    SAID = "said", _("said")
    SAME = "same", _("the same as the English")
    EMPTY = "empty", _("not said yet")
    EXTRA = "extra", _("only here")


@dataclass(frozen=True)
class Pair:
    """A paragraph in English, and what stands in its place in the other language."""

    english: str
    other: str
    is_name: bool = False

    @property
    def state(self) -> State:
        if not self.other:
            return State.EMPTY
        if not self.english:
            return State.EXTRA
        is_said = any(each.isalpha() for each in self.english) and not self.is_name
        return State.SAME if is_said and self.english == self.other else State.SAID

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to say it."""
        return self.state in (State.EMPTY, State.SAME)


@dataclass(frozen=True)
class Part:
    """A field of a page, or a piece of it, in both languages."""

    name: str
    pairs: list[Pair]
    is_missing: bool = False  # the whole piece is not there
    is_extra: bool = False  # there is no such piece in English

    @property
    def count_open(self) -> int:
        return sum(pair.is_open for pair in self.pairs)


@dataclass(frozen=True)
class Words:
    """A text inside a piece: where it stands, and its paragraphs."""

    place: tuple[str | int, ...]
    paragraphs: list[str]
    is_name: bool = False


def compared(english: SitePage, other: SitePage | None) -> list[Part]:
    """Every part of a page that has words, in English or in the other language."""
    found = list(_fields(english, other))
    for name in STREAMS:
        found += _pieces(getattr(english, name, None), getattr(other, name, None))
    return [part for part in found if part.pairs]


def count_open(english: SitePage, other: SitePage) -> int:
    """How many paragraphs somebody still has to say."""
    return sum(part.count_open for part in compared(english, other))


def _fields(english: SitePage, other: SitePage | None) -> Iterator[Part]:
    for name in FIELDS:
        if hasattr(english, name):
            label = english._meta.get_field(name).verbose_name
            ours = plain_paragraphs(getattr(english, name))
            theirs = plain_paragraphs(getattr(other, name, "") or "")
            yield Part(capfirst(str(label)), _pairs(ours, theirs))


def _pieces(english: Any, other: Any) -> Iterator[Part]:
    ours, theirs = list(english or ()), list(other or ())
    kinds = [each.block_type for each in ours], [each.block_type for each in theirs]
    for kind, a, b, c, d in SequenceMatcher(None, *kinds, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs = list(zip(ours[a:b], theirs[c:d], strict=True))
        else:
            pairs = [(each, None) for each in ours[a:b]] + [(None, each) for each in theirs[c:d]]
        yield from (_piece(*pair) for pair in pairs)


def _piece(english: Any, other: Any) -> Part:
    """One piece beside its like; either may be missing."""
    ours = {each.place: each for each in _words_in(english)}
    theirs = {each.place: each for each in _words_in(other)}
    found: list[Pair] = []
    for place in [*ours, *(each for each in theirs if each not in ours)]:
        a, b = ours.get(place), theirs.get(place)
        is_name = bool(a and a.is_name)
        found += _pairs(a.paragraphs if a else [], b.paragraphs if b else [], is_name=is_name)
    name = capfirst(str((english or other).block.label))
    return Part(name, found, is_missing=other is None, is_extra=english is None)


def _words_in(piece: Any) -> list[Words]:
    return list(_words(piece.block, piece.value, ())) if piece is not None else []


def _words(
    block: Any, value: Any, place: tuple[str | int, ...], *, is_name: bool = False
) -> Iterator[Words]:
    """Every text of a piece, with its place in it. Where a link leads is no text."""
    if value is None or isinstance(block, LinkBlock):
        return
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            named = isinstance(block, PersonBlock) and name == "name"
            yield from _words(child, value.get(name), (*place, name), is_name=named)
    elif isinstance(block, blocks.ListBlock):
        for n, each in enumerate(value):
            yield from _words(block.child_block, each, (*place, n))
    elif isinstance(block, blocks.RichTextBlock):
        yield Words(place, plain_paragraphs(value.source))
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield Words(place, plain_paragraphs(str(value)), is_name)


def _pairs(english: list[str], other: list[str], *, is_name: bool = False) -> list[Pair]:
    return [Pair(a, b, is_name) for a, b in zip_longest(english, other, fillvalue="")]
