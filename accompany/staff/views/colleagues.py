"""Colleagues: who is here, who is coming, who leaves."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accompany import clock
from accompany.house.doors import public
from accompany.house.models import Organization
from accompany.house.refusals import Refusal
from accompany.staff import access, actions, factors, signing_in
from accompany.staff.acting import StaffRequest
from accompany.staff.capabilities import Capability, Role
from accompany.staff.doors import door, signed_in
from accompany.staff.forms import ComeBackForm, InviteForm, JoinForm
from accompany.staff.models import Colleague, Invitation
from accompany.staff.people import arrivals, everyone


@require_GET
@signed_in
def colleagues(request: StaffRequest) -> HttpResponse:
    """Every colleague sees who is here and who waits; managing is drawn for those who may."""
    manages = request.by.can(Capability.MANAGE_COLLEAGUES)
    open_invitations = Invitation.objects.filter(
        taken_at=None, withdrawn_at=None, expires_at__gt=clock.now()
    ).select_related("invited_by")
    page = {
        "manages": manages,
        "people": everyone(),
        "arrivals": arrivals(request.by),
        "invitations": open_invitations.order_by("expires_at") if manages else [],
    }
    return render(request, "staff/colleagues.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Capability.MANAGE_COLLEAGUES)
def invite(request: StaffRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invitation, token = actions.invite(
            name=form.cleaned_data["name"], role=Role(form.cleaned_data["role"]), by=request.by
        )
        return _link_page(request, invitation, token)
    page = {
        "form": form,
        "title": _("Invite a colleague"),
        "says": _("The link works once, for 72 hours."),
        "save": _("Make the link"),
        "back": reverse("staff:colleagues"),
        "keeps_drafts": True,
    }
    return render(request, "staff/form.html", page, status=422 if form.errors else 200)


@require_POST
@door(Capability.MANAGE_COLLEAGUES)
def withdraw(request: StaffRequest, id: UUID) -> HttpResponse:
    invitation = access.invitation(id, by=request.by)
    actions.withdraw_invitation(invitation=invitation, by=request.by)
    messages.success(request, _("The link no longer works."))
    return redirect("staff:colleagues")


@require_POST
@signed_in
def approve(request: StaffRequest, id: UUID) -> HttpResponse:
    colleague = get_object_or_404(Colleague.objects.here().filter(approved_at=None), id=id)
    if not actions.can_approve(colleague, request.by):
        raise Http404("Nothing to approve.")
    try:
        done = actions.approve(colleague=colleague, by=request.by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("%(name)s may start now.") if done else _("Your yes to %(name)s is kept.")
        messages.success(request, said % {"name": colleague.name})
    return redirect("staff:colleagues")


@require_http_methods(["GET", "HEAD", "POST"])
@door(Capability.MANAGE_COLLEAGUES)
def see_off(request: StaffRequest, id: UUID) -> HttpResponse:
    """One page that says what will happen, and one button that does it."""
    colleague = access.colleague(id, by=request.by)
    refused = ""
    if request.method == "POST":
        try:
            actions.see_off(colleague=colleague, by=request.by)
        except Refusal as refusal:
            refused = str(refusal)
        else:
            messages.success(
                request, _("%(name)s can no longer sign in.") % {"name": colleague.name}
            )
            return redirect("staff:colleagues")
    page = {"colleague": colleague, "refused": refused}
    return render(request, "staff/see-off.html", page, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Capability.MANAGE_COLLEAGUES)
def way_back(request: StaffRequest, id: UUID) -> HttpResponse:
    """For a colleague who lost her passphrase, after she asked in person."""
    colleague = access.colleague(id, by=request.by)
    refused = ""
    if request.method == "POST":
        try:
            invitation, token = actions.invite_back(colleague=colleague, by=request.by)
        except Refusal as refusal:
            refused = str(refusal)
        else:
            return _link_page(request, invitation, token)
    page = {"colleague": colleague, "refused": refused}
    return render(request, "staff/way-back.html", page, status=422 if refused else 200)


def _link_page(request: StaffRequest, invitation: Invitation, token: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("staff:join", args=[token]))
    return render(request, "staff/link.html", {"invitation": invitation, "link": link})


@require_http_methods(["GET", "HEAD", "POST"])
@public
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The newcomer's page: name, passphrase, app; then ten printed codes, once."""
    try:
        invitation = actions.invitation_of(token)
    except Refusal as refusal:
        return render(request, "staff/link-ended.html", {"refused": str(refusal)}, status=404)
    kept = request.session.get("seed")
    seed = kept or request.session.setdefault("seed", factors.new_seed())
    form_of = ComeBackForm if invitation.renews else JoinForm
    form = form_of(request.POST or None, initial={"sign_in_name": _suggested(invitation.name)})
    form.about = (invitation.name, Organization.current().name, "accompany", "helpline")
    if request.method == "POST" and kept is None:
        form.add_error("code", _("The picture has changed. Scan it again."))
    elif request.method == "POST" and form.is_valid():
        try:
            joined = _joined(invitation, form, seed)
        except Refusal as refusal:
            form.add_error("code", str(refusal))
        else:
            half = signing_in.HalfWay(joined.acting.colleague, joined.acting.keys)
            signing_in.enter(request, half)
            page = {"codes": joined.codes, "name": joined.acting.colleague, "is_new": True}
            return render(request, "staff/codes.html", page)
    page = {
        "form": form,
        "invitation": invitation,
        "picture": factors.picture(seed, _suggested(invitation.name)),
        "seed": factors.spaced(seed),
    }
    return render(request, "staff/join.html", page, status=422 if form.errors else 200)


def _joined(invitation: Invitation, form: ComeBackForm, seed: str) -> actions.Joined:
    typed = form.cleaned_data
    if invitation.renews:
        return actions.come_back(
            invitation=invitation, passphrase=typed["passphrase"], seed=seed, code=typed["code"]
        )
    return actions.join(
        invitation=invitation,
        sign_in_name=typed["sign_in_name"],
        passphrase=typed["passphrase"],
        seed=seed,
        code=typed["code"],
    )


def _suggested(name: str) -> str:
    first = name.split(" ")[0].lower()
    return "".join(c for c in first if c.isalnum() or c in ".-")
