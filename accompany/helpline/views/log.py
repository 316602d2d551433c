"""The quick log: under a minute, by taps, without a name."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accompany import clock
from accompany.awards.access import active_awards
from accompany.helpline import access
from accompany.helpline.actions import log as actions
from accompany.helpline.forms import LogForm
from accompany.helpline.models import UNDO_LOG, AnonymousContact, Conversation
from accompany.house.refusals import Refusal
from accompany.staff.acting import StaffRequest
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door

logs = door(Capability.QUICK_LOG)


@logs
def log(request: StaffRequest) -> HttpResponse:
    """Log one contact."""
    awards = [(str(each.id), each.name) for each in active_awards(clock.today())]
    about = _conversation(request)
    if request.method == "POST":
        form = LogForm(request.POST, awards=awards)
        if form.is_valid():
            logged = actions.log_contact(contact=_contact(form), by=request.by, conversation=about)
            return redirect("helpline:logged", id=logged.id)
    else:
        form = LogForm(initial=_initial(about), awards=awards)
    context = {"form": form, "conversation": about, "today": _today(request)}
    return render(request, "helpline/log.html", context, status=422 if form.errors else 200)


@logs
def logged(request: StaffRequest, id: UUID) -> HttpResponse:
    """What was logged, and for some minutes a way to take it back."""
    row = access.own_log(id, request.by)
    can_undo = row.can_be_undone(by=request.by, at=clock.now())
    return render(request, "helpline/logged.html", {"logged": row, "can_undo": can_undo})


@logs
@require_POST
def undo(request: StaffRequest, id: UUID) -> HttpResponse:
    try:
        actions.undo(id=id, by=request.by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back."))
    return redirect("helpline:log")


def _contact(form: LogForm) -> actions.Contact:
    typed = form.cleaned_data
    return actions.Contact(
        day=clock.today() - timedelta(days=1 if typed["yesterday"] else 0),
        channel=typed["channel"],
        kind=typed["kind"],
        minutes=typed["minutes"],
        safe=typed["safe"],
        youth_concern=typed["youth_concern"],
        emergency_called=typed["emergency_called"],
        award_id=typed["award"],
    )


def _conversation(request: StaffRequest) -> Conversation | None:
    given = request.GET.get("conversation", "")
    try:
        return access.conversation(UUID(given), request.by) if given else None
    except ValueError:
        return None


def _initial(about: Conversation | None) -> dict[str, Any]:  # Any: form fields
    return {"safe": "not-asked", **({"channel": about.channel} if about else {})}


def _today(request: StaffRequest) -> list[AnonymousContact]:
    """Her own last few, which she may still take back."""
    since = clock.now() - UNDO_LOG
    mine = AnonymousContact.objects.filter(recorded_by=request.by.id, recorded_at__gte=since)
    return list(mine.order_by("-recorded_at")[:5])
