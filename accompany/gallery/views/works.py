"""The keeper's pages: the wall, one work, and what its artist agreed to."""

from typing import Any  # Any: what forms and templates hold
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accompany import clock
from accompany.gallery import access, actions, council, verbs
from accompany.gallery.actions import Spot
from accompany.gallery.forms import ConsentForm, RoomForm, TakeBackForm, WorkForm
from accompany.gallery.models import MOST_MONTHS, Artwork, Consent, Room
from accompany.gallery.views import spots
from accompany.house.pictures import PictureRefused
from accompany.house.refusals import Refusal
from accompany.house.uploads import takes_a_file
from accompany.ledger.lines import opening
from accompany.staff import drafts
from accompany.staff.acting import Acting, StaffRequest
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door

LOOKED_SALT = "accompany.gallery.looked"
LOOKED_FOR = 600  # seconds: the pictures of a page belong to the line that page wrote

keepers = door(Capability.KEEP_GALLERY)


@keepers
@require_safe
def wall(request: StaffRequest) -> HttpResponse:
    """Every work as a small picture, with its state in words."""
    which = request.GET.get("shown", "all")
    which = which if which in access.SHOWN else "all"
    page = Paginator(access.shown(request.by, which), access.PAGE).get_page(request.GET.get("page"))
    if page.object_list:
        opening(verbs.LOOKED_AT_WALL, by=request.by)
    works = access.wall(page.object_list, request.by)
    return render(
        request,
        "gallery/wall.html",
        {
            "tabs": _tabs(request.by, which),
            "which": which,
            "works": works,
            "page": page,
            "sealed": len(page.object_list) - len(works),
            "seen": mark_of_looking(request.by),
        },
    )


@keepers
@takes_a_file
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """A work and its picture, on one page."""
    if request.method != "POST":
        return _form_page(request, WorkForm(initial=drafts.kept(request)))
    form = WorkForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            added = actions.add_work(
                id=form.cleaned_data["form_id"],
                words=form.words(),
                made_in=form.cleaned_data["made_in"],
                picture=form.cleaned_data["picture"],
                by=request.by,
            )
        except PictureRefused as refusal:
            form.add_error("picture", str(refusal))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The work is sealed. Only keepers of the gallery see it."))
            return redirect("gallery:work", added.id)
    return _form_page(request, form, status=422)


@keepers
@takes_a_file
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, artwork: UUID) -> HttpResponse:
    """Put a work right. What everybody sees of it changes only while it does not hang."""
    found = access.artwork(artwork, request.by)
    if request.method != "POST":
        opening(verbs.OPENED_WORK, found, by=request.by)
        form = WorkForm(initial=_as_typed(found, request.by) | _kept(request), work=found)
        return _form_page(request, form, found)
    form = WorkForm(request.POST, request.FILES, work=found)
    if form.is_valid():
        try:
            actions.change_work(
                work=found,
                version=form.cleaned_data["version"] or 0,
                words=form.words(),
                made_in=form.cleaned_data["made_in"],
                picture=form.cleaned_data["picture"],
                by=request.by,
            )
        except PictureRefused as refusal:
            form.add_error("picture", str(refusal))
        except actions.ChangedMeanwhile as refusal:
            form = WorkForm(_seen_now(request.POST, found), request.FILES, work=found)
            form.add_error(None, str(refusal))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The work is put right."))
            return redirect("gallery:work", found.id)
    return _form_page(request, form, found, status=422)


@keepers
@require_safe
def work(request: StaffRequest, artwork: UUID) -> HttpResponse:
    return work_page(request, access.artwork(artwork, request.by))


@keepers
@require_safe
def sealed_picture(request: StaffRequest, artwork: UUID) -> HttpResponse:
    """The small sealed picture, for this keeper's eyes; kept by no browser."""
    found = access.artwork(artwork, request.by)
    if not was_looked_at(request):
        opening(verbs.OPENED_WORK, found, by=request.by)
    data = access.picture_of(found, request.by, small=True)
    return HttpResponse(data, content_type="image/webp")


