"""The pages that anybody may open, found by asking the house: its doors, its sitemap, its links.

No page is named here. A page that a new word adds is walked as soon as its door is public, the
sitemap lists it, or a public page links to it.
"""

import json
import re
import ssl
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any  # Any: what HTML attributes hold
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit

from journeys.serving import House

NOT_FOR_THE_PUBLIC = ("/desk/", "/cms/", "/demo/", "/hooks/")
MOST_PAGES = 300
VOID = {"meta", "link", "img", "input", "br", "hr", "path"}


@dataclass
class Look(HTMLParser):
    """What a page's source tells: what stands outside of its text, and its kind."""

    path: str
    status: int
    source: str
    title: str = ""
    metas: list[dict[str, str]] = field(default_factory=list)
    icons: list[str] = field(default_factory=list)
    downloads: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    shape: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._inside = ""
        self.feed(self.source)

    @property
    def kind(self) -> str:
        """Pages of one kind are drawn by one template: the same frame, scripts and main parts."""
        return " ".join(self.shape)

    @property
    def said(self) -> list[str]:
        """Its longer sentences, as they stand in the source."""
        return [each for each in self.words if len(each) > 30]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._inside = tag if tag not in VOID else self._inside
        if tag == "meta":
            self.metas.append(given)
        if tag == "link" and "icon" in given.get("rel", ""):
            self.icons.append(given.get("href", ""))
        if tag == "a":
            self.links.append(given.get("href", ""))
        if "download" in given:
            self.downloads += [given["download"], urlsplit(given.get("href", "")).path]
        if tag == "html":
            self.shape += sorted(name for name in given if name.startswith("data-"))
        if tag in ("body", "main"):
            self.shape.append(f"{tag}:{given.get('class', '')}")
        if tag == "script":
            self.shape.append(given.get("src", "").partition("?")[0])
        if tag == "form":
            self.shape.append(given.get("method", "get"))

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data
        elif self._inside not in ("script", "style") and (
            said := re.sub(r"\s+", " ", data).strip()
        ):
            self.words.append(said)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def public_pages(house: House) -> list[Look]:
    """Every page that anybody gets by an address alone, in the order it was found."""
    ahead = [*_doors(house), *_sitemap(house)]
    looked, seen = list[Look](), set[str]()
    while ahead and len(seen) < MOST_PAGES:
        path = ahead.pop(0)
        if path in seen or path.startswith(NOT_FOR_THE_PUBLIC):
            continue
        seen.add(path)
        status, kind, source = ask(house, path)
        if status == 200 and kind.startswith("text/html"):
            looked.append(look := Look(path, status, source))
            ahead += _within(house, path, look.links)
    assert "/" in seen
    return looked


def one_of_each_kind(pages: list[Look], *, more: tuple[str, ...] = ()) -> list[str]:
    """An address of each kind of page, and these besides."""
    first: dict[str, str] = {}
    for each in pages:
        first.setdefault(each.kind, each.path)
    return [*dict.fromkeys([*first.values(), *more])]


def ask(house: House, path: str) -> tuple[int, str, str]:
    """The status, the kind and the text of what is at this address."""
    unverified = ssl.create_default_context()
    unverified.check_hostname = False
    unverified.verify_mode = ssl.CERT_NONE
    try:
        with urllib.request.urlopen(f"{house.url}{path}", timeout=20, context=unverified) as answer:
            kind = answer.headers.get("Content-Type", "")
            body = answer.read() if kind.startswith(("text/", "application/xml")) else b""
            return answer.status, kind, body.decode("utf-8", "replace")
    except HTTPError as refused:
        return refused.code, "", ""


def _doors(house: House) -> Iterator[str]:
    for door in json.loads(house.run("doors", "--json")):
        is_one_page = not set(door["address"]) & set("<(^$")
        if is_one_page and "GET" in door["methods"] and "everybody" in door["opens_for"]:
            yield door["address"]


def _sitemap(house: House) -> Iterator[str]:
    for found in re.findall(r"<loc>([^<]+)</loc>", ask(house, "/sitemap.xml")[2]):
        yield urlsplit(found).path


def _within(house: House, path: str, links: list[str]) -> Iterator[str]:
    for link in links:
        to = urlsplit(urljoin(f"{house.url}{path}", link))
        if f"{to.scheme}://{to.netloc}" == house.url and not to.query:
            yield to.path
