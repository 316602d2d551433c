"""The council's pages at the desk: what waits for it, what is new in it, yes or no.

The list holds works of the gallery too; their own pages are the gallery's.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accompany.gallery import council as gallery
from accompany.gallery import verbs as of_gallery
from accompany.house import language
from accompany.house.refusals import Refusal
from accompany.ledger.lines import opening
from accompany.staff.acting import StaffRequest
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door
from accompany.website import council
from accompany.website.forms import NoForm

decides = door(Capability.APPROVE_PUBLISHING)


@decides
@require_safe
def waiting(request: StaffRequest) -> HttpResponse:
    """What waits for the council: pages, and works with their titles opened."""
    works = list(gallery.waiting(request.by))
    if works:
        opening(of_gallery.LOOKED_AT_WAITING, by=request.by)
    opened = gallery.opened(works, request.by)
    page = {
        "waiting": council.waiting(request.by),
        "works": opened,
        "sealed": len(works) - len(opened),
    }
    return render(request, "website/council.html", page)


@decides
@require_safe
def asked(request: StaffRequest, id: int) -> HttpResponse:
    """One version of a page: what is new in it, what is gone."""
    try:
        one = council.one(id, request.by)
    except Refusal as refusal:
        return _to_the_list(request, refusal)
    return _page(request, one)


@decides
@require_safe
def as_seen(request: StaffRequest, id: int) -> HttpResponse:
    """The version as a visitor would see it."""
    try:
        page = council.one(id, request.by).page
    except Refusal as refusal:
        return _to_the_list(request, refusal)
    with language.speaking(page.locale.language_code):
        response: HttpResponse = page.serve(request).render()
    return response


@decides
@require_POST
def yes(request: StaffRequest, id: int) -> HttpResponse:
    try:
        page = council.say_yes(id=id, by=request.by)
    except Refusal as refusal:
        return _to_the_list(request, refusal)
    messages.success(request, _("“%(page)s” is public now.") % {"page": page.title})
    return redirect("council")


@decides
@require_POST
def no(request: StaffRequest, id: int) -> HttpResponse:
    form = NoForm(request.POST)
    try:
        one = council.one(id, request.by)
    except Refusal as refusal:
        return _to_the_list(request, refusal)
    if form.is_valid():
        try:
            council.say_no(id=id, reason=form.cleaned_data["reason"], by=request.by)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Sent back, with what you wrote."))
            return redirect("council")
    return _page(request, one, form, status=422)


def _to_the_list(request: StaffRequest, refusal: Refusal) -> HttpResponse:
    """Back to what waits, saying why this does not."""
    messages.error(request, str(refusal))
    return redirect("council")


def _page(
    request: StaffRequest, one: council.Asked, form: NoForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "asked": one,
        "paragraphs": one.compared(),
        "is_own": one.asked_by_id == request.by.id,
        "form": form or NoForm(),
    }
    return render(request, "website/council_page.html", context, status=status)
