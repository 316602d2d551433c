"""Reaching public pages: by language and address, as anybody may.

A page that has no Spanish version yet is shown in English under its Spanish address, and says so.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any  # Any: a template's context

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Concat
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page

from accompany import clock
from accompany.gallery import access as gallery
from accompany.gallery.access import HungWork
from accompany.house import known, language
from accompany.house.addresses import Listed, listed
from accompany.house.menu import Place, Site
from accompany.house.telling import at_a_glance
from accompany.website.bands import bands
from accompany.website.blocks import is_ours
from accompany.website.models import (
    ArtPage,
    EventPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    SiteFacts,
    SitePage,
    SupportPage,
    path_in_site,
)
from accompany.website.once import once

EVENT_LASTS = timedelta(hours=4)  # an event that says no end is over by then
FEED = "/news/feed/"
MOVED = "moved"


@dataclass(frozen=True)
class Shown:
    """A live page as it is shown under an address, perhaps in another language than asked for."""

    page: SitePage
    asked_in: str

    @property
    def is_translated(self) -> bool:
        return self.page.locale.language_code == self.asked_in


@once
def home(in_language: str) -> HomePage | None:
    """The front page in this language."""
    found = HomePage.objects.filter(locale__language_code=in_language, depth=2)
    return found.select_related("locale").order_by("path").first()


@dataclass(frozen=True)
class Moved:
    """An address that an editor moved or sent elsewhere."""

    link: str
    for_good: bool


def reached(in_language: str, path: str) -> Shown | Moved:
    """What is at this address, or 404. `path` is without the language: "help/walk-in/".

    An address that nobody has costs one question to the database, whoever makes it up.
    """
    old = Redirect.objects.filter(old_path=Redirect.normalise_path(f"/{path}")).order_by()
    pages = standing_at(path).filter(locale__language_code__in=[in_language, language.FIRST])
    found = {
        kind: pk
        for pk, kind in pages.values_list("pk", "locale__language_code").union(
            old.values_list("pk", Value(MOVED, output_field=CharField())), all=True
        )
    }
    for spoken in dict.fromkeys((in_language, language.FIRST)):
        if spoken in found:
            specific = Page.objects.select_related("locale").get(pk=found[spoken]).specific
            if isinstance(specific, SitePage):
                return Shown(specific, in_language)
    if MOVED in found and is_ours(link := (redirect := old.get(pk=found[MOVED])).link or ""):
        return Moved(link, redirect.is_permanent)
    raise Http404("No such page.")


def standing_at(path: str) -> Any:  # Any: a queryset of Wagtail's pages
    """The live pages at this address, one a language."""
    return _at(path).filter(live=True)


def is_taken(path: str) -> bool:
    """Whether a page is at this address, live or draft, in any language, or was moved from it."""
    rest = path.lstrip("/")
    old = Redirect.objects.filter(old_path=Redirect.normalise_path(f"/{rest}"))
    return _at(rest).exists() or old.exists() or _will_be_at(rest)


def _will_be_at(path: str) -> bool:
    """Whether a page is to have this address once its newest version is public."""
    above, _, slug = path.strip("/").rpartition("/")
    renamed = Page.objects.filter(latest_revision__content__slug=slug, depth__gt=2)
    places = renamed.values_list("url_path", flat=True)
    return any(path_in_site(place).strip("/").rpartition("/")[0] == above for place in places)


def _at(path: str) -> Any:  # Any: a queryset of Wagtail's pages
    rest = f"{path.strip('/')}/" if path.strip("/") else ""
    start = HomePage.objects.filter(locale=OuterRef("locale"), depth=2).order_by("path")
    here = Concat(Subquery(start.values("url_path")[:1]), Value(rest), output_field=TextField())
    return Page.objects.filter(url_path=here).order_by()


def live_pages(in_language: str) -> "QuerySet[SitePage]":
    """Every live page in this language, in the order of the tree."""
    start = home(in_language)
    if start is None:
        return SitePage.objects.none()
    found = SitePage.objects.descendant_of(start, inclusive=True).live()
    return found.select_related("locale").order_by("path")


@once
def tree(in_language: str) -> list[SitePage]:
    """Every live page in this language as menu, foot and links name it, without its text."""
    pages: Any = live_pages(in_language)  # Wagtail's own queryset
    return list(pages.defer_streamfields())


@once
def named(pk: int) -> SitePage | None:
    """A live page of any language, as a link names it."""
    pages = (page for code in languages() for page in tree(code))
    return next((page for page in pages if page.pk == pk), None)


def addresses() -> list[str]:
    """The address of every live page, and under every other language what stands there."""
    english = [page.path_in_site for page in live_pages(language.FIRST)]
    every = [language.joined(code, path) for code in languages() for path in english]
    every += [language.joined(code, path) for code in languages() for path in works()]
    only = [page.address for code in language.others() for page in live_pages(code)]
    return list(dict.fromkeys([*every, *only]))


def works() -> list[str]:
    """The address of every work that hangs."""
    return [reverse("artwork", args=[work.slug]) for room in gallery.hung() for work in room.works]


def beside(slug: str) -> tuple[HungWork | None, HungWork | None]:
    """The work before and the work after this one, in the keeper's order."""
    all_works = [work for room in gallery.hung() for work in room.works]
    place = next((n for n, work in enumerate(all_works) if work.slug == slug), None)
    if place is None:
        return None, None
    before = all_works[place - 1] if place else None
    after = all_works[place + 1] if place + 1 < len(all_works) else None
    return before, after


