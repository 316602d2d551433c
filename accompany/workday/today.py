"""Today: what one colleague's day holds, by her role, in the order of the hours people gave us.

Nothing here is urgent by invention: what was promised stands first, what waits stands beside it,
and "nothing is overdue" is said when it is true.
"""

from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accompany import clock
from accompany.helpline import access as helpline
from accompany.house.numbers import in_words
from accompany.participants import access as participants
from accompany.participants import listing, notices
from accompany.participants.access import Due
from accompany.participants.models import FollowUp
from accompany.participants.safe_contact import Channel, judge
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability
from accompany.workday import running, waiting, words
from accompany.workday.rows import Act, Door, Row, Section, Today

MY_PEOPLE = 6
SOON = timedelta(days=14)
A_DAY = timedelta(days=1)


def today(by: Acting) -> Today:
    """This colleague's day. The page has written its ledger line already."""
    if not by.can(Capability.FIND_PEOPLE):
        return _away_from_people(by)
    promised = participants.due(by, until=clock.today() + A_DAY)
    due = [each for each in promised if each.follow_up.due_on <= clock.today()]
    late = sum(each.is_late for each in due)
    sections = [_your_day(due, late), *_tomorrow(promised[len(due) :]), _my_people(by)]
    if by.can(Capability.ANSWER_HELPLINE):
        sections.insert(1, _helpline(by))
    known = notices.notices(by)
    return Today(
        day=clock.today(),
        says=_says(len(due), late),
        broken=waiting.broken(known),
        doors=_doors(by),
        sections=[*running.alarms_of_keys(by), *sections],
        asides=[
            waiting.to_know(known),
            *waiting.arrivals(by),
            waiting.on_the_line(),
            *waiting.letters(by),
            *waiting.drafts(by),
        ],
    )


def _says(due: int, late: int) -> str:
    if not due:
        return _("A quiet day so far. Nothing is overdue.")
    things = ngettext("%(n)s thing today.", "%(n)s things today.", due)
    overdue = ngettext("%(n)s is from an earlier day.", "%(n)s are from an earlier day.", late)
    end = capfirst(overdue % {"n": in_words(late)}) if late else _("Nothing is overdue.")
    return f"{capfirst(things % {'n': in_words(due)})} {end}"


def _doors(by: Acting) -> list[Door]:
    offered = [
        (Capability.QUICK_LOG, _("Log a contact"), "helpline:log", "plus"),
        (Capability.LOG_SERVICES, _("Log a count"), "advocacy:log-for-nobody-named", "check"),
        (Capability.OPEN_RECORD, _("Open a record"), "participants:open-record", "people"),
    ]
    return [
        Door(label, url, icon)
        for needs, label, name, icon in offered
        if by.can(needs) and (url := words.address(name))
    ]


def _your_day(due: list[Due], late: int) -> Section:
    return Section(
        id="day",
        head=_("Your day"),
        about=_("In the hours they gave us."),
        rows=[_promise(each) for each in due],
        nothing=_("Nothing is promised for today."),
        nothing_why=_("What you plan with someone stands here on its day."),
    )


def _tomorrow(due: list[Due]) -> list[Section]:
    """What a caller of this night was promised for the day after; no head for an empty day."""
    if not due:
        return []
    return [
        Section(
            id="tomorrow",
            head=_("Tomorrow"),
            about=date_format(clock.today() + A_DAY, "l, F j"),
            rows=[_promise(each) for each in due],
        )
    ]


def _promise(due: Due) -> Row:
    promise = due.follow_up
    done = words.address("participants:finish-follow-up", promise.id)
    move = words.address("participants:change-follow-up", promise.id)
    acts = [Act(_("Done"), done, is_post=True)] if done else []
    acts += [Act(_("Move"), move, is_plain=True)] if move else []
    late = _("Since %(day)s") % {"day": date_format(promise.due_on, "D M j")}
    return Row(
        when=words.start(promise.not_before, promise.not_after),
        name=due.card.called,
        url=reverse("workday:record", args=[due.participant.id]),
        what=due.what or _("sealed: you are no longer on the care team"),
        small=_how_to_reach(due),
        acts=tuple(acts),
        tag=late if due.is_late else "",
        tag_kind="care",
    )


