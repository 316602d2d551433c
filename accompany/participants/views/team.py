"""Her care team, chosen with her, and whom she keeps away."""

from collections.abc import Callable
from typing import Any  # Any: what forms and templates hold
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accompany.house.refusals import Refusal
from accompany.ledger.lines import opening
from accompany.participants import access, actions, verbs
from accompany.participants.forms import ChooseForm
from accompany.participants.models import Participant
from accompany.participants.views.pages import her, to_record
from accompany.staff.acting import StaffRequest
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door
from accompany.staff.models import Colleague


@door(Capability.FIND_PEOPLE)
def team(request: StaffRequest, participant: UUID) -> HttpResponse:
    """Who is beside her. Choosing is hers; this page writes it down."""
    row = access.participant(participant, request.by)
    if not access.opens_file(row, request.by):
        return to_record(row)
    if request.method != "POST":
        opening(verbs.LOOKED_AT_CARD, row, by=request.by)
        return _page(request, row, _choose(row))
    form = _choose(row, request.POST)
    if form.is_valid():
        try:
            actions.choose_for_team(
                participant=row, colleague=form.cleaned_data["colleague"], by=request.by
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The keys of her file are given."))
            return redirect("participants:team", row.id)
    return _page(request, row, form, status=422)


@require_POST
@door(Capability.FIND_PEOPLE)
def leave_team(request: StaffRequest, participant: UUID) -> HttpResponse:
    return _change(request, participant, actions.leave_team, _("Their keys are taken back."))


@require_POST
@door(Capability.FIND_PEOPLE)
def exclude(request: StaffRequest, participant: UUID) -> HttpResponse:
    said = _("From now on they find nothing about her.")
    return _change(request, participant, actions.exclude, said)


@require_POST
@door(Capability.FIND_PEOPLE)
def unexclude(request: StaffRequest, participant: UUID) -> HttpResponse:
    return _change(request, participant, actions.unexclude, _("They can find her card again."))


def _change(
    request: StaffRequest, participant: UUID, act: Callable[..., Any], said: str
) -> HttpResponse:
    row = access.participant(participant, request.by)
    form = ChooseForm(request.POST)
    form.fields["colleague"].queryset = Colleague.objects.all()  # type: ignore[attr-defined]  # a model field
    if not form.is_valid():
        messages.error(request, _("Choose a colleague."))
        return redirect("participants:team", row.id)
    try:
        act(participant=row, colleague=form.cleaned_data["colleague"], by=request.by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    if not access.people(request.by).filter(id=row.id).exists():
        return redirect("workday:people")
    return redirect("participants:team", row.id)


def _choose(row: Participant, data: Any = None) -> ChooseForm:  # Any: what was posted
    inside = [each.id for each in access.team_of(row)]
    away = [each.colleague_id for each in access.excluded(row)]
    return ChooseForm(data, without=[*inside, *away])


def _page(
    request: StaffRequest, row: Participant, form: ChooseForm, *, status: int = 200
) -> HttpResponse:
    away = access.excluded(row)
    page = {
        "her": her(row, request),
        "team": access.team_of(row),
        "excluded": away,
        "form": form,
        "may_change": access.on_team(row, request.by) or access.is_left_alone(row),
        "exclude_form": ChooseForm(auto_id="away_%s", without=[each.colleague_id for each in away]),
    }
    return render(request, "participants/team.html", page, status=status)