@once
def languages() -> list[str]:
    """The languages that the site is kept in."""
    return list(
        Locale.objects.filter(language_code__in=[language.FIRST, *language.others()])
        .order_by("id")
        .values_list("language_code", flat=True)
    )


def site(in_language: str) -> Site:
    """What stands around every page: menu, foot, and the name that tells nothing."""
    pages = tree(in_language) or tree(language.FIRST)
    return Site(
        menu=[place(page, in_language) for page in pages if page.show_in_menus and page.depth > 2],
        find=[in_foot(page, in_language) for page in pages if page.foot == "find"],
        privacy=[in_foot(page, in_language) for page in pages if page.foot == "privacy"],
        neutral_name=neutral_name(),
    )


def place(page: SitePage, in_language: str) -> Place:
    label = page.menu_label or page.title
    return Place(
        label, language.joined(in_language, page.path_in_site), label_lang(page, in_language)
    )


def in_foot(page: SitePage, in_language: str) -> Place:
    label = page.foot_label or page.menu_label or page.title
    return Place(
        label, language.joined(in_language, page.path_in_site), label_lang(page, in_language)
    )


def label_lang(page: SitePage, in_language: str) -> str:
    """The language of a page's name, where it stands among words of another one."""
    own = page.locale.language_code
    return "" if own == in_language else own


def neutral_name() -> str:
    """What tabs, histories and previews call us."""
    return facts().neutral_name or at_a_glance(known.organization().name)


@once
def facts() -> SiteFacts:
    """Lines and addresses."""
    return SiteFacts.load()


def around(page: SitePage, in_language: str) -> dict[str, Any]:
    """What a page's template is given beside the page itself."""
    own = page.locale.language_code
    return {
        "facts": facts(),
        "alternates": alternates(page),
        "tab": tab(page),
        "untranslated": own != in_language,
        "main_language": own,
        "main_dir": language.direction(own),
        "asked_in": in_language,
        "above": above(page),
        "below": children(page, in_language),
        **of_its_type(page, in_language),
    }


