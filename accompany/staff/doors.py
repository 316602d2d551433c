"""Doors: which address opens for whom.

Every address is closed unless its view is marked public (`house.doors.public`). A view carries its
door as an attribute and this middleware is the only place that opens it. Nobody signed in: sign in
first, and what was typed is kept. Signed in without the capability: 404, the same as no page.
"""

from collections.abc import Callable
from typing import Any, TypeVar  # Any: any view
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.core.checks import CheckMessage, Error, register
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import is_valid_path, reverse

from accompany.house.doors import is_public
from accompany.ledger.asking import find
from accompany.sealed import colleagues as keys_of
from accompany.sealed.people import OpenKeys
from accompany.staff import drafts, sessions
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability
from accompany.staff.models import Colleague

View = TypeVar("View", bound=Callable[..., Any])

DESK = "/desk/"
ANYBODY_SIGNED_IN: frozenset[Capability] = frozenset()


def door(*capabilities: Capability) -> Callable[[View], View]:
    """Open this view to colleagues who hold any one of `capabilities`."""

    def mark(view: View) -> View:
        view.door = frozenset(capabilities)  # type: ignore[attr-defined]  # read by the middleware
        return view

    return mark


def signed_in(view: View) -> View:
    """Open this view to every colleague whom two others approved."""
    view.door = ANYBODY_SIGNED_IN  # type: ignore[attr-defined]  # read by the middleware
    return view


def even_pending(view: View) -> View:
    """Open this view to every colleague, also while she waits for approval."""
    view.door = ANYBODY_SIGNED_IN  # type: ignore[attr-defined]  # read by the middleware
    view.even_pending = True  # type: ignore[attr-defined]  # read by the middleware
    return view


def opens(view: Callable[..., Any], colleague: Colleague | None) -> bool:
    """Whether this view opens for this colleague (None: nobody is signed in)."""
    if is_public(view):
        return True
    needs: frozenset[Capability] | None = getattr(view, "door", None)
    if needs is None or colleague is None or not colleague.is_active:
        return False
    if colleague.is_pending:
        return getattr(view, "even_pending", False)
    return not needs or any(colleague.can(capability) for capability in needs)


def acting(request: HttpRequest) -> Acting | None:
    """Who is signed in, with her keys open; None when nobody is. Never extends the session."""
    owner, keys = request.session.get(SESSION_KEY), request.session.get("keys")
    if owner is None or keys is None:
        return None
    found = find(Colleague, "WHERE id = %s AND left_at IS NULL", [UUID(owner)])
    return Acting(found[0], OpenKeys.from_session(keys)) if found else None


class Doors:
    """Middleware. It stands before the CSRF check, so that what was typed is kept first of all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        by: Acting | None = getattr(request, "by", None)
        if by is None:
            return response
        drafts.after(request, response)
        row = sessions.row_of(request.session)
        is_activity = (
            not response.streaming
            and "X-Live" not in request.headers
            and request.method not in _asked_by_itself(request)
        )
        if row is not None and is_activity and sessions.seen(row):
            keys_of.work_some(by=by)
        if response.status_code == 405 and _is_somebody_arriving(request):
            return HttpResponseRedirect(_page_above(request.path))
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],  # Any: any view
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        if is_public(view):
            return None
        by = acting(request)
        if by is None:
            return sign_in_first(request, comes_back=hasattr(view, "is_no_activity"))
        if not opens(view, by.colleague):
            if by.colleague.is_pending:
                return HttpResponseRedirect(reverse("staff:waiting"))
            raise Http404("No such page.")
        request.by = by  # type: ignore[attr-defined]  # StaffRequest
        request.user = by.colleague
        return None


def _asked_by_itself(request: HttpRequest) -> frozenset[str]:
    """The methods with which an open page asks this address by itself (`is_no_activity`)."""
    match = request.resolver_match
    return getattr(match.func, "is_no_activity", frozenset()) if match else frozenset()


def _is_somebody_arriving(request: HttpRequest) -> bool:
    """Whether a browser opens the address as a page: after a lock, by Back, or out of a list."""
    return request.method == "GET" and "text/html" in request.headers.get("Accept", "")


def _page_above(path: str) -> str:
    """The nearest address above one that only takes forms: there stands what the form was on."""
    while path.startswith(DESK) and path != DESK:
        path = path.rstrip("/").rpartition("/")[0] + "/"
        if is_valid_path(path):
            return path
    return DESK


def sign_in_first(request: HttpRequest, *, comes_back: bool = False) -> HttpResponse:
    """Lead to the sign-in page and back again, after keeping what was typed.

    `comes_back`: the page keeps by itself what is typed, and is returned to whatever was sent.
    """
    place = drafts.keep_from(request) or (
        request.get_full_path() if comes_back or request.method in ("GET", "HEAD") else DESK
    )
    if request.method in ("GET", "HEAD") and "X-Live" in request.headers:
        return HttpResponse(status=401)
    return HttpResponseRedirect(f"{reverse('staff:sign-in')}?{urlencode({'next': place})}")


@register()
def doors_stand(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:  # Any: Django's check API
    """The house does not start without its doors."""
    from django.conf import settings

    if "accompany.staff.doors.Doors" in settings.MIDDLEWARE:
        return []
    return [Error("The doors' middleware is missing.", id="staff.E001")]
