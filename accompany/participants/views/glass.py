"""Breaking the glass, and reviewing it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accompany import clock
from accompany.house.refusals import Refusal
from accompany.ledger.lines import opening
from accompany.participants import access, actions, verbs
from accompany.participants.forms import ReasonForm
from accompany.participants.views.pages import her, to_record
from accompany.staff.acting import StaffRequest
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door


@door(Capability.BREAK_GLASS)
def break_glass(request: StaffRequest, participant: UUID) -> HttpResponse:
    """A reason, typed; then the file opens for an hour."""
    row = access.participant(participant, request.by)
    if access.opens_file(row, request.by):
        return to_record(row)
    if request.method == "POST":
        form = ReasonForm(request.POST)
        if form.is_valid():
            try:
                actions.break_glass(
                    participant=row, reason=form.cleaned_data["reason"], by=request.by
                )
            except Refusal as refusal:
                form.add_error("reason", str(refusal))
            else:
                said = _("Her file is open to you for 60 minutes. Her care team can see that.")
                messages.success(request, said)
                return to_record(row)
        status = 422
    else:
        opening(verbs.LOOKED_AT_CARD, row, by=request.by)
        form, status = ReasonForm(), 200
    page = {"her": her(row, request), "team": access.team_of(row), "form": form}
    return render(request, "participants/break_glass.html", page, status=status)


@door(Capability.FIND_PEOPLE)
def glass(request: StaffRequest) -> HttpResponse:
    """Files opened with a reason: of one's own people, and for supervisors all."""
    opening(verbs.LOOKED_AT_REASONS, by=request.by)
    rows = access.glass_openings(request.by)
    names = access.names({row.participant_id for row in rows}, request.by)
    now = clock.now()
    page = {
        "may_review": request.by.can(Capability.REVIEW_GLASS),
        "rows": [
            {
                "row": row,
                "called": names.get(row.participant_id, ""),
                "is_running": row.is_running(now),
                "is_late": now > row.review_due_at,
                "is_own": row.colleague_id == request.by.id,
            }
            for row in rows
        ],
    }
    part = "parts/glass" if request.headers.get("X-Live") else "glass"
    return render(request, f"participants/{part}.html", page)


@require_POST
@door(Capability.REVIEW_GLASS)
def review_glass(request: StaffRequest, opened: UUID) -> HttpResponse:
    row = access.glass_opening(opened, request.by)
    try:
        actions.review_glass(opening=row, by=request.by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You reviewed it."))
    return redirect("participants:glass")
