"""A public site for tests: a front page alone, or one page of each kind and half of it in Spanish.

`make_home()` and `make_site()` begin it; `make_page` adds a page. Nothing on it concerns
participants, so nothing waits for the council, unless a test puts a `voice` there.
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


def bare_root() -> Page:
    """Where a site begins, with no page below it."""
    root = Page.get_first_root_node()
    root.get_children().delete()
    return Page.objects.get(pk=root.pk)


def make_home(language: str = "en", **fields: Any) -> HomePage:
    """The front page of a language, public at once; in English it takes the place of any site."""
    locale, _made = Locale.objects.get_or_create(language_code=language)
    is_first = language == "en"
    root = bare_root() if is_first else Page.get_first_root_node()
    slug = "home" if is_first else f"home-{language}"
    given = {"title": "Home", "slug": slug, "tab": "Home", "locale": locale, **fields}
    home: HomePage = root.add_child(instance=HomePage(**given))
    if is_first:
        _serve(home)
    return home


def make_page(
    parent: Page,
    slug: str = "rain",
    *,
    kind: type[SitePage] = SectionPage,
    is_live: bool = True,
    twin_of: Page | None = None,
    **fields: Any,
) -> Any:  # Any: a page of that kind
    """A page below another, public at once unless told otherwise."""
    given = {"title": "Rain", "tab": "Rain", "slug": slug, "locale": parent.locale, **fields}
    page = kind(**given, live=False)
    if twin_of is not None:
        page.translation_key = twin_of.translation_key
    parent.add_child(instance=page)
    if is_live:
        page.save_revision().publish()
    return kind.objects.get(pk=page.pk)


def text(words: str) -> list[tuple[str, Any]]:
    """The body of a page: one piece of text."""
    return [("text", f"<p>{words}</p>")]


def voice(words: str = "I came back in March.") -> list[tuple[str, Any]]:
    """The body of a page that quotes a participant."""
    return [("voice", {"words": words, "whose": "J.M.", "permission": "With permission"})]


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
    root = bare_root()
    made = MadeSite()
    _begin(root, "en", made.pages)
    _serve(made.pages[""])
    if spanish:
        _begin(Page.objects.get(pk=root.pk), "es", made.spanish, like=made.pages)
    return made


def _serve(home: Page) -> None:
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)


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
        pages[path] = _add(kind, above, path=path, locale=locale, **more, **key)


def _add(kind: type[SitePage], above: Page, *, path: str, locale: Locale, **more: Any) -> SitePage:
    """A page that is public at once, without the steps of publishing."""
    slug = path.strip("/").rpartition("/")[2] or f"home-{locale.language_code}"
    given = {
        "title": slug.replace("-", " ").capitalize(),
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
        above.add_child(instance=made)
    return made


def _doors(code: str) -> dict[str, Any]:
    chat = {"title": "Chat", "text": "", "to": {"page": None, "address": "/chat/"}}
    return {"heading": "Ways in" if code == "en" else "Entradas", "doors": [chat]}
