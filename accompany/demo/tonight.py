"""What is going on today: follow-ups due, a file opened with a reason, two people waiting.

And what was sent to funders before today.
"""

from collections.abc import Callable
from datetime import time, timedelta

from accompany import clock
from accompany.awards.models import Award
from accompany.awards.periods import Period
from accompany.contact import actions as letters
from accompany.contact.models import LetterWords, Topic
from accompany.demo import words
from accompany.demo.history import Known, moment
from accompany.grants import actions as reports
from accompany.helpline import telephone
from accompany.helpline.models import SavedPhrase
from accompany.participants import actions
from accompany.participants.finding import build as build_find_pages
from accompany.participants.safe_contact import judge
from accompany.staff.acting import Acting

Progress = Callable[[str, int, int], None]

REPORTED_AFTER = timedelta(days=40)  # by then a quarter that ended has been sent
QUARTERS_SENT = 8  # two years of them
KNOWN_A_WHILE = timedelta(days=60)

FOLLOW_UPS = (
    ("delphine", "Call about the viewing on Thursday", 0, time(10), time(14), "call"),
    ("delphine", "Drop off the bus passes", 0, None, None, "in_person"),
    ("delphine", "Ask how the first week at the course went", 1, None, None, "text"),
    ("ines", "Bring her piece back from the frame shop", 0, time(13), time(16), "in_person"),
    ("marguerite", "Text the clinic’s new hours", 0, None, None, "text"),
    ("bea", "Look for her by the library, with dry socks", 0, time(16), time(19), "in_person"),
    ("cal", "Call back about the form", 1, None, None, "call"),
    ("priya", "Check that the new locks are in", 2, None, None, "call"),
)
PHRASES = (
    ("Is it safe", "Hi, I’m here. Before anything else: is it safe for you to type right now?"),
    ("If you stop", "Okay. If you stop answering I won’t try to reach you. You can write again."),
    ("One night", "There may be a bed. It doesn’t have to mean anything else. Shall I look?"),
    ("Take your time", "No hurry. I’m staying here."),
    ("Closing", "I’m glad you wrote. You can erase this talk now. We’re here day and night."),
)


def prepare(
    here: dict[str, Acting], known: list[Known], *, is_live: bool, progress: Progress
) -> None:
    """Everything that belongs to the present day."""
    _say_phrases(here["priya"])
    _plan(here, known)
    _letters(here["noor"])
    if is_live:
        _break_a_glass(here, known)
        _let_wait()
    while build_find_pages(by=here["tamsin"]):
        pass
    progress("Today", 1, 1)


def send_past_quarters(here: dict[str, Acting], awards: list[Award], *, only_last: bool) -> None:
    """Quarters that ended a while ago: made ready by Jo, ticked by Sunniva, frozen by Jo.

    The newest of the last award is left to whoever tries the house.
    """
    long_ago = clock.today() - REPORTED_AFTER
    for award in awards:
        over = [period for period in award.periods if period.last < clock.today()]
        if award == awards[-1]:
            over = over[:-1]
        ended = [period for period in over if period.last < long_ago]
        for period in ended[-1:] if only_last else ended[-QUARTERS_SENT:]:
            _send(award, period, jo=here["jo"], sunniva=here["sunniva"])


def _send(award: Award, period: Period, *, jo: Acting, sunniva: Acting) -> None:
    with clock.stopped_at(moment(period.last + timedelta(days=12), time(10, 20))):
        report = reports.make_ready(award=award, period=period, by=jo)
    with clock.stopped_at(moment(period.last + timedelta(days=14), time(16, 5))):
        reports.tick(report=report, by=sunniva)
    with clock.stopped_at(moment(period.last + timedelta(days=15), time(9, 30))):
        reports.freeze(report=report, by=jo)


def _say_phrases(by: Acting) -> None:
    SavedPhrase.objects.bulk_create(
        SavedPhrase(title=title, words=said, written_by=by.colleague, written_at=clock.now())
        for title, said in PHRASES
    )


def _letters(noor: Acting) -> None:
    """What the public site’s forms brought in during the week."""
    for topic, ago, is_answered, text, name, reach, safe in words.LETTERS:
        said = LetterWords(text=text, name=name, reach=reach, safe=safe)
        with clock.stopped_at(moment(clock.today() - timedelta(days=ago), time(15, 30 + ago))):
            letter = letters.take_in(topic=Topic(topic), words=said, once=text[:24])
        if is_answered:
            with clock.stopped_at(moment(clock.today() - timedelta(days=ago - 2), time(11, 5))):
                letters.mark_answered(letter=letter, by=noor)


def _plan(here: dict[str, Acting], known: list[Known]) -> None:
    """Follow-ups that somebody planned some days ago, each with a person of her own."""
    taken = set()
    for who, what, ahead, not_before, not_after, channel in FOLLOW_UPS:
        by = here[who]
        hers = [
            each
            for each in known
            if by in each.person.team
            and _is_known_a_while(each)
            and each.row.id not in taken
            and judge(each.person.card.safe, channel, moment(clock.today(), time(11))).allowed
        ]
        if not hers:
            continue
        taken.add(hers[-1].row.id)
        with clock.stopped_at(moment(clock.today() - timedelta(days=2))):
            actions.plan_follow_up(
                participant=hers[-1].row,
                what=what,
                due_on=clock.today() + timedelta(days=2 + ahead),
                for_colleague=by.colleague,
                not_before=not_before,
                not_after=not_after,
                channel=channel,
                by=by,
            )


def _is_known_a_while(each: Known) -> bool:
    return each.person.opened_on < clock.today() - KNOWN_A_WHILE


def _break_a_glass(here: dict[str, Acting], known: list[Known]) -> None:
    """A file opened outside its care team last week, and looked at since."""
    by = here["cal"]
    sealed = next(
        (e for e in reversed(known) if by not in e.person.team and _is_known_a_while(e)), None
    )
    if sealed is None:
        return
    with clock.stopped_at(moment(clock.today() - timedelta(days=6), time(23, 10))):
        glass = actions.break_glass(
            participant=sealed.row,
            reason="She stood at the shelter door without a phone and asked for her advocate.",
            by=by,
        )
    with clock.stopped_at(moment(clock.today() - timedelta(days=5), time(9, 40))):
        actions.review_glass(opening=glass, by=here["odile"])


def _let_wait() -> None:
    """Two texts that came minutes ago from the first of the demo telephones, and wait."""
    for line, said, ago in words.WAITING:
        with clock.stopped_at(clock.now() - timedelta(minutes=ago)):
            telephone.type_text(f"+120655501{line}", said)
