"""A small public site for tests: one page of each kind, half of it in Spanish, in a moment.

`make_site()` writes it; `make_page` adds a page. Nothing on it concerns participants, so nothing
waits for the council.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any  # Any: the fields of a page

from wagtail.models import Locale, Page, Site
from wagtail.rich_text import RichText
from wagtail.signal_handlers import disable_reference_index_auto_update

from accompany import clock
from accompany.house.models import Organization
from accompany.website.models import (
    ArtPage,
    ContactPage,
    DiversityPage,
    EventPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    SectionPage,
    ServicePage,
    SiteFacts,
    SitePage,
    SupportPage,
)

NUMBER = "+12065550142"
OFFICE = "+12065550123"
MAIL = "hello@alder.example"
SPOKEN = ("", "help/", "news/", "news/open-evening/")


@dataclass
class MadeSite:
    """The pages of a site by their address without the language: English, then Spanish."""

    pages: dict[str, SitePage] = field(default_factory=dict)
    spanish: dict[str, SitePage] = field(default_factory=dict)

    @property
    def every(self) -> list[SitePage]:
        return [*self.pages.values(), *self.spanish.values()]


def make_site(*, spanish: bool = True) -> MadeSite:
    """A site with every kind of page: "", "help/", "help/walk-in/", "news/", "privacy/" …"""
    Organization.objects.update_or_create(
        id=1,
        defaults={
            "name": "Alder Street",
            "helpline_number": NUMBER,
            "text_number": NUMBER,
            "helpline_hours": "Any hour, any day",
            "email": MAIL,
        },
    )
    Organization.forget()
    facts = SiteFacts.load()
    facts.neutral_name, facts.office_number = "Alder Street", OFFICE
    facts.men_number, facts.men_email = "+12065550167", "men@alder.example"
    facts.save()
    root = Page.get_first_root_node()
    root.get_children().delete()
    root = Page.objects.get(pk=root.pk)
    made = MadeSite()
    _begin(root, "en", made.pages)
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=made.pages[""], is_default_site=True)
    if spanish:
        _begin(Page.objects.get(pk=root.pk), "es", made.spanish, like=made.pages)
    return made


def _begin(
    root: Page, code: str, pages: dict[str, SitePage], like: dict[str, SitePage] | None = None
) -> None:
    locale, _made = Locale.objects.get_or_create(language_code=code)
    in_a_week = clock.now() + timedelta(days=7)
    all_pages: list[tuple[str, type[SitePage], dict[str, Any]]] = [
        ("", HomePage, {"hero_say": "We answer.", "body": [("doors", _doors(code))]}),
        ("help/", SupportPage, {"is_private_reading": True, "show_in_menus": True}),
        ("help/walk-in/", ServicePage, {}),
        ("about/", SectionPage, {"show_in_menus": True}),
        ("art/", ArtPage, {}),
        ("diversity/", DiversityPage, {"committee": "A committee"}),
        ("contact/", ContactPage, {"foot": "find"}),
        ("privacy/", SectionPage, {"foot": "privacy"}),
        ("news/", NewsIndexPage, {"show_in_menus": True}),
        ("news/moved/", NewsPage, {"on": date(2026, 11, 2), "lede": "A room <with> a view & tea."}),
        (
            "news/open-evening/",
            EventPage,
            {
                "starts_at": in_a_week,
                "ends_at": in_a_week + timedelta(hours=2),
                "place": "Ask us where",
            },
        ),
    ]
    for path, kind, more in all_pages:
        if like is not None and path not in SPOKEN:
            continue
        above = (
            root if not path else pages[path[:-1].rpartition("/")[0] + "/" * (path.count("/") > 1)]
        )
        key = {"translation_key": like[path].translation_key} if like is not None else {}
        pages[path] = make_page(kind, above, path=path, locale=locale, **more, **key)


def make_page(
    kind: type[SitePage], above: Page, *, path: str, locale: Locale | None = None, **more: Any
) -> SitePage:
    """A public page of this kind. `path`: its address without the language, as "news/moved/"."""
    locale = locale or above.locale
    slug = path.strip("/").rpartition("/")[2] or f"home-{locale.language_code}"
    title = more.pop("title", slug.replace("-", " ").capitalize())
    given = {
        "title": title,
        "slug": slug,
        "tab": "Alder",
        "lede": "A sentence.",
        "body": [("text", RichText("<p>Words.</p>"))],
        "locale": locale,
        "live": True,
        "first_published_at": clock.now(),
        "last_published_at": clock.now(),
        **more,
    }
    made = kind(**given)
    with disable_reference_index_auto_update():
        Page.objects.get(pk=above.pk).add_child(instance=made)
    return made


def _doors(code: str) -> dict[str, Any]:
    chat = {"title": "Chat", "text": "", "to": {"page": None, "address": "/chat/"}}
    return {"heading": "Ways in" if code == "en" else "Entradas", "doors": [chat]}
