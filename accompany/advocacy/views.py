"""Pages for writing notes and logging services. What is written is shown on her record."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accompany import clock
from accompany.advocacy import access, actions
from accompany.advocacy.forms import ChangeNoteForm, CorrectionForm, NoteForm, ServicesForm
from accompany.advocacy.models import Note, Service
from accompany.house.refusals import Refusal
from accompany.ledger.lines import opening
from accompany.participants import access as participants
from accompany.participants import verbs as looks
from accompany.participants.models import Participant
from accompany.sealed.lockboxes import NotYours
from accompany.staff import drafts
from accompany.staff.acting import Acting, StaffRequest
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door


@door(Capability.WRITE_NOTES)
def write_note(request: StaffRequest, participant: UUID) -> HttpResponse:
    """A new note. Whoever cannot open her file is led to the page that says how to ask."""
    her = participants.participant(participant, request.by)
    if not _opens_file(her, request.by):
        return redirect("workday:record", her.id)
    called = _called(her, request.by)
    if request.method != "POST":
        form = NoteForm(initial=drafts.kept(request), called=called)
        return _note_page(request, her, called, form)
    form = NoteForm(request.POST, called=called)
    if form.is_valid():
        wanted = form.cleaned_data
        try:
            actions.write_note(
                participant=her,
                text=wanted["text"],
                kind=wanted["kind"],
                voice=wanted["voice"],
                id=wanted["form_id"],
                by=request.by,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your note is sealed in the file."))
            return redirect("workday:record", her.id)
    return _note_page(request, her, called, form, status=422)


@door(Capability.WRITE_NOTES)
def change_note(request: StaffRequest, note: UUID) -> HttpResponse:
    """One's own note again. If it changed meanwhile, both versions stand on the page."""
    found = access.own_note(note, request.by)
    try:
        box = participants.file_box(found.participant, request.by)
    except NotYours:
        return redirect("workday:record", found.participant_id)
    called = _called(found.participant, request.by)
    found.open(box)
    text = actions.read_private(found, request.by) if found.is_private else found.words.text
    if request.method != "POST":
        saved = {"text": text, "voice": found.words.voice, "version": found.version}
        form = ChangeNoteForm(
            initial=saved | (drafts.kept(request) or {}), note=found, called=called
        )
        return _change_note_page(request, found, called, form)
    form = ChangeNoteForm(request.POST, note=found, called=called)
    if form.is_valid():
        wanted = form.cleaned_data
        try:
            actions.change_note(
                note=found,
                version=wanted["version"],
                text=wanted["text"],
                voice=wanted.get("voice") or found.words.voice,
                by=request.by,
            )
        except actions.NoteChangedMeanwhile as refusal:
            again = request.POST.copy()
            again["version"] = str(found.version)
            form = ChangeNoteForm(again, note=found, called=called)
            form.add_error(None, str(refusal))
            return _change_note_page(request, found, called, form, saved=text, status=422)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your note is changed."))
            return redirect("workday:record", found.participant_id)
    return _change_note_page(request, found, called, form, status=422)


