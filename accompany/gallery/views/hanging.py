"""What hangs: up on the wall, in order, and down again whoever is told."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accompany import clock
from accompany.gallery import access, actions
from accompany.gallery.forms import RoomForm
from accompany.gallery.models import Hanging, Picture, Room
from accompany.gallery.views import spots
from accompany.gallery.views.works import keepers, work_page
from accompany.house.refusals import Refusal
from accompany.staff.acting import StaffRequest
from accompany.staff.doors import signed_in


@keepers
@require_POST
def hang(request: StaffRequest, artwork: UUID) -> HttpResponse:
    found = access.artwork(artwork, request.by)
    form = RoomForm(request.POST)
    if form.is_valid():
        try:
            actions.hang(work=found, room=form.cleaned_data["room"], by=request.by)
        except Refusal as refusal:
            return work_page(request, found, refusal=str(refusal), form=form, status=422)
        messages.success(request, _("It hangs. Everybody can see it from now on."))
        return redirect("gallery:work", found.id)
    return work_page(request, found, form=form, status=422)


@keepers
@require_POST
def take_down(request: StaffRequest, artwork: UUID) -> HttpResponse:
    """Down at once; where it hung is remembered until she locks, so that she can put it back."""
    found = access.artwork(artwork, request.by)
    try:
        spot = actions.take_down(work=found, by=request.by)
    except Refusal as refusal:
        return work_page(request, found, refusal=str(refusal), status=422)
    spots.remember(request, found, spot)
    messages.success(request, _("It is down. What she agreed to stands."))
    return redirect("gallery:work", found.id)


@keepers
@require_POST
def put_back(request: StaffRequest, artwork: UUID) -> HttpResponse:
    found = access.artwork(artwork, request.by)
    spot = spots.remembered(request, found)
    if spot is None:
        refusal = _("Where it hung is not known any more. Choose a room for it.")
        return work_page(request, found, refusal=refusal, status=422)
    try:
        actions.put_back(work=found, spot=spot, by=request.by)
    except Refusal as refusal:
        return work_page(request, found, refusal=str(refusal), status=422)
    spots.forget(request, found)
    messages.success(request, _("It hangs where it hung."))
    return redirect("gallery:work", found.id)


@keepers
@require_safe
def rooms(request: StaffRequest) -> HttpResponse:
    return _rooms_page(request)


@keepers
@require_POST
def move(request: StaffRequest, hanging: UUID) -> HttpResponse:
    """Up or down by one place: a button, so that it works without any script."""
    face = access.hanging(hanging)
    actions.move(face=face, up=request.POST.get("way") == "up", by=request.by)
    return redirect("gallery:rooms")


@keepers
@require_POST
def move_to_room(request: StaffRequest, hanging: UUID) -> HttpResponse:
    face, form = access.hanging(hanging), RoomForm(request.POST)
    if not form.is_valid():
        return _rooms_page(request, refusal=_("Name a room."), status=422)
    try:
        actions.move_to_room(face=face, room=form.cleaned_data["room"], by=request.by)
    except Refusal as refusal:
        return _rooms_page(request, refusal=str(refusal), status=422)
    return redirect("gallery:rooms")


@keepers
@require_POST
def room(request: StaffRequest, room: UUID) -> HttpResponse:
    """Give a room another name."""
    found, form = access.room(room), RoomForm(request.POST)
    if not form.is_valid():
        return _rooms_page(request, refusal=_("A room needs a name."), status=422)
    actions.rename_room(room=found, name=form.cleaned_data["room"], by=request.by)
    return redirect("gallery:rooms")


@keepers
@require_POST
def move_room(request: StaffRequest, room: UUID) -> HttpResponse:
    found = access.room(room)
    actions.move_room(room=found, up=request.POST.get("way") == "up", by=request.by)
    return redirect("gallery:rooms")


# Telling anyone is enough


@signed_in
@require_safe
def down(request: StaffRequest) -> HttpResponse:
    """An artist asks for her work to come down: what hangs, each with one button.

    One press is enough, so each is shown, to be known by whoever has only heard of it.
    """
    faces = [(each, _smallest(each)) for each in access.faces()]
    return render(request, "gallery/down.html", {"faces": faces})


@signed_in
@require_http_methods(["POST"])
def take_down_for_her(request: StaffRequest, hanging: UUID) -> HttpResponse:
    face = access.hanging(hanging)
    try:
        actions.take_down_for_its_artist(face=face, by=request.by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("gallery:down")
    messages.success(request, _("It is down, as she asked. This page is hers to have."))
    return redirect("gallery:proof-for-her", face.id)


@signed_in
@require_safe
def proof_for_her(request: StaffRequest, hanging: UUID) -> HttpResponse:
    """The same proof, for whoever was told. It says no word of the work."""
    lines = access.proof(access.came_down(hanging))
    return render(request, "gallery/proof.html", {"lines": lines, "at": clock.now()})


def _smallest(face: Hanging) -> Picture | None:
    copies = [each for each in face.pictures.all() if each.kind == "jpeg"]
    return min(copies, key=lambda each: each.width, default=None)


def _rooms_page(request: StaffRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    order = list(Room.objects.order_by("place", "id"))
    faces = Hanging.objects.hung().order_by("place", "id")
    hung = [(each, [face for face in faces if face.room_id == each.id]) for each in order]
    page = {"hung": hung, "rooms": order, "refusal": refusal}
    return render(request, "gallery/rooms.html", page, status=status)
