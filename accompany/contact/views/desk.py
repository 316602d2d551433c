"""The desk's side of letters: which ones came, one of them open, and what to do with it."""

from typing import Any  # Any: a template's context
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accompany.contact import access, actions, verbs
from accompany.contact.forms import MoveForm
from accompany.contact.models import LETTER_LIFE, Letter, Safe, Topic
from accompany.house.refusals import Refusal
from accompany.ledger.lines import opening
from accompany.sealed.documents import Stale
from accompany.sealed.lockboxes import NotYours
from accompany.staff.acting import StaffRequest
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door

reads = door(Capability.READ_LETTERS)


@reads
@require_GET
def letters(request: StaffRequest) -> HttpResponse:
    """Letters to the circles of whoever looks, newest first. None of them is opened."""
    after = access.Place.read(request.GET.get("before", ""))
    found = access.page(request.by, after=after)
    here = reverse("contact:letters")
    context = {
        "letters": found.letters,
        "unread": access.unread_count(request.by),
        "here": request.get_full_path(),
        "newer_url": here if after else "",
        "older_url": f"{here}?{urlencode({'before': str(found.older)})}" if found.older else "",
        "days_kept": LETTER_LIFE.days,
    }
    part = "parts/list" if "X-Live" in request.headers else "letters"
    return render(request, f"contact/{part}.html", context)


@reads
@require_GET
def letter(request: StaffRequest, id: UUID) -> HttpResponse:
    """One letter, opened. The line that says so is written first."""
    return _letter_page(request, access.letter(id, request.by))


def _letter_page(
    request: StaffRequest, found: Letter, move_form: MoveForm | None = None, *, status: int = 200
) -> HttpResponse:
    opening(verbs.READ, found, by=request.by, subject=found.id)
    try:
        found = access.opened(found, request.by)
    except NotYours as sealed:
        page = {"letter": found, "why": str(sealed)}
        return render(request, "contact/sealed.html", page, status=403)
    actions.read(letter=found, by=request.by)
    context: dict[str, Any] = {
        "letter": found,
        "safe_sentence": Safe(found.words.safe).label,
        "move_form": move_form or MoveForm(topic=found.topic),
    }
    return render(request, "contact/letter.html", context, status=status)


@reads
@require_POST
def answered(request: StaffRequest, id: UUID) -> HttpResponse:
    found = access.letter(id, request.by)
    try:
        actions.mark_answered(letter=found, by=request.by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("contact:letter", id=id)
    messages.success(request, _("The letter is marked as answered."))
    return redirect("contact:letters")


@reads
@require_POST
def put_back(request: StaffRequest, id: UUID) -> HttpResponse:
    actions.put_back(letter=access.letter(id, request.by), by=request.by)
    messages.success(request, _("The letter is unread again, for whoever comes next."))
    return redirect("contact:letters")


@reads
@require_POST
def move(request: StaffRequest, id: UUID) -> HttpResponse:
    found = access.letter(id, request.by)
    form = MoveForm(request.POST, topic=found.topic)
    if not form.is_valid():
        return _letter_page(request, found, form, status=422)
    to = Topic(form.cleaned_data["to"])
    try:
        actions.move(letter=found, to=to, by=request.by)
    except (NotYours, Refusal, Stale) as refusal:
        messages.error(request, str(refusal))
        return redirect("contact:letter", id=id)
    messages.success(request, _("The letter is with those who read about: %s.") % to.short)
    return redirect("contact:letters")


@reads
@require_POST
def erase(request: StaffRequest, id: UUID) -> HttpResponse:
    actions.erase(letter=access.letter(id, request.by), by=request.by)
    messages.success(request, _("The letter is erased. Nobody can open it any more."))
    return redirect("contact:letters")