@require_POST
@door(Capability.WRITE_NOTES)
def take_note_out(request: StaffRequest, note: UUID) -> HttpResponse:
    found = access.own_note(note, request.by)
    try:
        actions.take_note_out(note=found, by=request.by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    except NotYours:
        pass  # the record page says that the file is sealed, and how to ask
    else:
        messages.success(request, _("Your note is out of the file."))
    return redirect("workday:record", found.participant_id)


@door(Capability.LOG_SERVICES)
def log_services(request: StaffRequest, participant: UUID) -> HttpResponse:
    """What was done with one participant: one day, one or several services at once."""
    her = participants.participant(participant, request.by)
    return _log(request, her, _called(her, request.by))


@door(Capability.LOG_SERVICES)
def log_for_nobody_named(request: StaffRequest) -> HttpResponse:
    """What was done for people whom nobody named: a count, never a list."""
    return _log(request, None, "")


@door(Capability.LOG_SERVICES)
def change_service(request: StaffRequest, service: UUID) -> HttpResponse:
    """Put right a service one logged oneself."""
    found = access.own_service(service, request.by)
    called = _called(found.participant, request.by) if found.participant else ""
    if request.method != "POST":
        return _service_page(request, found, called, CorrectionForm.of(found))
    form = CorrectionForm(request.POST, **CorrectionForm.about(found))
    if form.is_valid():
        try:
            actions.correct_service(service=found, given=form.given(), by=request.by)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is put right."))
            return _back(found.participant_id)
    return _service_page(request, found, called, form, status=422)


@require_POST
@door(Capability.LOG_SERVICES)
def take_service_out(request: StaffRequest, service: UUID) -> HttpResponse:
    found = access.own_service(service, request.by)
    try:
        actions.take_service_out(service=found, by=request.by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is taken back and counts nowhere."))
    return _back(found.participant_id)


def _log(request: StaffRequest, her: Participant | None, called: str) -> HttpResponse:
    if request.method != "POST":
        form = ServicesForm(
            initial={"day": clock.today(), "award": access.last_award(request.by)} | _kept(request),
            named=her is not None,
            often=access.often_logged(request.by),
        )
        return _log_page(request, her, called, form)
    form = ServicesForm(request.POST, named=her is not None, often=access.often_logged(request.by))
    if form.is_valid():
        try:
            logged = actions.log_services(
                participant=her,
                given=form.given(),
                form=form.cleaned_data["form_id"],
                by=request.by,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            said = ngettext("%(n)d service is logged.", "%(n)d services are logged.", len(logged))
            messages.success(request, said % {"n": len(logged)})
            return _back(her.id if her else None)
    return _log_page(request, her, called, form, status=422)


def _log_page(
    request: StaffRequest,
    her: Participant | None,
    called: str,
    form: ServicesForm,
    status: int = 200,
) -> HttpResponse:
    page = {"her": her, "called": called, "form": form, "draft": _draft(request)}
    return render(request, "advocacy/log_services.html", page, status=status)


def _service_page(
    request: StaffRequest, service: Service, called: str, form: ServicesForm, status: int = 200
) -> HttpResponse:
    page = {"service": service, "called": called, "form": form}
    return render(request, "advocacy/change_service.html", page, status=status)


def _note_page(
    request: StaffRequest, her: Participant, called: str, form: NoteForm, status: int = 200
) -> HttpResponse:
    page = {"her": her, "called": called, "form": form, "draft": _draft(request)}
    return render(request, "advocacy/write_note.html", page, status=status)


def _change_note_page(
    request: StaffRequest,
    note: Note,
    called: str,
    form: ChangeNoteForm,
    *,
    saved: str = "",
    status: int = 200,
) -> HttpResponse:
    page = {
        "note": note,
        "called": called,
        "form": form,
        "saved": saved,
        "draft": _draft(request),
    }
    return render(request, "advocacy/change_note.html", page, status=status)


def _called(her: Participant, by: Acting) -> str:
    opening(looks.LOOKED_AT_CARD, her, by=by)
    called: str = participants.card(her, by).words.called
    return called


def _opens_file(her: Participant, by: Acting) -> bool:
    try:
        participants.file_box(her, by)
    except NotYours:
        return False
    return True


def _draft(request: StaffRequest) -> dict[str, Any]:
    """What lets a form's words survive the lock, and whether some did."""
    return {
        "token": drafts.token(request.by.id, request.path),
        "was_kept": request.method == "GET" and drafts.kept_in_full(request) is not None,
    }


def _kept(request: StaffRequest) -> dict[str, Any]:
    kept = drafts.kept_in_full(request) or {}
    return {name: said if name == "codes" else said[0] for name, said in kept.items()}


def _back(participant: UUID | None) -> HttpResponse:
    if participant is None:
        return redirect("workday:today")
    return redirect("workday:services", participant)
