"""Pages put together from several words: Today, people, a record, its services, who has looked."""

from datetime import date
from typing import Any  # Any: what forms and templates hold
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accompany import clock
from accompany.advocacy import access as advocacy
from accompany.advocacy import verbs as advocacy_verbs
from accompany.house.refusals import Refusal
from accompany.ledger.lines import opening
from accompany.participants import access as participants
from accompany.participants import verbs
from accompany.participants.models import Participant
from accompany.releases import gate
from accompany.sealed.lockboxes import NotYours
from accompany.staff.acting import StaffRequest
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door, signed_in
from accompany.workday import copies, looks, outlets, people, record, timeline
from accompany.workday.today import today as day_of
from accompany.workday.waiting import broken_now

LOOKS_ON_A_PAGE = 40


@require_safe
@signed_in
def today(request: StaffRequest) -> HttpResponse:
    """What this colleague's day holds. For whoever meets nobody by name it names nobody."""
    meets_people = request.by.can(Capability.FIND_PEOPLE)
    if meets_people:
        opening(verbs.LOOKED_AT_LIST, by=request.by, page="today")
    day = day_of(request.by)
    page = {"today": day, "meets_people": meets_people, "broken": day.broken}
    return render(request, "workday/today.html", page)


@require_safe
@door(Capability.FIND_PEOPLE)
def broken(request: StaffRequest) -> HttpResponse:
    """The part of Today that says at once who has broken the glass. It opens no card."""
    return render(request, "workday/parts/broken.html", {"broken": broken_now(request.by)})


@require_safe
@door(Capability.FIND_PEOPLE)
def people_list(request: StaffRequest) -> HttpResponse:
    everyone = request.GET.get("who") == "everyone"
    after = people.Place.read(request.GET.get("after", ""))
    opening(verbs.LOOKED_AT_LIST, by=request.by, page="people")
    found = people.page(request.by, everyone=everyone, after=after)
    here = reverse("workday:people")
    who = {"who": "everyone"} if everyone else {}
    page: dict[str, Any] = {
        "says": found.says,
        "people": found.people,
        "everyone": everyone,
        "newer_url": _with(here, who) if after else "",
        "older_url": _with(here, {**who, "after": str(found.older)}) if found.older else "",
    }
    return render(request, "workday/people.html", page | _nobody(everyone, bool(after)))


@require_safe
@door(Capability.FIND_PEOPLE)
def record_page(request: StaffRequest, participant: UUID) -> HttpResponse:
    """Her record; or, for whoever cannot open her file, a sealed page that says how to ask."""
    her = participants.participant(participant, request.by)
    if not participants.opens_file(her, request.by):
        return _sealed(request, her)
    opening(verbs.LOOKED_AT_FILE, her, by=request.by)
    before = _day(request.GET.get("before", ""))
    try:
        card, box = participants.card_and_file(her, request.by)
    except NotYours:
        return _sealed(request, her)
    page: dict[str, Any] = {
        "head": record.head(her, card, by=request.by, current="workday:record"),
        "timeline": timeline.beside(her, box=box, by=request.by, before=before),
        "is_earlier": before is not None,
        "aside": record.aside(her, box=box, by=request.by),
    }
    return render(request, "workday/record.html", page)


@require_safe
@door(Capability.FIND_PEOPLE)
def services(request: StaffRequest, participant: UUID) -> HttpResponse:
    """What was done with her, twenty-five at a time, each to be put right by whoever logged it."""
    her = participants.participant(participant, request.by)
    if not participants.opens_file(her, request.by):
        return redirect("workday:record", her.id)
    opening(advocacy_verbs.LOOKED_AT_SERVICES, her, by=request.by)
    after = advocacy.Place.read(request.GET.get("after", ""))
    found = advocacy.services(her, after=after)
    here = reverse("workday:services", args=[her.id])
    card = participants.card_words(her, request.by)
    page: dict[str, Any] = {
        "head": record.head(her, card, by=request.by, current="workday:services"),
        "rows": record.services(found.services, by=request.by),
        "newer_url": here if after else "",
        "older_url": _with(here, {"after": str(found.older)}) if found.older else "",
    }
    return render(request, "workday/services.html", page)


