"""Opening a record, and closing it."""

from typing import Any  # Any: what forms and templates hold
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accompany.house.refusals import Refusal
from accompany.participants import access, actions
from accompany.participants.forms import OpenRecordForm
from accompany.participants.views.pages import to_record
from accompany.staff import drafts
from accompany.staff.acting import StaffRequest
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door


@door(Capability.OPEN_RECORD)
def open_record(request: StaffRequest) -> HttpResponse:
    """A new record, written down with her and with her yes."""
    if request.method != "POST":
        kept: dict[str, Any] = drafts.kept(request) or {}
        return _page(request, OpenRecordForm(initial=kept))
    form = OpenRecordForm(request.POST)
    if form.is_valid():
        card, typed = form.card(), form.cleaned_data
        try:
            participant = actions.open_record(
                called=card.called,
                names=card.names,
                aliases=card.aliases,
                pronouns=card.pronouns,
                languages=card.languages,
                safe_word=card.safe_word,
                safe=form.safe(),
                numbers=typed["numbers"],
                team=list(typed["team"]),
                id=typed["form_id"],
                by=request.by,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The record is open. Only the care team has its keys."))
            return to_record(participant)
    return _page(request, form, status=422)


@require_POST
@door(Capability.FIND_PEOPLE)
def close_record(request: StaffRequest, participant: UUID) -> HttpResponse:
    her = access.participant(participant, request.by)
    return _done(
        request,
        her.id,
        lambda: actions.close_record(participant=her, by=request.by),
        _("The record is closed. Notes in it go after 90 days."),
    )


@require_POST
@door(Capability.FIND_PEOPLE)
def reopen_record(request: StaffRequest, participant: UUID) -> HttpResponse:
    her = access.participant(participant, request.by)
    return _done(
        request,
        her.id,
        lambda: actions.reopen_record(participant=her, by=request.by),
        _("The record is open again."),
    )


def _done(request: StaffRequest, id: UUID, act: Any, said: str) -> HttpResponse:  # Any: an action
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return to_record(id)


def _page(request: StaffRequest, form: OpenRecordForm, *, status: int = 200) -> HttpResponse:
    return render(request, "participants/open_record.html", {"form": form}, status=status)
