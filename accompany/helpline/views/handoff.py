"""From a conversation to a participant's record: opening one with their yes, or linking one.

The page that follows says only that it was done: who is not on the care team keeps nothing else.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accompany.helpline import access, verbs
from accompany.helpline.actions import handoff
from accompany.helpline.forms import FindForm, OpenRecordForm
from accompany.helpline.models import Conversation
from accompany.house.refusals import Refusal
from accompany.ledger.lines import opening
from accompany.participants import access as people
from accompany.participants import actions as records
from accompany.participants import finding
from accompany.participants.models import Participant
from accompany.staff import drafts
from accompany.staff.acting import StaffRequest
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door
from accompany.staff.models import Colleague

answers = door(Capability.ANSWER_HELPLINE)


def _team() -> list[Colleague]:
    here = Colleague.objects.here().order_by("name")
    return [each for each in here if each.can(Capability.WRITE_NOTES)]


@answers
def open_record(request: StaffRequest, id: UUID) -> HttpResponse:
    """Open a record from a conversation, for the care team they chose."""
    found = access.conversation(id, request.by)
    team = _team()
    choices = [(str(each.id), f"{each.name}, {each.shown_role}") for each in team]
    if request.method == "POST":
        form = OpenRecordForm(request.POST, team=choices)
        if form.is_valid():
            try:
                _open(found, form, request)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("helpline:handed-over", id=found.id)
    else:
        form = OpenRecordForm(initial=_initial(request, found), team=choices)
    context = {
        "conversation": found,
        "form": form,
        "draft_token": drafts.token(request.by.id, request.path, "open-record"),
    }
    status = 422 if form.errors else 200
    return render(request, "helpline/open_record.html", context, status=status)


def _initial(request: StaffRequest, found: Conversation) -> dict[str, Any]:  # Any: form fields
    if kept := drafts.kept(request, "open-record"):
        return kept
    opening(verbs.READ, found, by=request.by, subject=found.id)
    talk = access.talk(found, request.by)
    return {"called": talk.told.called, "number": talk.number}


@transaction.atomic
def _open(found: Conversation, form: OpenRecordForm, request: StaffRequest) -> Participant:
    """All of it or nothing: the record, what was promised, and the conversation moved in."""
    typed, by = form.cleaned_data, request.by
    beside = Colleague.objects.get(id=typed["team"])
    participant = records.open_record(
        called=typed["called"],
        team=[beside],
        numbers=[typed["number"]] if typed["number"] else [],
        safe=form.safe(),
        by=by,
    )
    if typed["promise"]:
        records.plan_follow_up(
            participant=participant,
            what=typed["promise"],
            due_on=typed["due_on"],
            not_before=typed["opens"],
            not_after=typed["closes"],
            channel=typed["ways"][0] if typed["ways"] else "",
            for_colleague=beside,
            by=by,
        )
    handoff.move(conversation=found, participant=participant, by=by)
    return participant


@answers
def link(request: StaffRequest, id: UUID) -> HttpResponse:
    """Find a participant and put this conversation into her file."""
    found = access.conversation(id, request.by)
    form = FindForm(request.POST if "q" in request.POST else None)
    results: list[finding.Found] | None = None
    refused = ""
    if request.method == "POST" and "participant" in request.POST:
        try:
            participant = people.participant(UUID(request.POST["participant"]), request.by)
            handoff.move(conversation=found, participant=participant, by=request.by)
        except ValueError:
            raise Http404("Nobody is here.") from None
        except Refusal as refusal:
            refused = str(refusal)
        else:
            return redirect("helpline:handed-over", id=found.id)
    if form.is_bound and form.is_valid():
        results = finding.search(form.cleaned_data["q"], by=request.by)
    linked = None
    if found.participant_id:
        linked = people.names([found.participant_id], request.by).get(found.participant_id)
    return render(
        request,
        "helpline/link.html",
        {
            "conversation": found,
            "form": form,
            "results": results,
            "refused": refused,
            "linked": linked,
        },
        status=422 if refused or form.errors else 200,
    )


@answers
@require_GET
def handed_over(request: StaffRequest, id: UUID) -> HttpResponse:
    """That a conversation was put into a file, and who keeps it. Nothing of it is shown."""
    try:
        found = Conversation.objects.get(
            id=id, moved_at__isnull=False, participant__in=people.people(request.by)
        )
    except Conversation.DoesNotExist:
        raise Http404("No such conversation.") from None
    participant: Participant = found.participant  # type: ignore[assignment]  # moved, so it has one
    return render(
        request,
        "helpline/handed_over.html",
        {
            "conversation": found,
            "team": people.team_of(participant),
            "on_team": people.on_team(participant, request.by),
            "record_url": _record_url(participant),
        },
    )


def _record_url(participant: Participant) -> str:
    from django.urls import NoReverseMatch

    try:
        return reverse("workday:record", args=[participant.id])
    except NoReverseMatch:
        return ""
