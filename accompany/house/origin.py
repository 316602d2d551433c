"""Where a request comes from: nothing that changes anything is taken from another site.

Public forms carry no cookie and no token, so this is what guards them; the desk has its token as
well. A browser that says where a request began (`Sec-Fetch-Site`) is believed; one that sends only
`Origin` must name this house; one that sends neither, or the empty origin that our `no-referrer`
asks for, can hold no foreign cookie of ours (`SameSite=Strict`) and is let through.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.deprecation import MiddlewareMixin

from accompany.house.views import calm

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FROM_HERE = frozenset({"same-origin", "none"})


def is_from_here(request: HttpRequest) -> bool:
    """Whether this request began on a page of this house, or outside any browser."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in FROM_HERE
    origin = request.headers.get("Origin", "null")
    return origin == "null" or origin in own_origins(request)


def own_origins(request: HttpRequest) -> set[str]:
    """How a browser may name this house."""
    base = urlsplit(settings.BASE_URL)
    return {f"{base.scheme}://{base.netloc}", f"{request.scheme}://{request.get_host()}"}


class OriginMiddleware(MiddlewareMixin):
    """Refuses what another site sends, before anything is read of it."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if request.method in SAFE_METHODS or is_from_here(request):
            return None
        return calm(request, 403)


class TokenMiddleware(CsrfViewMiddleware):
    """The desk's token. Where the request began was already judged by `OriginMiddleware`."""

    def _origin_verified(self, request: HttpRequest) -> bool:
        return is_from_here(request)

    def _check_referer(self, request: HttpRequest) -> None:
        """Nothing: pages of this house send no referrer."""
