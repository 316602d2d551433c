"""The CMS's doors that are ours: its sign-in leads to the one sign-in, its pictures need a key."""

from mimetypes import guess_type

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

from accompany.house.doors import public
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door


@public
def sign_in(request: HttpRequest) -> HttpResponse:
    """There is one sign-in, and this is not it."""
    return HttpResponseRedirect(f"{reverse('staff:sign-in')}?next={reverse('wagtailadmin_home')}")


@door(Capability.EDIT_SITE)
def sign_out(request: HttpRequest) -> HttpResponse:
    """Back to the desk: locking is there, in its corner."""
    return HttpResponseRedirect(reverse("workday:today"))


@door(Capability.EDIT_SITE)
def account(request: HttpRequest) -> HttpResponse:
    """What a colleague may change about herself is on her own page."""
    return HttpResponseRedirect(reverse("staff:me"))


@door(Capability.EDIT_SITE)
def add_picture(request: HttpRequest) -> HttpResponse:
    """One picture at a time: each with words for it, and none laid down as it was sent."""
    return HttpResponseRedirect(reverse("wagtailimages:add"))


@door(Capability.EDIT_SITE)
@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture as the CMS keeps it, for editors only. Visitors get copies of it."""
    try:
        path = safe_join(settings.MEDIA_ROOT, name)
        file = open(path, "rb")  # noqa: SIM115  # closed by the response
    except (OSError, SuspiciousFileOperation, ValueError):
        raise Http404("No such picture.") from None
    kind = guess_type(name)[0] or "application/octet-stream"
    return FileResponse(file, content_type=kind)
