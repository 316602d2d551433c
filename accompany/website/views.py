"""The public site: one view for every page of it, and what machines ask for."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from accompany.house import language
from accompany.house.doors import public
from accompany.house.memory import KEEP, kept_in_memory
from accompany.website import access
from accompany.website.models import ContactPage

KEPT_FOR = 10  # seconds: what a page says about who is there is never older


@public
@kept_in_memory(KEPT_FOR)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """A page of the site, in the language of its address."""
    try:
        found = access.reached(get_language() or language.FIRST, path)
    except Http404:
        if not path:
            return render(request, "website/bare.html")
        raise
    if isinstance(found, access.Moved):
        return HttpResponseRedirect(found.link, status=301 if found.for_good else 302)
    if request.method == "POST" and not isinstance(found.page, ContactPage):
        return HttpResponse(status=405)
    response = cast(HttpResponse, found.page.serve(request))
    if hasattr(response, "render"):
        response = response.render()
    if request.method == "POST":
        response.headers[KEEP] = ""
    return response
