"""Finding people, by POST: no name is ever in an address. The page says the same either way."""

from typing import Any  # Any: what forms and templates hold

from django.http import HttpResponse
from django.shortcuts import render

from accompany.participants import finding
from accompany.participants.matching import MOST_LETTERS
from accompany.staff.acting import StaffRequest
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door


@door(Capability.FIND_PEOPLE)
def find(request: StaffRequest) -> HttpResponse:
    """Cards that answer a name, however it is spelled."""
    page: dict[str, Any] = {"query": "", "asked": False, "found": []}
    if request.method == "POST":
        query = request.POST.get("q", "").replace("\x00", " ").strip()[:MOST_LETTERS]
        page = {"query": query, "asked": True, "found": finding.search(query, by=request.by)}
    return render(request, "participants/find.html", page)
