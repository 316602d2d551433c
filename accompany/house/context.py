"""What every page is given: the organization, the colleague, the rail.

Nothing is asked of the database or the session until a page shows it: a public page that never
names `by` stays free of sessions, and so of cookies.
"""

from typing import Any  # Any: a capability, of a package above

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import SimpleLazyObject

from accompany.house import known, language, menu, presence
from accompany.house import rail as rails
from accompany.house.headers import POLICY
from accompany.house.memory import is_exported

# A page can say of itself what it may do, but not who may frame it.
POLICY_OF_A_COPY = POLICY.replace("frame-ancestors 'none'; ", "")
BAR_PLACES = 4
FIND = "participants:find"


def house(request: HttpRequest) -> dict[str, Any]:  # Any: a template's context
    """The context processor."""
    by = SimpleLazyObject(lambda: acting(request))

    def rail() -> list[list[rails.Place]]:
        return rails.groups(by, request.path) if by else []

    places = SimpleLazyObject(rail)
    site = SimpleLazyObject(menu.site)
    exported = is_exported(request)
    return {
        "organization": SimpleLazyObject(known.organization),
        "site": site,
        "site_current": SimpleLazyObject(lambda: site.current(request.path)),
        "other_languages": SimpleLazyObject(lambda: language.elsewhere(request.path)),
        "by": by,
        "me": SimpleLazyObject(lambda: getattr(by, "colleague", None)),
        "rail": places,
        "bar": SimpleLazyObject(lambda: bar(list(places))),
        "find_url": SimpleLazyObject(lambda: open_address(FIND, by) if by else ""),
        "on_call": SimpleLazyObject(lambda: presence.on_call(by) if by else ""),
        "here": "" if exported else SimpleLazyObject(presence.sentence),
        "nobody": SimpleLazyObject(presence.nobody),
        "demo": settings.DEMO,
        "base_url": settings.BASE_URL,
        "exported": exported,
        "policy": POLICY_OF_A_COPY if exported else "",
    }


def acting(request: HttpRequest) -> Any:  # Any: an `Acting`, of a word above this one
    """Who acts, if somebody is signed in."""
    return getattr(request, "by", None)


def bar(rail: list[list[rails.Place]]) -> list[rails.Place]:
    """The few places at the bottom of a phone: the first of the rail that have an icon."""
    return [place for group in rail for place in group if place.icon][:BAR_PLACES]


def open_address(url_name: str, by: Any) -> str:  # Any: an `Acting`, of a word above this one
    """The address of that name if its door opens for `by`, else nothing."""
    try:
        url = reverse(url_name)
    except NoReverseMatch:
        return ""
    needs: frozenset[Any] = getattr(resolve(url).func, "door", frozenset())
    return url if not needs or any(by.can(each) for each in needs) else ""
