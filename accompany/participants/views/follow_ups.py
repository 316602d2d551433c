"""What is promised to her: planning, moving, finishing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accompany import clock
from accompany.house.refusals import Refusal
from accompany.ledger.lines import opening
from accompany.participants import access, actions, verbs
from accompany.participants.forms import FollowUpForm, MoveForm
from accompany.participants.views.pages import her, to_record
from accompany.staff import drafts
from accompany.staff.acting import StaffRequest
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door


@door(Capability.WRITE_NOTES)
def follow_up(request: StaffRequest, participant: UUID) -> HttpResponse:
    """Plan to get back to her. Needs no key to her file."""
    row = access.participant(participant, request.by)
    if request.method == "POST":
        form = FollowUpForm(request.POST)
        if form.is_valid():
            typed = dict(form.cleaned_data)
            try:
                actions.plan_follow_up(
                    participant=row, id=typed.pop("form_id"), by=request.by, **typed
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("It is planned, and on their Today on that day."))
                return to_record(row)
        status = 422
    else:
        opening(verbs.LOOKED_AT_CARD, row, by=request.by)
        team = access.team_of(row)
        first = request.by.id if access.on_team(row, request.by) or not team else team[0].id
        initial = {"due_on": clock.today(), "for_colleague": first, "channel": ""}
        form = FollowUpForm(initial=initial | (drafts.kept(request) or {}))
        status = 200
    page = {"her": her(row, request), "form": form}
    return render(request, "participants/follow_up.html", page, status=status)


@door(Capability.FIND_PEOPLE)
def change_follow_up(request: StaffRequest, follow_up: UUID) -> HttpResponse:
    """Another day or other hours."""
    promise = access.follow_up(follow_up, request.by)
    row = promise.participant
    if request.method == "POST":
        form = MoveForm(request.POST)
        if form.is_valid():
            try:
                actions.move_follow_up(follow_up=promise, by=request.by, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("It is moved."))
                return to_record(row)
        status = 422
    else:
        opening(verbs.LOOKED_AT_CARD, row, by=request.by)
        form = MoveForm(
            initial={
                "due_on": max(promise.due_on, clock.today()),
                "not_before": promise.not_before,
                "not_after": promise.not_after,
            }
        )
        status = 200
    page = {"her": her(row, request), "form": form, "promise": promise}
    return render(request, "participants/move.html", page, status=status)


@require_POST
@door(Capability.FIND_PEOPLE)
def finish_follow_up(request: StaffRequest, follow_up: UUID) -> HttpResponse:
    """Done. A second click finds nothing waiting and says the same."""
    promise = access.any_follow_up(follow_up, request.by)
    try:
        actions.finish_follow_up(follow_up=promise, by=request.by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done."))
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/desk/"):
        return redirect(back)
    return to_record(promise.participant_id)


@require_POST
@door(Capability.FIND_PEOPLE)
def resume_follow_up(request: StaffRequest, follow_up: UUID) -> HttpResponse:
    """A slip of the finger: it waits again."""
    promise = access.any_follow_up(follow_up, request.by)
    try:
        actions.resume_follow_up(follow_up=promise, by=request.by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It waits again, on its day."))
    return to_record(promise.participant_id)
