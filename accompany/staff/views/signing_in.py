"""Coming in and going out: sign-in, the second factor, lock."""

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accompany import clock
from accompany.house.doors import public
from accompany.house.refusals import Refusal
from accompany.staff import demo_accounts, doors, drafts, security_keys, signing_in
from accompany.staff.acting import StaffRequest
from accompany.staff.doors import even_pending
from accompany.staff.forms import CodeForm, SignInForm

KNOWN = "known-browser"
FORGET = '"cache", "storage"'


@require_http_methods(["GET", "HEAD", "POST"])
@public
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name, passphrase and code on one page. A security key is asked for on the next."""
    if request.method != "POST":
        if SESSION_KEY in request.session and doors.acting(request) is not None:
            return HttpResponseRedirect(_next(request))
        return _sign_in_page(request, SignInForm(initial={"name": request.GET.get("name", "")}))
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form, refused=str(signing_in.NotTogether()))
    try:
        half = signing_in.with_passphrase(
            name=form.cleaned_data["name"],
            passphrase=form.cleaned_data["passphrase"],
            browser=request.COOKIES.get(KNOWN, ""),
        )
    except Refusal as refusal:
        return _sign_in_page(request, form, refused=str(refusal))
    code = form.cleaned_data["code"]
    try:
        if code:
            signing_in.with_code(request, half, code)
            return _welcome(request, half)
    except Refusal as refusal:
        signing_in.rest_half_way(request, half)
        return _second_page(request, half, CodeForm(), refused=str(refusal))
    signing_in.rest_half_way(request, half)
    return redirect(_with_next(reverse("staff:second"), _next(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@public
def second(request: HttpRequest) -> HttpResponse:
    """The second factor alone, after the passphrase was right: a code."""
    half = signing_in.half_way(request)
    if half is None:
        return redirect(_with_next(reverse("staff:sign-in"), _next(request)))
    if request.method != "POST":
        return _second_page(request, half, CodeForm())
    form = CodeForm(request.POST)
    try:
        signing_in.spend_try(request)
        if not form.is_valid():
            return _second_page(request, half, form)
        signing_in.with_code(request, half, form.cleaned_data["code"])
    except signing_in.StartAgain as refusal:
        return _sign_in_page(request, SignInForm(), refused=str(refusal))
    except Refusal as refusal:
        return _second_page(request, half, CodeForm(), refused=str(refusal))
    return _welcome(request, half)


@require_POST
@public
def second_key(request: HttpRequest) -> HttpResponse:
    """The second factor alone: what a security key signed."""
    half, state = signing_in.half_way(request), request.session.get("key_state")
    if half is None or state is None:
        return redirect(_with_next(reverse("staff:sign-in"), _next(request)))
    try:
        signing_in.spend_try(request)
        signing_in.with_security_key(request, half, state, request.POST.get("answer", ""))
    except signing_in.StartAgain as refusal:
        return _sign_in_page(request, SignInForm(), refused=str(refusal))
    except Refusal as refusal:
        return _second_page(request, half, CodeForm(), refused=str(refusal))
    return _welcome(request, half)


@require_POST
@even_pending
def lock(request: StaffRequest) -> HttpResponse:
    """End this session. Nothing of it stays in the browser."""
    signing_in.leave_desk(request)
    response = redirect(_with_next(reverse("staff:locked"), request.POST.get("next", "")))
    response["Clear-Site-Data"] = FORGET
    return response


@require_GET
@public
def locked(request: HttpRequest) -> HttpResponse:
    """A page that shows nothing but the way back in."""
    return render(request, "staff/locked.html", {"next": _next(request, "")})


@require_GET
@public
def here(request: HttpRequest) -> HttpResponse:
    """Whether somebody is signed in. Asking does not extend a session."""
    return HttpResponse(status=204 if doors.acting(request) else 401)


@require_POST
@even_pending
def keep_draft(request: StaffRequest) -> HttpResponse:
    """Keep a form that is still being typed, sealed to its writer."""
    return HttpResponse(status=204 if drafts.save(request) else 400)


def _welcome(request: HttpRequest, half: signing_in.HalfWay) -> HttpResponse:
    response = HttpResponseRedirect(_next(request))
    response.set_cookie(
        KNOWN,
        signing_in.known_browser_mark(half.colleague),
        max_age=signing_in.KNOWN_FOR,
        path=reverse("staff:sign-in"),
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return response


def _sign_in_page(request: HttpRequest, form: SignInForm, refused: str = "") -> HttpResponse:
    page = {
        "form": form,
        "refused": refused,
        "greeting": _greeting(),
        "next": _next(request, ""),
        "accounts": demo_accounts.read(),
    }
    return render(request, "staff/sign-in.html", page, status=422 if refused else 200)


def _second_page(
    request: HttpRequest, half: signing_in.HalfWay, form: CodeForm, refused: str = ""
) -> HttpResponse:
    page = {"form": form, "refused": refused, "next": _next(request, ""), "options": ""}
    if half.colleague.security_keys.exists() and security_keys.can_work_here(request):
        page["options"], state = security_keys.begin_asking(request, half.colleague)
        request.session["key_state"] = state
    status = 422 if refused or form.errors else 200
    return render(request, "staff/second.html", page, status=status)


def _greeting() -> str:
    hour = timezone.localtime(clock.now()).hour
    if hour < 5 or hour >= 17:
        return _("Good evening")
    return _("Good morning") if hour < 12 else _("Good afternoon")


def _next(request: HttpRequest, otherwise: str = doors.DESK) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return signing_in.safe_next(asked) if asked else otherwise


def _with_next(address: str, next: str) -> str:
    safe = signing_in.safe_next(next) if next else ""
    return f"{address}?{urlencode({'next': safe})}" if safe else address
