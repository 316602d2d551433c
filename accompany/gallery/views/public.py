"""What everybody may open: a public picture, and the page where an artist takes her work back."""

from typing import Any  # Any: what templates hold

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accompany import clock
from accompany.gallery import access, actions, pacing
from accompany.gallery.forms import CodeForm, TakeBackForm
from accompany.house.doors import public

NO_CODE = 422
WAIT = 429


@public
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A public copy; 410 from the commit on with which its work came down."""
    try:
        data, kind = access.picture(name)
    except access.Gone:
        return HttpResponse(status=410, content_type="text/plain")
    return HttpResponse(data, content_type=kind)


def gone(request: HttpRequest) -> HttpResponse:
    """The calm page at the address of a work that has come down: nothing of it is shown."""
    return render(request, "gallery/gone.html", status=410)


@public
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """First the code, then what it opens, then a proof. No account, and nothing is remembered."""
    if request.method != "POST":
        return _page(request, "gallery/withdraw.html", {"form": CodeForm()})
    form = CodeForm(request.POST)
    if not pacing.pace.may_try(request):
        return _page(request, "gallery/withdraw.html", {"form": form, "wait": True}, status=WAIT)
    found = access.slip(form.cleaned_data["code"]) if form.is_valid() else None
    if found is None:
        pacing.pace.was_wrong(request)
        page = {"form": form, "wrong": True}
        return _page(request, "gallery/withdraw.html", page, status=NO_CODE)
    return _opened(request, found, form.cleaned_data["code"])


def _opened(request: HttpRequest, found: access.Slip, code: str) -> HttpResponse:
    chosen = TakeBackForm(request.POST)
    is_chosen = "use" in request.POST
    if is_chosen and chosen.is_valid():
        actions.take_back_by_slip(work=found.artwork, use=chosen.cleaned_data["use"])
        page = {"lines": access.proof(found.artwork), "title": found.title, "at": clock.now()}
        return _page(request, "gallery/taken_back.html", page)
    page = {
        "slip": found,
        "code": code,
        "asked_again": is_chosen,
        "lines": access.proof(found.artwork),
    }
    return _page(request, "gallery/slip_opened.html", page, status=422 if is_chosen else 200)


def _page(
    request: HttpRequest, template: str, page: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render(request, template, page, status=status)