@keepers
@require_http_methods(["GET", "POST"])
def consent(request: StaffRequest, artwork: UUID) -> HttpResponse:
    """Write down what she agreed to."""
    found = access.artwork(artwork, request.by)
    form = ConsentForm(request.POST or None, initial=drafts.kept(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_consents(work=found, by=request.by, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Her consent is written down. It can be taken back today."))
            return redirect("gallery:work", found.id)
    opening(verbs.OPENED_WORK, found, by=request.by)
    page = {"work": _opened(found, request.by), "form": form, "months": MOST_MONTHS}
    status = 422 if request.method == "POST" else 200
    return render(request, "gallery/consent.html", page, status=status)


@keepers
@require_POST
def take_back(request: StaffRequest, artwork: UUID) -> HttpResponse:
    """She told us: one use, or everything. What hangs comes down with the same commit."""
    found = access.artwork(artwork, request.by)
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        return work_page(request, found, refusal=_("Choose what she takes back."), status=422)
    actions.take_back(work=found, use=form.cleaned_data["use"], by=request.by)
    messages.success(request, _("It is taken back. You can print a proof for her."))
    return redirect("gallery:work", found.id)


@keepers
@require_POST
def slip(request: StaffRequest, artwork: UUID) -> HttpResponse:
    """A slip to print and hand to her. The code is on this page and nowhere else."""
    found = access.artwork(artwork, request.by)
    opening(verbs.OPENED_WORK, found, by=request.by)
    code = actions.make_slip(work=found, by=request.by)
    found.refresh_from_db()
    page = {
        "work": _opened(found, request.by),
        "code": code,
        "address": request.build_absolute_uri(reverse("gallery:withdraw")),
        "day": clock.today(),
    }
    return render(request, "gallery/slip.html", page)


@keepers
@require_safe
def proof(request: StaffRequest, artwork: UUID) -> HttpResponse:
    """What was taken back and what came down, to print for her."""
    found = access.artwork(artwork, request.by)
    opening(verbs.OPENED_WORK, found, by=request.by)
    lines = access.proof(found)
    if lines:
        actions.record_proof(work=found, by=request.by)
    page = {"work": _opened(found, request.by), "lines": lines, "at": clock.now()}
    return render(request, "gallery/proof.html", page)


@keepers
@require_http_methods(["GET", "POST"])
def delete(request: StaffRequest, artwork: UUID) -> HttpResponse:
    """Delete a work: first a page that says what goes, then it goes."""
    found = access.artwork(artwork, request.by)
    if request.method == "POST":
        actions.delete_work(work=found, by=request.by)
        messages.success(request, _("The work is deleted. Nothing opens it any more."))
        return redirect("gallery:wall")
    opening(verbs.OPENED_WORK, found, by=request.by)
    return render(request, "gallery/delete.html", {"work": _opened(found, request.by)})


def work_page(
    request: StaffRequest,
    found: Artwork,
    *,
    refusal: str = "",
    form: RoomForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """One work with everything a keeper does about it."""
    opening(verbs.OPENED_WORK, found, by=request.by)
    found = _opened(access.artwork(found.id, request.by), request.by)
    today, given = clock.today(), access.consents(found)
    alive = [each for each in given if each.is_live(today)]
    web, stand = access.live_web(given, today), council.stand(found, request.by)
    page = {
        "work": found,
        "words": access.words_of(found),
        "credit_line": found.words.credit_line,
        "face": access.hanging_of(found),
        "alive": alive,
        "past": [each for each in given if each not in alive],
        "uses": _uses(alive),
        "web": web,
        "stand": stand,
        "ending": [each.id for each in alive if each.ends_within(access.SOON, today)],
        "form": form or RoomForm(),
        "offered": _to_put_back(request, found, stand, web),
        "rooms": Room.objects.order_by("place"),
        "refusal": refusal,
        "has_proof": bool(access.proof(found)),
        "seen": mark_of_looking(request.by),
    }
    return render(request, "gallery/work.html", page, status=status)


def _to_put_back(
    request: StaffRequest, found: Artwork, stand: council.Stand, web: Consent | None
) -> Spot | None:
    """Where she took it down from, as long as it may hang there again."""
    may = web is not None and stand.said_yes_at is not None and not found.is_hung
    return spots.remembered(request, found) if may else None


def _uses(alive: list[Consent]) -> list[tuple[str, str]]:
    """What can be taken back, each use once."""
    return list({each.use: (each.use, each.get_use_display()) for each in alive}.values())


def _opened(found: Artwork, by: Acting) -> Artwork:
    return found.open(access.box_of(found, by))


def _tabs(by: Acting, which: str) -> list[tuple[str, str, bool, int]]:
    names = {
        "all": _("All"),
        "hung": _("Hung"),
        "council": _("With the council"),
        "ready": _("Ready to hang"),
        "ending": _("Ending soon"),
        "private": _("Private"),
    }
    address = reverse("gallery:wall")
    return [
        (
            names[each],
            address if each == "all" else f"{address}?shown={each}",
            each == which,
            access.shown(by, each).count(),
        )
        for each in access.SHOWN
    ]


def _form_page(
    request: StaffRequest, form: WorkForm, found: Artwork | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "gallery/form.html", {"form": form, "work": found}, status=status)


def _as_typed(found: Artwork, by: Acting) -> dict[str, Any]:
    words = access.words_of(_opened(found, by))
    names = ("title", "medium", "year", "statement", "credit", "credit_name", "alt", "artist")
    now = {name: getattr(words, name) for name in (*names, "reach")}
    return {**now, "made_in": found.made_in, "version": found.version}


def _kept(request: StaffRequest) -> dict[str, Any]:
    """What was typed before the desk locked; the version is the one that stands now."""
    kept = drafts.kept(request) or {}
    return {name: said for name, said in kept.items() if name != "version"}


def _seen_now(posted: QueryDict, found: Artwork) -> QueryDict:
    """What was typed, now knowing the version that stands."""
    again = posted.copy()
    again["version"] = str(found.version)
    return again


def mark_of_looking(by: Acting) -> str:
    """A mark that this page's line of looking also stands for the pictures on it."""
    return signing.dumps(str(by.id), salt=LOOKED_SALT)


def was_looked_at(request: StaffRequest) -> bool:
    try:
        seen = signing.loads(request.GET.get("seen", ""), salt=LOOKED_SALT, max_age=LOOKED_FOR)
    except signing.BadSignature:
        return False
    return bool(seen == str(request.by.id))
