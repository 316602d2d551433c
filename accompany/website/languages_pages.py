"""The CMS's pages about languages: how every page stands in Spanish, and both beside each other."""

from collections import Counter
from typing import Any  # Any: a template's context

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accompany.house.refusals import Refusal
from accompany.staff.acting import StaffRequest
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door
from accompany.website import twins

edits = door(Capability.EDIT_SITE)
OTHER = "es"


@edits
@require_safe
def every(request: StaffRequest) -> HttpResponse:
    """Every English page, and how it stands in Spanish."""
    found = twins.every(OTHER)
    counts = Counter(each.state for each in found)
    asked = request.GET.get("state", "")
    state = asked if asked in twins.State.values else ""
    choices = [("", _("all"), len(found))]
    choices += [(each.value, str(each.label), counts[each]) for each in twins.State]
    context = {
        "twins": [each for each in found if state in ("", each.state)],
        "choices": choices,
        "state": state,
    }
    return render(request, "website/cms/languages.html", context)


@edits
@require_safe
def one(request: StaffRequest, id: int) -> HttpResponse:
    """One page in English and in Spanish beside each other."""
    found = twins.one(id, OTHER)
    parts = found.parts
    context: dict[str, Any] = {
        "twins": found,
        "parts": parts,
        "count_open": sum(part.count_open for part in parts),
    }
    return render(request, "website/cms/language.html", context)


@edits
@require_POST
def make(request: StaffRequest, id: int) -> HttpResponse:
    """Begin the Spanish page, and go on to write it."""
    try:
        twin = twins.make(id=id, code=OTHER, by=request.by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("cms-language", id)
    messages.success(request, _("It is a draft now, and says everything in English still."))
    return redirect(f"{reverse('wagtailadmin_pages:edit', args=[twin.pk])}")


@edits
@require_POST
def up_to_date(request: StaffRequest, id: int) -> HttpResponse:
    """She looked at both: they say the same."""
    try:
        twins.say_up_to_date(id=id, code=OTHER, by=request.by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Noted: the Spanish says what the English says."))
    return redirect("cms-language", id)


urlpatterns = [
    path("languages/", every, name="cms-languages"),
    path("languages/<int:id>/", one, name="cms-language"),
    path("languages/<int:id>/make/", make, name="cms-language-make"),
    path("languages/<int:id>/up-to-date/", up_to_date, name="cms-language-up-to-date"),
]