def of_its_type(page: SitePage, in_language: str) -> dict[str, Any]:
    """What only pages of this type show."""
    if isinstance(page, HomePage):
        return {"bands": bands(page.body)}
    if isinstance(page, ArtPage):
        return {"rooms": gallery.hung()}
    if isinstance(page, SupportPage):
        return {"lifted": lifted(page)}
    if isinstance(page, EventPage):
        return {"is_over": over_at(page) < clock.now()}
    if isinstance(page, NewsIndexPage):
        return {
            "coming": events(in_language),
            "past": past_events(in_language),
            "news": news(in_language),
            "feed_url": language.joined(in_language, FEED),
        }
    return {}


def tab(page: SitePage) -> str:
    """What the tab says: "Art · Alder Street"; on the front page the neutral name alone."""
    name = neutral_name()
    return name if page.depth == 2 or not page.tab else f"{page.tab} · {name}"


def alternates(page: SitePage) -> dict[str, str]:
    """Where this page stands in every language that it is written in."""
    written = set(standing_at(page.path_in_site).values_list("locale__language_code", flat=True))
    return {
        code: language.joined(code, page.path_in_site) for code in languages() if code in written
    }


def above(page: SitePage) -> list[SitePage]:
    """The live pages that this one lies under, the front page left out, the nearest last."""
    return [
        each
        for each in tree(page.locale.language_code)
        if page.path.startswith(each.path) and 2 < each.depth < page.depth
    ]


def children(page: SitePage, in_language: str) -> list[Place]:
    """The live pages right below, as doors."""
    return [
        place(each, in_language)
        for each in tree(page.locale.language_code)
        if each.path.startswith(page.path) and each.depth == page.depth + 1
    ]


def lifted(page: SitePage) -> Any:
    """The piece that says how to reach the helpline: a page of support begins with it."""
    return next(
        (
            each
            for each in [*page.aside, *page.body]
            if each.block_type == "reach" and each.value.get("line") == "helpline"
        ),
        None,
    )


# Found


def found_by_machines() -> list[Listed]:
    """Every public page, with the languages it is written in and the day it last changed."""
    pages: dict[str, dict[str, date]] = {}
    for code in languages():
        for page in live_pages(code):
            pages.setdefault(page.path_in_site, {})[code] = changed_on(page)
    of_the_cms = [
        Listed(path, max(days.values()), tuple(days)) for path, days in sorted(pages.items())
    ]
    return [*of_the_cms, *(each for each in listed() if each.path not in pages)]


def changed_on(page: SitePage) -> date:
    """The day a page last changed: no hour, which would say when its editor works."""
    moment: datetime = page.last_published_at or page.latest_revision_created_at or clock.now()
    return timezone.localtime(moment).date()


# News and events


def over_at(event: EventPage) -> datetime:
    """When an event is over: at its end, or some hours after its beginning if it says none."""
    end: datetime = event.ends_at or event.starts_at + EVENT_LASTS
    return end


def _over(now: datetime) -> Q:
    """The same for the database: events whose `over_at` is past."""
    return Q(ends_at__lt=now) | Q(ends_at=None, starts_at__lt=now - EVENT_LASTS)


def events(
    in_language: str, *, now: datetime | None = None, most: int | None = None
) -> list[EventPage]:
    """Events that are not over yet, the nearest first."""
    found = _within(EventPage.objects.live(), in_language).exclude(_over(now or clock.now()))
    return list(found.order_by("starts_at")[:most])


def past_events(
    in_language: str, *, now: datetime | None = None, most: int = 10
) -> list[EventPage]:
    """Events that are over, the last first."""
    found = _within(EventPage.objects.live(), in_language).filter(_over(now or clock.now()))
    return list(found.order_by("-starts_at")[:most])


def news(in_language: str, *, most: int | None = None) -> list[NewsPage]:
    """News, the last first."""
    return list(_within(NewsPage.objects.live(), in_language).order_by("-on", "-path")[:most])


def _within(pages: Any, in_language: str) -> Any:  # Any: a queryset of one page type
    """Those in this language; in English where the language has none."""
    own = pages.filter(locale__language_code=in_language)
    return own if own.exists() else pages.filter(locale__language_code=language.FIRST)
