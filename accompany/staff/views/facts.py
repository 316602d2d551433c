"""Our hours, numbers and addresses, as every public page says them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accompany.house.models import Organization
from accompany.staff.acting import StaffRequest
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door
from accompany.staff.facts import change_facts
from accompany.staff.forms import FactsForm


@require_http_methods(["GET", "HEAD", "POST"])
@door(Capability.CHANGE_FACTS)
def facts(request: StaffRequest) -> HttpResponse:
    """One form. What nobody touched on it is not written over what a colleague saved meanwhile."""
    now = Organization.objects.get(id=1)
    form = FactsForm(request.POST or None, initial=FactsForm.of(now))
    if request.method == "POST" and form.is_valid():
        if change_facts(said=form.touched(), by=request.by):
            messages.success(request, _("Saved. Every public page says so from now on."))
        else:
            messages.success(request, _("Nothing was changed."))
        return redirect("staff:facts")
    page = {
        "form": form,
        "title": _("Hours and numbers"),
        "says": _("How people reach us, as every page says it: on the site, and when it is down."),
        "save": _("Save for everybody to see"),
        "back": reverse("workday:today"),
    }
    return render(request, "staff/form.html", page, status=422 if form.errors else 200)