def _how_to_reach(due: Due) -> tuple[str, ...]:
    """Her hours for this, whether it is safe now, and what to say."""
    promise, safe = due.follow_up, due.card.safe
    between = promise.not_before and promise.not_after
    hours = capfirst(words.hours(promise.not_before, promise.not_after)) if between else ""
    if hours == safe.hours:
        hours = ""  # her rule says it already
    channel = promise.words.channel if due.what else ""
    if channel in Channel.values:
        rule = judge(safe, channel, clock.now()).sentence
    else:
        rule = safe.sentence
    return tuple(
        line for line in (f"{hours}." if hours else "", rule, " · ".join(safe.rules[:2])) if line
    )


def _my_people(by: Acting) -> Section:
    mine = listing.mine(by, MY_PEOPLE * 2)
    count, said = mine.count, words.how_many(mine)
    soon = (
        FollowUp.objects.waiting()
        .filter(
            for_colleague_id=by.id,
            participant__closed_at=None,
            due_on__gt=clock.today(),
            due_on__lte=clock.today() + SOON,
        )
        .order_by("due_on", "not_before")
        .values_list("participant_id", "due_on")[: MY_PEOPLE * 2]
    )
    next_for: dict[UUID, date] = {}
    for id, due_on in soon:
        next_for.setdefault(id, due_on)
    ids = list(next_for)[:MY_PEOPLE]
    ids += [id for _at, id in mine.people if id not in ids][: MY_PEOPLE - len(ids)]
    cards = participants.cards(ids, by)
    chose = ngettext(
        "%(n)s person chose you for their care team.",
        "%(n)s people chose you for their care team.",
        count,
    )
    return Section(
        id="people",
        head=_("My people"),
        about=capfirst(chose % {"n": said}) if count else "",
        rows=[
            Row(
                name=cards[id].called,
                url=reverse("workday:record", args=[id]),
                small=(cards[id].safe.sentence,),
                tag=date_format(next_for[id], "D M j") if id in next_for else "",
            )
            for id in ids
            if id in cards
        ],
        nothing=_("Nobody has chosen you for their care team yet."),
        nothing_why=_("People choose; we don’t assign."),
        more=Act(_("All of them"), reverse("workday:people")) if count > len(ids) else None,
    )


def _helpline(by: Acting) -> Section:
    waiting = helpline.conversations(by).waiting()
    count = waiting.count()
    mine = helpline.conversations(by).going().filter(assigned_to_id=by.id).count()
    url = words.address("helpline:board")
    rows = []
    if count:
        since = timezone.localtime(min(waiting.values_list("started_at", flat=True)))
        people = ngettext("%(n)s person is waiting", "%(n)s people are waiting", count)
        rows.append(
            Row(
                what=capfirst(people % {"n": in_words(count)}),
                url=url,
                small=(_("The first since %(time)s.") % {"time": words.hour(since.time())},),
                acts=(Act(_("Answer"), url),) if url else (),
            )
        )
    if mine:
        yours = ngettext("%(n)s conversation is yours", "%(n)s conversations are yours", mine)
        rows.append(Row(what=capfirst(yours % {"n": in_words(mine)}), url=url))
    return Section(
        id="line",
        head=_("Helpline"),
        rows=rows,
        nothing=_("It’s quiet. Nobody is waiting."),
    )


def _away_from_people(by: Acting) -> Today:
    """A day that meets nobody by name: numbers for some, the house itself for others."""
    if by.can(Capability.READ_COUNTS):
        sections = [running.quarters(), running.places(by)]
        says = _("You see numbers, never a name.")
    elif by.can(Capability.VERIFY_LEDGER):
        sections = [*running.alarms_of_keys(by), running.house(), running.places(by)]
        says = _("You keep the house running. No record opens for you, and none is listed.")
    else:
        sections = [*waiting.letters(by), running.places(by)]
        says = _("What is yours to do is in the places below. No record opens for you.")
    return Today(
        day=clock.today(),
        says=says,
        doors=[],
        sections=sections,
        asides=[*waiting.arrivals(by), *waiting.drafts(by)],
    )
