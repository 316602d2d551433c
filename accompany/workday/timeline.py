"""Beside her: what she said and what we did, day by day, newest first.

Notes, services, promises kept and what passed on the helpline meet here. A page shows whole days,
so that nothing of a day is cut off, and says before which day the earlier ones lie.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accompany import clock
from accompany.advocacy import access as advocacy
from accompany.advocacy.actions import read_private
from accompany.advocacy.models import NOTE_CHANGES_FOR, Note, Service, Voice
from accompany.helpline.models import ContactNote, Conversation, Message
from accompany.participants.models import FollowUp, Participant
from accompany.sealed.lockboxes import OpenLockbox
from accompany.staff.acting import Acting

NOTES = 25
SERVICES = 60
PROMISES = 25
CONVERSATIONS = 5
MESSAGES = 40
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Did:
    """One service as the timeline names it."""

    label: str
    minutes: str = ""


@dataclass(frozen=True)
class Said:
    """One message of a conversation, or a note between colleagues. `who` is empty for hers."""

    text: str
    at: datetime
    who: str = ""
    is_note: bool = False


@dataclass(frozen=True)
class Entry:
    """One stretch of a strand: whose it is, when, by whom, and what it says.

    `sealed_to` names the only colleague who can open a private note; `text` then holds words for
    her alone. `change` is the note's id while its writer may still change it, `resume` a promise's
    while it can still be said that it was not kept after all.
    """

    day: date
    strand: str
    by: str
    text: str = ""
    at: datetime = LONG_AGO
    did: tuple[Did, ...] = ()
    said: tuple[Said, ...] = ()
    through: str = ""
    sealed_to: str = ""
    is_mine_alone: bool = False
    change: UUID | None = None
    resume: UUID | None = None


@dataclass(frozen=True)
class Timeline:
    entries: list[Entry] = field(default_factory=list)
    earlier: date | None = None


def beside(
    participant: Participant, *, box: OpenLockbox, by: Acting, before: date | None = None
) -> Timeline:
    """What her file holds, opened with `box`. The page has written its ledger line already."""
    end = before or date.max
    notes = list(advocacy.notes(participant).filter(written_on__lt=end)[:NOTES])
    services = list(_services(participant, end)[:SERVICES])
    promises = list(_promises(participant, end)[:PROMISES])
    talks = list(_conversations(participant, before)[:CONVERSATIONS])
    cut = max(
        _reach([note.written_on for note in notes], NOTES),
        _reach([service.day for service in services], SERVICES),
        _reach([_day(promise.done_at) for promise in promises], PROMISES),
        _reach([_day(talk.started_at) for talk in talks], CONVERSATIONS),
    )
    entries = _entries(notes, services, promises, talks, box=box, by=by)
    shown = [entry for entry in entries if entry.day > cut]
    if entries and not shown:  # one very full day: show what was read of it, and go on below
        shown, cut = entries, cut - timedelta(days=1)
    shown.sort(key=lambda entry: (entry.day, entry.at), reverse=True)
    return Timeline(shown, cut + timedelta(days=1) if cut > date.min else None)


def everything(participant: Participant, *, box: OpenLockbox, by: Acting) -> list[Entry]:
    """All of it, the oldest first, for a copy to herself."""
    entries = _entries(
        list(advocacy.notes(participant)),
        list(_services(participant, date.max)),
        list(_promises(participant, date.max)),
        list(_conversations(participant, None)),
        box=box,
        by=by,
        most=None,
    )
    for_her = (
        replace(entry, text="", is_mine_alone=False) if entry.sealed_to else entry
        for entry in entries
    )
    return sorted(for_her, key=lambda entry: (entry.day, entry.at))


def _entries(
    notes: list[Note],
    services: list[Service],
    promises: list[FollowUp],
    talks: list[Conversation],
    *,
    box: OpenLockbox,
    by: Acting,
    most: int | None = MESSAGES,
) -> list[Entry]:
    written = [(_note(each.open(box), by), each.written_by_id) for each in notes]
    return [
        *_with_services(written, services),
        *(_promise(each.open(box)) for each in promises),
        *_talks(talks, box, most),
    ]


def _reach(days: list[date], most: int) -> date:
    """The day of which a part may be missing; long ago if everything was read."""
    return days[-1] if len(days) == most else date.min


def _day(moment: datetime | None) -> date:
    return timezone.localtime(moment or clock.now()).date()


def _services(participant: Participant, end: date) -> QuerySet[Service]:
    found = Service.objects.filter(participant=participant, day__lt=end)
    return found.select_related("colleague").order_by("-day", "-logged_at")


def _promises(participant: Participant, end: date) -> QuerySet[FollowUp]:
    found = FollowUp.objects.filter(participant=participant, done_at__isnull=False)
    if end < date.max:
        found = found.filter(done_at__lt=_midnight(end))
    return found.select_related("for_colleague").order_by("-done_at")


def _conversations(participant: Participant, before: date | None) -> QuerySet[Conversation]:
    found = Conversation.objects.filter(participant=participant, moved_at__isnull=False)
    if before:
        found = found.filter(started_at__lt=_midnight(before))
    return found.order_by("-started_at")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _note(note: Note, by: Acting) -> Entry:
    is_mine = note.written_by_id == by.id
    may_change = is_mine and clock.now() - note.words.at <= NOTE_CHANGES_FOR
    entry = Entry(
        day=note.written_on,
        strand=note.words.voice,
        by=note.written_by.name,
        text=note.words.text,
        at=note.words.at,
        change=note.id if may_change else None,
    )
    if not note.is_private:
        return entry
    text = read_private(note, by) if is_mine else ""
    return replace(entry, text=text, sealed_to=note.written_by.name, is_mine_alone=is_mine)


def _with_services(
    entries: Iterable[tuple[Entry, UUID]], services: Sequence[Service]
) -> list[Entry]:
    """Put what a colleague did on a day beside what she wrote then; else on a line of its own."""
    labels = advocacy.service_labels() if services else {}
    done: defaultdict[tuple[date, UUID], list[Service]] = defaultdict(list)
    for service in services:
        done[service.day, service.colleague_id].append(service)
    shown = []
    for entry, colleague in entries:
        if entry.strand == Voice.HERS or entry.sealed_to:
            shown.append(entry)
        else:
            beside = done.pop((entry.day, colleague), [])
            shown.append(replace(entry, did=tuple(_did(each, labels) for each in beside)))
    for (day, _colleague), rest in done.items():
        did = tuple(_did(each, labels) for each in rest)
        shown.append(Entry(day=day, strand=Voice.OURS, by=rest[0].colleague.name, did=did))
    return shown


def _did(service: Service, labels: Mapping[str, str]) -> Did:
    minutes = service.get_minutes_display() if service.minutes else ""
    return Did(labels.get(service.code, service.code), minutes[:1].lower() + minutes[1:])


def _promise(promise: FollowUp) -> Entry:
    return Entry(
        day=_day(promise.done_at),
        strand=Voice.OURS,
        by=promise.for_colleague.name,
        text=promise.words.what,
        at=promise.done_at or LONG_AGO,
        through=_("Done, as promised"),
        resume=promise.id if promise.is_just_done else None,
    )


def _talks(talks: Sequence[Conversation], box: OpenLockbox, most: int | None) -> list[Entry]:
    """Conversations that were moved into her file, each as one entry, notes between us in place."""
    said = _said(talks, box)
    return [
        Entry(
            day=_day(talk.started_at),
            strand=Voice.HERS,
            by="",
            at=talk.started_at,
            said=tuple(said[talk.id][-most if most else 0 :]),
            through=_("On the helpline, by %(channel)s")
            % {"channel": talk.get_channel_display().lower()},
        )
        for talk in talks
        if said[talk.id]
    ]


def _said(talks: Sequence[Conversation], box: OpenLockbox) -> Mapping[UUID, list[Said]]:
    rows: list[tuple[UUID, int, int, Said]] = []
    if talks:
        of_talks = {"conversation__in": talks, "lockbox_id": box.id}
        for message in Message.objects.filter(**of_talks).select_related("written_by"):
            words = message.open(box).words
            who = "" if message.is_hers else words.said_by or _("the helpline")
            rows.append((message.conversation_id, message.nth, 0, Said(words.text, words.at, who)))
        for note in ContactNote.objects.filter(**of_talks).select_related("written_by"):
            words = note.open(box).words
            said = Said(words.text, words.at, note.written_by.name, is_note=True)
            rows.append((note.conversation_id, note.nth, 1, said))
    found: defaultdict[UUID, list[Said]] = defaultdict(list)
    for talk, _nth, _after, said in sorted(rows, key=lambda row: (row[1], row[2], row[3].at)):
        found[talk].append(said)
    return found
