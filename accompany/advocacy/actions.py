"""Every change to notes and services: checked, written and recorded in one transaction.

A form brings the id of what it makes, so that a double click makes it once.
"""

from base64 import b64decode, b64encode
from dataclasses import replace
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.advocacy import access, verbs
from accompany.advocacy.models import (
    NOTE_CHANGES_FOR,
    NOTE_LENGTH,
    Given,
    Note,
    NoteKind,
    NoteWords,
    Service,
    Voice,
)
from accompany.awards import access as awards
from accompany.house.refusals import Refusal
from accompany.ledger.lines import record, record_rows
from accompany.participants import access as participants
from accompany.participants.models import Participant
from accompany.sealed.documents import Stale
from accompany.sealed.lockboxes import OpenLockbox
from accompany.sealed.people import seal_to_person
from accompany.staff.access import require
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability


class NoteTooLong(Refusal):
    message = _("A note holds 500 characters. Keep what the next colleague needs.")


class NoteChangedMeanwhile(Refusal):
    message = _(
        "This note was changed in another window while you were writing. "
        "Yours is still here; what is saved stands below it."
    )


class NoteStands(Refusal):
    message = _("A note can be changed for seven days. Write a new one to put it right.")


class ServiceStands(Refusal):
    message = _("A service can be corrected for 90 days by whoever logged it.")


class NoSuchService(Refusal):
    message = _("That service is not in the catalog for that day. Choose another.")


class NotGivenYet(Refusal):
    message = _("That day has not come yet. Log a service when it has been given.")


class RecordIsClosed(Refusal):
    message = _("This record is closed. Open it again before adding to it.")


@transaction.atomic
def write_note(
    *,
    participant: Participant,
    text: str,
    kind: str,
    by: Acting,
    id: UUID,
    voice: str = Voice.OURS.value,
) -> Note:
    """Seal a note in her file. The same form sent twice writes one note."""
    require(by, Capability.WRITE_NOTES)
    participant = _open_record(participant.id, by)
    box = participants.file_box(participant, by)
    if written := Note.objects.filter(id=id, participant=participant, written_by_id=by.id).first():
        return written
    note = Note(
        id=id,
        participant=participant,
        kind=kind,
        written_on=clock.today(),
        written_by_id=by.id,
    )
    note.seal(_words(NoteWords(at=clock.now(), voice=voice), text, kind, by.id), box=box)
    note.save(force_insert=True)
    record(verbs.WROTE_NOTE, note, by=by)
    return note


@transaction.atomic
def change_note(
    *, note: Note, version: int, text: str, by: Acting, voice: str = Voice.OURS.value
) -> Note:
    """Change one's own note. Raises `NoteChangedMeanwhile` if it is no longer what she saw."""
    require(by, Capability.WRITE_NOTES)
    note, box = _own_open_note(note.id, by)
    if note.version != version:
        raise NoteChangedMeanwhile
    if clock.now() - note.words.at > NOTE_CHANGES_FOR:
        raise NoteStands
    words = replace(note.words, voice=voice)
    try:
        note.reseal(_words(words, text, note.kind, by.id), box=box)
    except Stale:
        raise NoteChangedMeanwhile from None
    record(verbs.CHANGED_NOTE, note, by=by)
    return note


@transaction.atomic
def take_note_out(*, note: Note, by: Acting) -> None:
    """Delete one's own note, while it may still be changed."""
    require(by, Capability.WRITE_NOTES)
    note, _box = _own_open_note(note.id, by)
    if clock.now() - note.words.at > NOTE_CHANGES_FOR:
        raise NoteStands
    Note.objects.filter(id=note.id).delete()
    record(verbs.TOOK_NOTE_OUT, note, by=by)


@transaction.atomic
def log_services(
    *, participant: Participant | None, given: Given, by: Acting, form: UUID
) -> list[Service]:
    """Log what was done on one day. The same form sent twice logs it once."""
    require(by, Capability.LOG_SERVICES)
    if participant is not None:
        participant = _open_record(participant.id, by)
    _check(given)
    ids = {code: uuid5(form, code) for code in dict.fromkeys(given.codes)}
    if logged := list(Service.objects.filter(id__in=ids.values(), colleague_id=by.id)):
        return logged
    moment = clock.now()
    services = Service.objects.bulk_create(
        Service(
            id=id,
            participant=participant,
            day=given.day,
            code=code,
            colleague_id=by.id,
            award=given.award,
            minutes=given.minutes,
            people=1 if participant is not None else given.people,
            logged_at=moment,
        )
        for code, id in ids.items()
    )
    record_rows(verbs.LOGGED_SERVICE, services, by=by)
    return services


@transaction.atomic
def correct_service(*, service: Service, given: Given, by: Acting) -> Service:
    """Put right a service one logged oneself."""
    require(by, Capability.LOG_SERVICES)
    service = _own_open_service(service.id, by)
    (code,) = given.codes
    if code != service.code or given.day != service.day:
        _check(given)
    service.day, service.code, service.award = given.day, code, given.award
    service.minutes = given.minutes
    service.people = 1 if service.participant_id else given.people
    service.save(update_fields=["day", "code", "award", "minutes", "people"])
    record(verbs.CHANGED_SERVICE, service, by=by)
    return service


@transaction.atomic
def take_service_out(*, service: Service, by: Acting) -> None:
    """Take back a service logged by mistake. It counts nowhere from now on."""
    require(by, Capability.LOG_SERVICES)
    service = _own_open_service(service.id, by)
    Service.objects.filter(id=service.id).delete()
    record(verbs.TOOK_SERVICE_OUT, service, by=by)


def read_private(note: Note, by: Acting) -> str:
    """The text of a private note, for its writer. `note` is open already."""
    return by.keys.unseal(b64decode(note.words.kept)).decode()


def _words(words: NoteWords, text: str, kind: str, writer: UUID) -> NoteWords:
    text = text.strip()
    if len(text) > NOTE_LENGTH:
        raise NoteTooLong
    if kind == NoteKind.PRIVATE:
        kept = b64encode(seal_to_person(writer, text.encode())).decode()
        return replace(words, text="", kept=kept, voice=Voice.OURS.value)
    return replace(words, text=text, kept="")


def _open_record(id: UUID, by: Acting) -> Participant:
    participant = participants.participant(id, by=by, lock=True)
    if participant.closed_at is not None:
        raise RecordIsClosed
    return participant


def _own_open_note(id: UUID, by: Acting) -> tuple[Note, OpenLockbox]:
    note = access.own_note(id, by=by, lock=True)
    box = participants.file_box(note.participant, by)
    return note.open(box), box


def _own_open_service(id: UUID, by: Acting) -> Service:
    service = access.own_service(id, by=by, lock=True)
    if not service.may_change(by.id):
        raise ServiceStands
    return service


def _check(given: Given) -> None:
    if given.day > clock.today():
        raise NotGivenYet
    catalog = {service.code for service in awards.service_catalog(given.day)}
    if not given.codes or not catalog.issuperset(given.codes):
        raise NoSuchService
