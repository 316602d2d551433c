"""Being forgotten: her asking, the second person, and the proof without a name."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accompany import clock
from accompany.house.refusals import Refusal
from accompany.ledger.lines import opening
from accompany.participants import access, erasure, verbs
from accompany.participants.forms import AskForm
from accompany.participants.models import KEYRING_COPIES_LIVE
from accompany.participants.views.pages import her, to_record
from accompany.staff.acting import StaffRequest
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door


@door(Capability.FIND_PEOPLE)
def ask_to_be_forgotten(request: StaffRequest, participant: UUID) -> HttpResponse:
    """One of her care team writes down that she asks."""
    row = access.participant(participant, request.by)
    if not access.on_team(row, request.by) and not request.by.can(Capability.REVIEW_GLASS):
        return to_record(row)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            erasure.ask_to_be_forgotten(participant=row, by=request.by)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is written down. A second person does it now."))
            return redirect("participants:ask-to-be-forgotten", row.id)
    if request.method != "POST":
        opening(verbs.LOOKED_AT_CARD, row, by=request.by)
    page = {
        "her": her(row, request),
        "form": form,
        "waiting": access.asking_to_be_forgotten(row),
        "is_held": erasure.is_held(row),
        "may_ask": access.on_team(row, request.by),
        "may_hold": request.by.can(Capability.REVIEW_GLASS),
        "gone_on": clock.today() + KEYRING_COPIES_LIVE,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "participants/ask_to_be_forgotten.html", page, status=status)


@door(Capability.ERASE)
def forgetting(request: StaffRequest, asked: UUID) -> HttpResponse:
    """What the second person reads, and does."""
    row = erasure.erasure(asked, request.by)
    if row.participant is None:
        return redirect("workday:today")
    if request.method == "POST":
        try:
            done = erasure.forget(erasure=row, by=request.by)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("participants:forgetting", row.id)
        return redirect("participants:forgotten", done.id)
    opening(verbs.LOOKED_AT_CARD, row.participant, by=request.by)
    page = {
        "her": her(row.participant, request),
        "asked": row,
        "is_own": row.asked_through_id == request.by.id,
        "is_held": erasure.is_held(row.participant),
        "gone_on": clock.today() + KEYRING_COPIES_LIVE,
    }
    return render(request, "participants/forgetting.html", page)


@require_POST
@door(Capability.FIND_PEOPLE)
def take_back_asking(request: StaffRequest, asked: UUID) -> HttpResponse:
    row = erasure.erasure(asked, request.by)
    participant = row.participant_id
    erasure.take_back_asking(erasure=row, by=request.by)
    messages.success(request, _("It is taken back. Nothing was destroyed."))
    return to_record(participant) if participant else redirect("workday:today")


@door(Capability.FIND_PEOPLE)
def forgotten(request: StaffRequest, asked: UUID) -> HttpResponse:
    """The proof: that it was done, and the day on which the last copy of a key is gone."""
    done = access.forgotten(asked, request.by)
    return render(request, "participants/forgotten.html", {"done": done})


@require_POST
@door(Capability.REVIEW_GLASS)
def place_hold(request: StaffRequest, participant: UUID) -> HttpResponse:
    row = access.participant(participant, request.by)
    erasure.place_hold(participant=row, by=request.by)
    messages.success(request, _("The record is kept, as the law says, until the hold is lifted."))
    return redirect("participants:ask-to-be-forgotten", row.id)


@require_POST
@door(Capability.REVIEW_GLASS)
def lift_hold(request: StaffRequest, participant: UUID) -> HttpResponse:
    row = access.participant(participant, request.by)
    erasure.lift_hold(participant=row, by=request.by)
    messages.success(request, _("The hold is lifted."))
    return redirect("participants:ask-to-be-forgotten", row.id)
