"""The CMS's part of the house: which of its addresses open, and what its pages may do in a browser.

Wagtail's own sign-in, its accounts, groups and workflows are closed: editors come in by the one
sign-in, what they may do is code, and so is the council's workflow. Every other address of it opens
with one key, `EDIT_SITE`.
"""

import re
from collections.abc import Callable
from typing import Any, TypeVar  # Any: Django's address patterns

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from accompany.house import headers
from accompany.house.views import calm
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability

View = TypeVar("View", bound=Callable[..., Any])

CMS = "/cms/"
OURS = {"wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_account"}
CLOSED = (
    "collections/",
    "failwhale/",
    "groups/",
    "images/multiple/<",
    "images/multiple/create",
    "images/multiple/delete",
    "locales/",
    "password_reset/",
    "sites/",
    "test404/",
    "users/",
    "workflows/add",
    "workflows/edit/",
    "workflows/disable/",
    "workflows/enable/",
    "workflows/tasks/",
    "workflows/task_chooser/",
)

# Wagtail's admin is written for inline styles, data: icons and blob: previews of uploads.
# Its scripts are files of the house; none is inline, none is evaluated.
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    ]
)


# A preview is a page of the site: it may do what such a page may, in a frame of the CMS.
PREVIEW = re.compile(r"/preview/$|/view_draft/$|/revisions/\d+/view/$")
PREVIEWED = headers.POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


# What the CMS's programming interface does past the forms, and so past what they refuse.
BY_FORM_ALONE = {"action"}


def asks_by_itself(route: str) -> frozenset[str]:
    """With which methods an open page asks this by itself: that is nobody at work."""
    if route.startswith("editing-sessions/"):
        return frozenset({"GET", "POST"})
    return frozenset({"GET"}) if route.endswith("preview/") else frozenset()


def opened(patterns: list[Any]) -> list[Any]:
    """Wagtail's addresses, each with a door: open to editors, or closed to everybody."""
    left = [each for each in patterns if getattr(each, "name", None) not in OURS]
    for pattern in left:
        route = str(pattern.pattern).lstrip("^")
        if not route.startswith(CLOSED):
            _open(pattern, route)
    return left


def _open(pattern: Any, route: str) -> None:
    if hasattr(pattern, "url_patterns"):
        for each in pattern.url_patterns:
            inner = route + str(each.pattern).lstrip("^")
            if not inner.startswith(CLOSED):
                _open(each, inner)
        return
    if getattr(pattern, "name", None) in BY_FORM_ALONE:
        return
    pattern.callback.door = frozenset({Capability.EDIT_SITE})
    pattern.callback.is_no_activity = asks_by_itself(route)
    pattern.callback.takes_a_file = route.startswith("images/")


def _back(request: HttpRequest) -> tuple[str, str] | None:
    """The way back to the pages, for whoever may edit them."""
    by: Acting | None = getattr(request, "by", None)
    if by is None or not by.can(Capability.EDIT_SITE):
        return None
    return reverse("wagtailadmin_explore_root"), _("Go to the pages of the site")


class CmsMiddleware(MiddlewareMixin):
    """What a page of the CMS may do: more than the house's own, still nothing from elsewhere.

    What is not there is said as everywhere in the house, and the same for every address of it:
    not by a page that only whoever holds the key gets to see.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path_info.startswith(CMS):
            if response.status_code == 404:
                response = calm(request, 404, back=_back(request))
            is_preview = request.method == "GET" and PREVIEW.search(request.path_info)
            response.headers["Content-Security-Policy"] = PREVIEWED if is_preview else POLICY
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response
