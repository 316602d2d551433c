"""Pages for writing notes and logging services. What is written is shown on her record."""

from typing import Any  # Any: what forms and templates hold
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accompany import clock
from accompany.advocacy import access, actions, verbs
from accompany.advocacy.forms import ChangeNoteForm, CorrectionForm, NoteForm, ServicesForm
from accompany.advocacy.models import Note, Service, Voice
from accompany.house.numbers import in_words
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
    if not participants.opens_file(her, request.by):
        return redirect("workday:record", her.id)
    if request.method != "POST":
        return _note_page(request, her, NoteForm(initial=drafts.kept(request)))
    form = NoteForm(request.POST)
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
    return _note_page(request, her, form, status=422)


@door(Capability.WRITE_NOTES)
def change_note(request: StaffRequest, note: UUID) -> HttpResponse:
    """One's own note again. If it changed meanwhile, both versions stand on the page."""
    found = access.own_note(note, request.by)
    if not participants.opens_file(found.participant, request.by):
        return redirect("workday:record", found.participant_id)
    if request.method != "POST":
        return _change_note_page(request, found, None)
    form = ChangeNoteForm(request.POST, note=found)
    if form.is_valid():
        try:
            actions.change_note(
                note=found,
                version=form.cleaned_data["version"],
                text=form.cleaned_data["text"],
                voice=form.cleaned_data.get("voice", Voice.OURS.value),
                by=request.by,
            )
        except actions.NoteChangedMeanwhile as refusal:
            form = ChangeNoteForm(_seen(request.POST, found), note=found)
            form.add_error(None, str(refusal))
            return _change_note_page(request, found, form, status=422, show_saved=True)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your note is changed."))
            return redirect("workday:record", found.participant_id)
    return _change_note_page(request, found, form, status=422)


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
    return _log(request, her)


@door(Capability.LOG_SERVICES)
def log_for_nobody_named(request: StaffRequest) -> HttpResponse:
    """What was done for people whom nobody named: a count, never a list."""
    return _log(request, None)


@door(Capability.LOG_SERVICES)
def change_service(request: StaffRequest, service: UUID) -> HttpResponse:
    """Put right a service one logged oneself."""
    found = access.own_service(service, request.by)
    if request.method != "POST":
        return _service_page(request, found, CorrectionForm.of(found))
    form = CorrectionForm(request.POST, **CorrectionForm.about(found))
    if form.is_valid():
        try:
            actions.correct_service(service=found, given=form.given(), by=request.by)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is put right."))
            return _back(found.participant_id)
    return _service_page(request, found, form, status=422)


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


def _log(request: StaffRequest, her: Participant | None) -> HttpResponse:
    if request.method != "POST":
        form = ServicesForm(
            initial={"day": clock.today(), "award": access.last_award(request.by)} | _kept(request),
            named=her is not None,
            often=access.often_logged(request.by),
        )
        return _log_page(request, her, form)
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
            said = ngettext("%(n)s service is logged.", "%(n)s services are logged.", len(logged))
            messages.success(request, capfirst(said % {"n": in_words(len(logged))}))
            return _back(her.id if her else None)
    return _log_page(request, her, form, status=422)


def _log_page(
    request: StaffRequest, her: Participant | None, form: ServicesForm, status: int = 200
) -> HttpResponse:
    called = _called(her, request.by) if her else ""
    page = {"her": her, "called": called, "form": form, "draft": _draft(request)}
    return render(request, "advocacy/log_services.html", page, status=status)


def _service_page(
    request: StaffRequest, service: Service, form: ServicesForm, status: int = 200
) -> HttpResponse:
    called = _called(service.participant, request.by) if service.participant else ""
    page = {"service": service, "called": called, "form": form}
    return render(request, "advocacy/change_service.html", page, status=status)


def _note_page(
    request: StaffRequest, her: Participant, form: NoteForm, status: int = 200
) -> HttpResponse:
    called = _called(her, request.by)
    page = {"her": her, "called": called, "form": form.about(called), "draft": _draft(request)}
    return render(request, "advocacy/write_note.html", page, status=status)


def _change_note_page(
    request: StaffRequest,
    note: Note,
    form: ChangeNoteForm | None,
    *,
    show_saved: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The note, opened after its line was written, in a form of its own or in what was typed."""
    by = request.by
    opening(verbs.OPENED_NOTE, note, by=by)
    called = participants.card_words(note.participant, by).called
    note.open(participants.file_box(note.participant, by))
    saved = actions.read_private(note, by) if note.is_private else note.words.text
    if form is None:
        now = {"text": saved, "voice": note.words.voice, "version": note.version}
        form = ChangeNoteForm(initial=now | (drafts.kept(request) or {}), note=note)
    page = {
        "note": note,
        "called": called,
        "form": form.about(called),
        "saved": saved if show_saved else "",
        "draft": _draft(request),
    }
    return render(request, "advocacy/change_note.html", page, status=status)


def _called(her: Participant, by: Acting) -> str:
    opening(looks.LOOKED_AT_CARD, her, by=by)
    return participants.card_words(her, by).called


def _seen(posted: QueryDict, note: Note) -> QueryDict:
    """What was typed, now knowing the version that stands."""
    again = posted.copy()
    again["version"] = str(note.version)
    return again


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
