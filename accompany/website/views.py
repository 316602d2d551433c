"""The public site: one view for every page of it, and what machines ask for."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from accompany.contact.forms import LetterForm
from accompany.contact.models import Topic
from accompany.contact.views.public import take, write
from accompany.gallery import access as gallery
from accompany.gallery.views.public import gone
from accompany.house import language
from accompany.house.doors import public
from accompany.house.memory import KEEP, kept_in_memory
from accompany.house.pictures import TYPES
from accompany.website import access, images
from accompany.website.models import ContactPage
from accompany.website.once import reading_once

KEPT_FOR = 10  # seconds: what a page says about who is there is never older


@public
@kept_in_memory(KEPT_FOR)
@require_http_methods(["GET", "HEAD", "POST"])
@reading_once()
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """A page of the site, in the language of its address."""
    try:
        found = access.reached(get_language() or language.FIRST, path)
    except Http404:
        if not path:
            return render(request, "website/bare.html")
        if path == "contact/":
            return write(request)
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


@public
@kept_in_memory(KEPT_FOR)
@require_http_methods(["GET", "HEAD", "POST"])
@reading_once()
def work(request: HttpRequest, slug: str) -> HttpResponse:
    """One work that hangs, and a way to ask the keeper about it; 410 once it has come down."""
    try:
        found = gallery.hung_work(slug)
    except gallery.Gone:
        return gone(request)
    except Http404:
        return page(request, f"art/{slug}/")
    earlier, later = access.beside(slug)

    def around(form: LetterForm, status: int) -> HttpResponse:
        context = {
            "work": found,
            "form": form,
            "earlier": earlier,
            "later": later,
            "art_url": reverse("page", args=["art/"]),
        }
        return render(request, "website/work.html", context, status=status)

    response = take(request, page=around, topics=[Topic.ART], about=found.title)
    if request.method == "POST":
        response.headers[KEEP] = ""
    return response


@public
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A copy of a picture of the site."""
    data = images.read(name)
    if data is None:
        raise Http404("No such picture.")
    return HttpResponse(data, content_type=TYPES[name.rpartition(".")[2]])
