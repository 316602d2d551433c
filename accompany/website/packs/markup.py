"""Light markup: the little that running text of a page may do, and its HTML.

Paragraphs stand apart by a blank line. `## ` and `### ` begin headings, `- ` and `1. ` the entries
of a list; `**strong**`, `*stressed*`, `[words](target)`. All else is text, and is escaped.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import groupby
from typing import Literal

from django.utils.html import escape

Sort = Literal["h2", "h3", "p", "ul", "ol"]
Opening = Callable[[str], str]

LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")
STRONG = re.compile(r"\*\*([^*\s](?:[^*]*[^*\s])?)\*\*")
STRESSED = re.compile(r"\*([^*\s](?:[^*]*[^*\s])?)\*")
BEGINS: tuple[tuple[re.Pattern[str], Sort], ...] = (
    (re.compile(r"## "), "h2"),
    (re.compile(r"### "), "h3"),
    (re.compile(r"- "), "ul"),
    (re.compile(r"\d+\. "), "ol"),
)


@dataclass(frozen=True)
class Piece:
    """A paragraph or a heading (one line), or a list (a line for each entry)."""

    sort: Sort
    lines: tuple[str, ...]


def pieces(text: str) -> list[Piece]:
    """The paragraphs, headings and lists of a text, in order."""
    return [piece for part in re.split(r"\n\s*\n", text.strip()) for piece in _of(part)]


def links(text: str) -> list[str]:
    """Every target a text links to, in order."""
    return [target for _, target in LINK.findall(text)]


def in_plain_words(text: str) -> str:
    """A text without its marks: each paragraph, heading and entry on a line of its own."""
    return "\n".join(_unmarked(line) for piece in pieces(text) for line in piece.lines)


def as_html(text: str, opening: Opening) -> str:
    """A text as HTML. `opening` makes a link's first tag from its target, as the page needs it."""
    return "".join(_html(piece, opening) for piece in pieces(text))


def inline_html(line: str, opening: Opening) -> str:
    """One line as HTML, without a paragraph around it."""
    strong = STRONG.sub(r"<strong>\1</strong>", escape(line))
    stressed = STRESSED.sub(r"<em>\1</em>", strong)
    return LINK.sub(lambda each: f"{opening(unescape(each[2]))}{each[1]}</a>", stressed)


def _of(part: str) -> Iterator[Piece]:
    """A part between blank lines. Lines that begin nothing go on with the line before."""
    lines: list[tuple[Sort, str]] = []
    for line in part.splitlines():
        sort, words = _begins(line.strip())
        if sort == "p" and lines and not lines[-1][0].startswith("h"):
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {words}")
        else:
            lines.append((sort, words))
    for sort, group in groupby(lines, key=lambda each: each[0]):
        if sort in ("ul", "ol"):
            yield Piece(sort, tuple(words for _, words in group))
        else:
            yield from (Piece(sort, (words,)) for _, words in group)


def _begins(line: str) -> tuple[Sort, str]:
    for mark, sort in BEGINS:
        if found := mark.match(line):
            return sort, line[found.end() :].strip()
    return "p", line


def _html(piece: Piece, opening: Opening) -> str:
    lines = [inline_html(line, opening) for line in piece.lines]
    if piece.sort in ("ul", "ol"):
        lines = ["".join(f"<li>{line}</li>" for line in lines)]
    return "".join(f"<{piece.sort}>{line}</{piece.sort}>" for line in lines)


def _unmarked(line: str) -> str:
    return STRESSED.sub(r"\1", STRONG.sub(r"\1", LINK.sub(r"\1", line)))
