"""Found: what the site says to search engines, feed readers, calendars and finders of faults.

Each is kept in memory as pages are. The map and the feed name public pages alone: never the chat,
a page of one visitor, or an answer to a form.
"""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accompany import clock
from accompany.house import known, language
from accompany.house.doors import public
from accompany.house.memory import kept_in_memory
from accompany.website import access, atom, calendar_entry
from accompany.website.models import ContactPage, EventPage, SitePage

KEPT_FOR = 600  # seconds; a publication empties the memory at once
GOOD_FOR = timedelta(days=180)
NEWS = 30
CLOSED = ("/desk/", "/cms/", "/hooks/", "/demo/")
SECURITY = "/.well-known/security.txt"
PRIVACY = "privacy/"


@public
@kept_in_memory(KEPT_FOR)
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page."""
    _only_without_language(request)
    return _xml(atom.sitemap(settings.BASE_URL, access.found_by_machines()), "application/xml")


@public
@kept_in_memory(KEPT_FOR)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where a search engine need not look. Doors are what keeps anybody out."""
    _only_without_language(request)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    return _plain([*lines, "", f"Sitemap: {settings.BASE_URL}/sitemap.xml"])


@public
@kept_in_memory(KEPT_FOR)
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a fault (RFC 9116). None, before there is anybody to tell."""
    _only_without_language(request)
    contact = _contact()
    if not contact:
        raise Http404("Nobody can be told by mail yet.")
    ends = datetime.combine(clock.now().astimezone(UTC).date() + GOOD_FOR, time(), UTC)
    lines = [
        f"Contact: {contact}",
        f"Expires: {ends.isoformat().replace('+00:00', 'Z')}",
        f"Preferred-Languages: {', '.join(access.languages() or [language.FIRST])}",
        f"Canonical: {settings.BASE_URL}{SECURITY}",
    ]
    if access.standing_at(PRIVACY).filter(locale__language_code=language.FIRST).exists():
        lines.append(f"Policy: {settings.BASE_URL}/{PRIVACY}")
    return _plain(lines)


@public
@kept_in_memory(KEPT_FOR)
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The news, in the language of the address."""
    spoken = get_language() or language.FIRST
    name = access.facts().neutral_name or known.organization().name
    news = access.news(spoken, most=NEWS)
    written = atom.feed(settings.BASE_URL, access.FEED, spoken, name, news)
    return _xml(written, "application/atom+xml")


@public
@kept_in_memory(KEPT_FOR)
@require_safe
def calendar(request: HttpRequest, path: str) -> HttpResponse:
    """An event for a calendar, under a name that tells nothing."""
    found = access.reached(get_language() or language.FIRST, path)
    if not isinstance(found, access.Shown) or not isinstance(found.page, EventPage):
        raise Http404("No such event.")
    named = f'attachment; filename="{calendar_entry.FILE}"'
    return HttpResponse(
        calendar_entry.written(found.page),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": named},
    )


def _contact() -> str:
    """The organization's mailbox, or else the page by which anybody writes to it."""
    if email := known.organization().email:
        return f"mailto:{email}"
    page: SitePage | None = (
        ContactPage.objects.live().filter(locale__language_code=language.FIRST).first()
    )
    return settings.BASE_URL + page.address if page is not None else ""


def _only_without_language(request: HttpRequest) -> None:
    if request.path != request.path_info:
        raise Http404("This file stands in one place for every language.")


def _plain(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _xml(written: bytes, kind: str) -> HttpResponse:
    return HttpResponse(written, content_type=f"{kind}; charset=utf-8")