@require_safe
@door(Capability.FIND_PEOPLE, Capability.READ_LEDGER)
def looked(request: StaffRequest, participant: UUID) -> HttpResponse:
    """Who has looked, for her care team and supervisors."""
    her = participants.participant(participant, request.by)
    if not record.may_read_looks(her, request.by):
        return redirect("workday:record", her.id)
    opening(verbs.LOOKED_AT_LOOKS, her, by=request.by)
    page = _looked(request, her)
    shown = Paginator(page["looks"], LOOKS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "workday/looked.html", page | {"looks": shown, "page": shown})


@require_POST
@door(Capability.FIND_PEOPLE)
def looked_copy(request: StaffRequest, participant: UUID) -> HttpResponse:
    """Who has looked, on paper, for herself: through the gate, with an account of it."""
    her = participants.participant(participant, request.by)
    try:
        clearance = gate.to_herself(her, by=request.by, outlet=outlets.LOOKED)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("workday:looked", her.id)
    opening(verbs.LOOKED_AT_LOOKS, her, by=request.by)
    paper = render_to_string("workday/looked_paper.html", _looked(request, her), request)
    return outlets.give_looked(clearance, paper.encode())


@require_http_methods(["GET", "HEAD", "POST"])
@door(Capability.FIND_PEOPLE)
def her_copy(request: StaffRequest, participant: UUID) -> HttpResponse:
    """A copy of everything shared about her, made by a deliberate second step."""
    her = participants.participant(participant, request.by)
    if not participants.on_team(her, request.by):
        return redirect("workday:record", her.id)
    if request.method != "POST":
        opening(verbs.LOOKED_AT_CARD, her, by=request.by)
        card = participants.card_words(her, request.by)
        head = record.head(her, card, by=request.by, current="")
        return render(request, "workday/copy.html", {"head": head})
    try:
        clearance = gate.to_herself(her, by=request.by, outlet=outlets.COPY)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("workday:record", her.id)
    opening(verbs.LOOKED_AT_FILE, her, by=request.by)
    copy = copies.copy(her, request.by)
    head = record.head(her, copy.hers.card, by=request.by, current="")
    page = {"head": head, "copy": copy, "day": clock.today()}
    paper = render_to_string("workday/copy_paper.html", page, request)
    return outlets.give_copy(clearance, paper.encode())


def _looked(request: StaffRequest, her: Participant) -> dict[str, Any]:
    card = participants.card_words(her, request.by)
    opens = participants.opens_file(her, request.by)
    return {
        "head": record.head(her, card, by=request.by, current="workday:looked", opens=opens),
        "looks": looks.told(participants.looks(her, request.by)),
        "day": clock.today(),
    }


def _sealed(request: StaffRequest, her: Participant) -> HttpResponse:
    opening(verbs.LOOKED_AT_CARD, her, by=request.by)
    card = participants.card_words(her, request.by)
    page = {
        "head": record.head(her, card, by=request.by, current="", opens=False),
        "team": record.team(her, request.by),
        "may_break_glass": request.by.can(Capability.BREAK_GLASS),
        "may_read_looks": record.may_read_looks(her, request.by),
    }
    return render(request, "workday/sealed.html", page)


def _nobody(everyone: bool, is_later_page: bool) -> dict[str, str]:
    if is_later_page:
        return {"nobody": _("That was everybody."), "nobody_why": ""}
    if everyone:
        return {
            "nobody": _("Nobody has a record here yet."),
            "nobody_why": _("A record begins with a person’s yes. An alias is enough."),
        }
    return {
        "nobody": _("Nobody has chosen you for their care team yet."),
        "nobody_why": _("People choose; we don’t assign."),
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _with(address: str, query: dict[str, str]) -> str:
    return f"{address}?{urlencode(query)}" if query else address
