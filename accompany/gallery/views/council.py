"""The council looks at a work as it would hang, and says yes or no; a keeper asks."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accompany.gallery import access, actions, council, verbs
from accompany.gallery.forms import SendBackForm
from accompany.gallery.views.works import keepers, mark_of_looking, was_looked_at, work_page
from accompany.house.refusals import Refusal
from accompany.ledger.lines import opening
from accompany.staff.acting import StaffRequest
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door

decides = door(Capability.APPROVE_PUBLISHING)
THE_LIST = "council"  # the desk's list of everything that waits, pages and works


@keepers
@require_POST
def ask(request: StaffRequest, artwork: UUID) -> HttpResponse:
    """Ask about the face that would hang."""
    found = access.artwork(artwork, request.by)
    try:
        actions.ask_council(work=found, by=request.by)
    except Refusal as refusal:
        return work_page(request, found, refusal=str(refusal), status=422)
    messages.success(
        request, _("The council is asked. It sees what would hang, and nothing else of the work.")
    )
    return redirect("gallery:work", found.id)


@decides
@require_safe
def proposal(request: StaffRequest, proposal: UUID) -> HttpResponse:
    """The picture and the words as they would hang."""
    return _page(request, proposal)


@decides
@require_safe
def proposal_picture(request: StaffRequest, proposal: UUID) -> HttpResponse:
    """The picture, for her eyes; kept by no browser."""
    found = council.proposal(proposal, request.by)
    if not was_looked_at(request):
        opening(verbs.READ_PROPOSAL, found, by=request.by)
    return HttpResponse(council.picture_of(found, request.by), content_type="image/webp")


@decides
@require_POST
def say_yes(request: StaffRequest, proposal: UUID) -> HttpResponse:
    try:
        actions.say_yes(id=proposal, by=request.by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The keeper may hang it now, as you saw it."))
    return redirect(THE_LIST)


@decides
@require_POST
def say_no(request: StaffRequest, proposal: UUID) -> HttpResponse:
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _page(request, proposal, form, status=422)
    try:
        actions.say_no(id=proposal, reason=form.cleaned_data["reason"], by=request.by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Sent back, with what you wrote."))
    return redirect(THE_LIST)


def _page(
    request: StaffRequest, id: UUID, form: SendBackForm | None = None, status: int = 200
) -> HttpResponse:
    try:
        found = council.proposal(id, request.by)
    except Http404:
        if not council.is_over(id, request.by):
            raise
        messages.info(request, str(actions.NotWaiting()))
        return redirect(THE_LIST)
    opening(verbs.READ_PROPOSAL, found, by=request.by)
    found.open(council.box_of(found, request.by))
    page = {
        "proposal": found,
        "face": found.words,
        "asked_by": found.asked_by.name,
        "is_own": found.asked_by_id == request.by.id,
        "form": form or SendBackForm(),
        "seen": mark_of_looking(request.by),
    }
    return render(request, "gallery/proposal.html", page, status=status)
