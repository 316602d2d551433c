"""What a version of a page says that the page as it is now does not: paragraph by paragraph."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser

from django.http import Http404

from accompany.gallery import access as gallery
from accompany.website.blocks import words_of
from accompany.website.models import DiversityPage, HomePage, SitePage

PARAGRAPHS = {"p", "li", "h2", "h3", "h4"}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, and whether it is new in this version, gone from it, or in both."""

    words: str
    is_new: bool = False
    is_gone: bool = False


def compared(now: SitePage | None, version: SitePage) -> list[Paragraph]:
    """Every paragraph of a version beside what is public now, in reading order."""
    old = list(paragraphs(now)) if now is not None else []
    new = list(paragraphs(version))
    found: list[Paragraph] = []
    for kind, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [Paragraph(words) for words in new[c:d]]
            continue
        found += [Paragraph(words, is_gone=True) for words in old[a:b]]
        found += [Paragraph(words, is_new=True) for words in new[c:d]]
    return found


def paragraphs(page: SitePage) -> Iterator[str]:
    """The words of a page as a reader meets them."""
    said = [page.title, page.lede]
    if isinstance(page, HomePage):
        said += [page.hero_say, _title_of(page.hero_artwork)]
    said += [*words_of(page.body), *words_of(page.aside)]
    if isinstance(page, DiversityPage):
        said += [page.committee, page.take_part, *words_of(page.statement)]
    for words in said:
        yield from plain_paragraphs(words)


def _title_of(slug: str) -> str:
    """The work that the front page shows, by its title; by its address if it does not hang."""
    try:
        return gallery.hung_work(slug).title if slug else ""
    except (gallery.Gone, Http404):
        return slug


def plain_paragraphs(words: str) -> list[str]:
    """Rich or plain text as paragraphs without markup; none that is empty."""
    splitting = _Splitting()
    splitting.feed(words)
    splitting.close()
    return [said for each in splitting.found if (said := " ".join(each.split()))]


class _Splitting(HTMLParser):
    """Rich text as plain paragraphs."""

    def __init__(self) -> None:
        super().__init__()
        self.found = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in PARAGRAPHS:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        self.found[-1] += data
