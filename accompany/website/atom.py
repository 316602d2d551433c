"""What machines read of the site in XML: the map of its pages, and the feed of its news.

Both say no more than the pages do: where they are, and on which day they last changed.
"""

import re
from datetime import date, datetime, time
from uuid import uuid5
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from accompany import clock
from accompany.house import language
from accompany.house.addresses import Listed
from accompany.house.models import Organization
from accompany.website.models import NewsPage

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
ATOM = "http://www.w3.org/2005/Atom"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def sitemap(base: str, pages: list[Listed]) -> bytes:
    """Every page in each of its languages, each with where the others are."""
    root = ElementTree.Element("urlset", {"xmlns": SITEMAP, "xmlns:xhtml": XHTML})
    for page in pages:
        at = {code: base + language.joined(code, page.path) for code in page.languages}
        for url in at.values():
            entry = ElementTree.SubElement(root, "url")
            _add(entry, "loc", url)
            if page.changed_on:
                _add(entry, "lastmod", page.changed_on.isoformat())
            for code, other in at.items() if len(at) > 1 else ():
                _add(entry, "xhtml:link", rel="alternate", hreflang=code, href=other)
    return _written(root)


def feed(base: str, path: str, in_language: str, name: str, news: list[NewsPage]) -> bytes:
    """The news as an Atom feed (RFC 4287)."""
    own = base + language.joined(in_language, path)
    site = base + language.joined(in_language, "/")
    root = ElementTree.Element("feed", {"xmlns": ATOM, LANG: in_language})
    _add(root, "id", own)
    _add(root, "title", name)
    last = max((changed(each) for each in news), default=_moment(clock.today()))
    _add(root, "updated", last.isoformat())
    _add(root, "link", rel="self", type="application/atom+xml", href=own)
    _add(root, "link", rel="alternate", type="text/html", href=site)
    _add(ElementTree.SubElement(root, "author"), "name", name)
    for each in news:
        _entry(root, each, base + each.address)
    return _written(root)


def _entry(root: ElementTree.Element, page: NewsPage, url: str) -> None:
    code = page.locale.language_code
    entry = ElementTree.SubElement(root, "entry", {LANG: code})
    # It stays the same when the page is moved or renamed.
    _add(entry, "id", f"urn:uuid:{uuid5(page.translation_key, code)}")
    _add(entry, "title", page.title)
    _add(entry, "published", _moment(page.on).isoformat())
    _add(entry, "updated", changed(page).isoformat())
    _add(entry, "link", rel="alternate", type="text/html", hreflang=code, href=url)
    if page.lede:
        _add(entry, "summary", page.lede, type="text")


def changed(page: NewsPage) -> datetime:
    """When the news last changed, never before the day they are of."""
    own = _moment(page.on)
    if page.last_published_at is None:
        return own
    published: datetime = page.last_published_at.astimezone(_zone()).replace(microsecond=0)
    return max(own, published)


def _moment(on: date) -> datetime:
    return datetime.combine(on, time(), _zone())


def _zone() -> ZoneInfo:
    return ZoneInfo(Organization.current().timezone)


def _add(above: ElementTree.Element, name: str, text: str = "", **given: str) -> None:
    made = ElementTree.SubElement(above, name, given)
    made.text = NOT_XML.sub("", text) or None


def _written(root: ElementTree.Element) -> bytes:
    written: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return written
