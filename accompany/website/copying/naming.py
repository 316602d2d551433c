"""What a page names: the pages it leads to, the files it is drawn with, and whether it asks."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

IN_CSS = re.compile(r"""(?:url\(|@import)\s*["']?([^"')\s]+)""")
DRAWN_WITH = {"stylesheet", "icon"}
ATOM = "application/atom+xml"


@dataclass
class Named:
    """What one page names, as addresses of this site."""

    pages: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    has_form: bool = False


def named_by(path: str, html: str) -> Named:
    """What the page at this address names."""
    reader = _Reader(path)
    reader.feed(html)
    reader.close()
    return reader.named


def named_by_css(path: str, css: str) -> set[str]:
    """The files that a style sheet names."""
    return {own for each in IN_CSS.findall(css) if (own := ours(path, each))}


def ours(path: str, reference: str) -> str:
    """The address within this site that is meant; nothing if it is elsewhere, or not an address."""
    parts = urlsplit(urljoin(path, reference.strip()))
    return unquote(parts.path) if not parts.scheme and not parts.netloc else ""


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.named = Named()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.named.has_form = True
        elif tag == "a":
            self._name(self.named.pages, given.get("href", ""))
        elif tag == "link":
            is_drawn = bool(DRAWN_WITH & set(given.get("rel", "").split()))
            if is_drawn or given.get("type") == ATOM:
                self._name(self.named.files, given.get("href", ""))
        elif tag in {"img", "script", "source"}:
            self._name(self.named.files, given.get("src", ""))
            for each in given.get("srcset", "").split(","):
                self._name(self.named.files, each.strip().partition(" ")[0])

    handle_startendtag = handle_starttag

    def _name(self, those: set[str], reference: str) -> None:
        if reference and not reference.startswith("#") and (own := ours(self.path, reference)):
            those.add(own)
