"""A colleague's own page: her sessions, her second factors, her passphrase."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accompany.house.refusals import Refusal
from accompany.sealed.people import WrongPassphrase, unlock
from accompany.staff import access, actions, factors, passphrases, security_keys, sessions, slowing
from accompany.staff.acting import StaffRequest
from accompany.staff.devices import devices, name_device
from accompany.staff.doors import even_pending
from accompany.staff.forms import (
    AuthenticatorForm,
    ChangePassphraseForm,
    ConfirmForm,
    DeviceForm,
    LineNameForm,
    SecurityKeyForm,
)

Page = dict[str, Any]  # Any: what a template is given


@require_GET
@even_pending
def waiting(request: StaffRequest) -> HttpResponse:
    """What a colleague sees until two others have approved her."""
    if not request.by.colleague.is_pending:
        return redirect("staff:me")
    colleague = request.by.colleague
    said_yes = colleague.approvals.select_related("by").order_by("at")
    return render(
        request,
        "staff/waiting.html",
        {"approvals": said_yes, "needed": actions.needed(colleague)},
    )


@require_GET
@even_pending
def me(request: StaffRequest) -> HttpResponse:
    colleague = request.by.colleague
    page = {
        "devices": devices(request.by, here=sessions.row_of(request.session)),
        "codes_left": factors.recovery_codes_left(colleague),
        "authenticator": getattr(colleague, "authenticator", None),
        "keys": colleague.security_keys.order_by("made_at"),
        "line_form": LineNameForm(initial={"line_name": colleague.on_the_line}),
    }
    return render(request, "staff/me.html", page)


@require_POST
@even_pending
def line_name(request: StaffRequest) -> HttpResponse:
    form = LineNameForm(request.POST)
    if form.is_valid():
        actions.set_line_name(line_name=form.cleaned_data["line_name"], by=request.by)
        messages.success(request, _("Your name on the line is saved."))
    return redirect("staff:me")


@require_POST
@even_pending
def end_session(request: StaffRequest, id: UUID) -> HttpResponse:
    actions.end_session(session=access.own_session(id, by=request.by), by=request.by)
    messages.success(request, _("That device is locked."))
    return redirect("staff:me")


@require_POST
@even_pending
def end_other_sessions(request: StaffRequest) -> HttpResponse:
    actions.end_other_sessions(here=sessions.row_of(request.session), by=request.by)
    messages.success(request, _("Every other device is locked."))
    return redirect("staff:me")


@require_http_methods(["GET", "HEAD", "POST"])
@even_pending
def name_session(request: StaffRequest, id: UUID) -> HttpResponse:
    session = access.own_session(id, by=request.by)
    form = DeviceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name_device(session, form.cleaned_data["hint"], by=request.by)
        return redirect("staff:me")
    page = {
        "form": form,
        "title": _("Name this device"),
        "says": _("Only you can read the name. It helps you tell your devices apart."),
        "save": _("Save the name"),
    }
    return _form_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
@even_pending
def passphrase(request: StaffRequest) -> HttpResponse:
    form = ChangePassphraseForm(request.POST or None)
    form.about = about(request)
    if request.method == "POST" and form.is_valid() and _is_hers(request, form):
        here = sessions.row_of(request.session)
        actions.set_passphrase(new=form.cleaned_data["passphrase"], by=request.by, here=here)
        messages.success(request, _("Your new passphrase works from now on."))
        return redirect("staff:me")
    page = {
        "form": form,
        "title": _("Change your passphrase"),
        "says": _("Your other devices are locked when you save it."),
        "save": _("Save new passphrase"),
    }
    return _form_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
@even_pending
def recovery_codes(request: StaffRequest) -> HttpResponse:
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_hers(request, form):
        codes = actions.make_recovery_codes(by=request.by)
        return render(request, "staff/codes.html", {"codes": codes, "name": request.by.colleague})
    page = {
        "form": form,
        "title": _("New printed codes"),
        "says": _("You get ten new codes, shown once. The old ones stop working."),
        "save": _("Make new codes"),
    }
    return _form_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
@even_pending
def authenticator(request: StaffRequest) -> HttpResponse:
    seed = request.session.setdefault("seed", factors.new_seed())
    form = AuthenticatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_hers(request, form):
        try:
            actions.set_authenticator(seed=seed, code=form.cleaned_data["code"], by=request.by)
        except Refusal as refusal:
            form.add_error("code", str(refusal))
        else:
            del request.session["seed"]
            messages.success(request, _("Your new app works from now on. The old one does not."))
            return redirect("staff:me")
    page = {
        "form": form,
        "title": _("A new app for codes"),
        "says": _("Scan the picture with the app, then type the code it shows."),
        "save": _("Use this app"),
        "picture": factors.picture(seed, request.by.colleague.sign_in_name),
        "seed": factors.spaced(seed),
    }
    return _form_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
@even_pending
def add_security_key(request: StaffRequest) -> HttpResponse:
    form = SecurityKeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            security_keys.add(
                request=request,
                state=request.session.pop("new_key_state", None) or {},
                answer=form.cleaned_data["answer"],
                label=form.cleaned_data["label"],
                by=request.by,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your security key is added."))
            return redirect("staff:me")
    page: Page = {"form": form, "can": security_keys.can_work_here(request), "options": ""}
    if page["can"]:
        page["options"], state = security_keys.begin_adding(request, request.by.colleague)
        request.session["new_key_state"] = state
    return render(request, "staff/add-key.html", page, status=422 if form.errors else 200)


@require_POST
@even_pending
def remove_security_key(request: StaffRequest, id: UUID) -> HttpResponse:
    security_keys.remove(key=access.own_security_key(id, by=request.by), by=request.by)
    messages.success(request, _("That security key no longer works here."))
    return redirect("staff:me")


def about(request: StaffRequest) -> tuple[str, ...]:
    colleague = request.by.colleague
    return (colleague.name, colleague.sign_in_name, colleague.line_name)


def _is_hers(request: StaffRequest, form: forms.Form) -> bool:
    """Whether the passphrase typed as the present one opens her key. Slowed down as sign-in is."""
    tried = slowing.name(str(request.by.id), device="confirming")
    try:
        slowing.claim(tried)
        unlock(request.by.id, passphrases.clean(form.cleaned_data["present_passphrase"]))
    except slowing.Wait as refusal:
        form.add_error("present_passphrase", str(refusal))
        return False
    except WrongPassphrase:
        form.add_error("present_passphrase", _("That is not your passphrase. Try again."))
        return False
    slowing.forget(tried)
    return True


def _form_page(request: StaffRequest, page: Page) -> HttpResponse:
    return render(request, "staff/form.html", page, status=422 if page["form"].errors else 200)
