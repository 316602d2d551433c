"""Everything that happens to a letter: it comes with nobody signed in, and goes on its day.

A letter goes to the circle of its topic. Where that circle is not there yet, or could not open it
with two people, supervisors are asked in its place, then the helpline, then the community circle: a
letter is taken in whenever two people of this house could read it.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.contact import access, keyed, verbs
from accompany.contact.models import LETTER_LIFE, Letter, LetterWords, Topic
from accompany.house.live import changed
from accompany.house.refusals import Refusal
from accompany.ledger.lines import HOUSE, Actor, record
from accompany.ledger.verbs import Verb
from accompany.sealed.circles import COMMUNITY, HELPLINE, SUPERVISORS
from accompany.sealed.lockboxes import (
    OpenLockbox,
    TooFewOpeners,
    make_lockbox,
    order_shred,
    shredded,
)
from accompany.sealed.models import Circle
from accompany.staff.acting import Acting

LOCKBOX_KIND = "letter"
LIVE = "letters"


class NobodyToRead(Refusal):
    message = _("Nobody here can read letters yet. Please call or text; what you wrote is below.")


class AlreadyAnswered(Refusal):
    message = _("A colleague has marked this letter as answered.")


def take_in(*, topic: Topic, words: LetterWords, once: str) -> Letter:
    """Seal a letter to the circle of its topic. The same form on the same day is one letter."""
    now = clock.now()
    said = (topic, words.text, words.name, words.reach, words.safe, words.about)
    digest = keyed.once(once, said, clock.today())
    if known := Letter.objects.filter(once=digest).first():
        return known
    try:
        return _take_in(topic, words, digest, now)
    except IntegrityError:  # the same button pressed twice, both on their way at once
        if known := Letter.objects.filter(once=digest).first():
            return known
        raise


@transaction.atomic
def _take_in(topic: Topic, words: LetterWords, digest: str, now: datetime) -> Letter:
    box, circle = _lockbox_for(topic)
    letter = Letter(
        topic=topic, circle=circle, once=digest, came_at=now, erase_due=now + LETTER_LIFE
    )
    letter.seal(words, box=box).save()
    changed(LIVE)
    record(verbs.CAME, letter, by=HOUSE, subject=letter.id, topic=str(topic.value))
    return letter


def _lockbox_for(topic: Topic) -> tuple[OpenLockbox, str]:
    for circle in _readers(topic):
        try:
            return make_lockbox(LOCKBOX_KIND, circles=[circle]), circle
        except (Circle.DoesNotExist, TooFewOpeners):
            continue
    raise NobodyToRead


def _readers(topic: Topic) -> Iterator[str]:
    yield from dict.fromkeys((topic.circle, SUPERVISORS, HELPLINE, COMMUNITY))


@transaction.atomic
def read(*, letter: Letter, by: Acting) -> None:
    """Note that it was opened. The line that says so stands already."""
    if Letter.objects.filter(id=letter.id, read_at=None).update(read_at=clock.now()):
        changed(LIVE)


@transaction.atomic
def mark_answered(*, letter: Letter, by: Acting) -> None:
    """Say that somebody has answered. Raises `AlreadyAnswered`."""
    found = access.letter(letter.id, by, lock=True)
    if found.is_answered:
        raise AlreadyAnswered
    now = clock.now()
    found.read_at = found.read_at or now
    found.answered_at, found.answered_by = now, by.colleague
    found.save(update_fields=["read_at", "answered_at", "answered_by"])
    changed(LIVE)
    record(verbs.ANSWERED, found, by=by, subject=found.id)


@transaction.atomic
def put_back(*, letter: Letter, by: Acting) -> None:
    """Have it be unread and unanswered again, for whoever comes next."""
    found = access.letter(letter.id, by, lock=True)
    found.read_at = found.answered_at = found.answered_by = None
    found.save(update_fields=["read_at", "answered_at", "answered_by"])
    changed(LIVE)
    record(verbs.PUT_BACK, found, by=by, subject=found.id)


@transaction.atomic
def move(*, letter: Letter, to: Topic, by: Acting) -> Letter:
    """Seal it anew to the circle of another topic; its old key is destroyed."""
    found = access.opened(access.letter(letter.id, by, lock=True), by)
    old = found.lockbox_id
    box, circle = _lockbox_for(to)
    found.reseal(
        found.words,
        box=box,
        topic=to,
        circle=circle,
        read_at=None,
        answered_at=None,
        answered_by=None,
    )
    order_shred([old])
    changed(LIVE)
    record(verbs.MOVED, found, by=by, subject=found.id, topic=str(to.value))
    return found


@transaction.atomic
def erase(*, letter: Letter, by: Acting) -> None:
    """Erase it now: its row in this step, its key right after."""
    _erase(access.letter(letter.id, by, lock=True), verbs.ERASED, by)


def erase_due() -> int:
    """Erase every letter whose day has come. Says how many."""
    due = Letter.objects.filter(erase_due__lte=clock.now()).values_list("id", flat=True)
    return sum(_erase_on_its_day(id) for id in list(due))


@transaction.atomic
def _erase_on_its_day(id: UUID) -> bool:
    found = Letter.objects.select_for_update().filter(id=id, erase_due__lte=clock.now()).first()
    if found is None:
        return False
    _erase(found, verbs.ERASED_ON_ITS_DAY, HOUSE)
    return True


def replay() -> int:
    """After an older backup came back: erase again every letter whose key is destroyed."""
    gone = Letter.objects.filter(lockbox__in=shredded()).values_list("id", flat=True)
    return sum(_erase_again(id) for id in list(gone))


@transaction.atomic
def _erase_again(id: UUID) -> int:
    _erase(Letter.objects.select_for_update().get(id=id), verbs.ERASED_ON_ITS_DAY, HOUSE)
    return 1


def _erase(found: Letter, verb: Verb, by: Actor) -> None:
    id, box = found.id, found.lockbox_id
    found.delete()
    order_shred([box])
    changed(LIVE)
    record(verb, by=by, subject=id)
