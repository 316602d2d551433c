"""Today: what one colleague's day holds, by her role, in the order of the hours people gave us.

Nothing here is urgent by invention: what was promised stands first, what waits stands beside it,
and "nothing is overdue" is said when it is true.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accompany import clock
from accompany.awards import access as awards
from accompany.awards.models import Award
from accompany.awards.periods import Period
from accompany.helpline import access as helpline
from accompany.house import rail
from accompany.house.models import Heartbeat
from accompany.house.numbers import in_words
from accompany.ledger import lines
from accompany.participants import access as participants
from accompany.participants import notices
from accompany.participants.access import Due
from accompany.participants.models import FollowUp, GlassOpening
from accompany.participants.safe_contact import Channel, judge
from accompany.sealed import alarms
from accompany.staff import people as colleagues
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability
from accompany.staff.models import Draft, Session
from accompany.workday import words

MY_PEOPLE = 6
SOON = timedelta(days=14)
A_DAY = timedelta(days=1)
LOOP_IS_QUIET_AFTER = timedelta(minutes=2)
ALARMS_NAMED = 5


@dataclass(frozen=True)
class Act:
    """What to do next about a row."""

    label: str
    url: str
    is_post: bool = False
    is_plain: bool = False


@dataclass(frozen=True)
class Row:
    """One thing of the day: when, who and what, how to go about it, what to do next."""

    what: str = ""
    name: str = ""
    url: str = ""
    when: str = ""
    small: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    tag: str = ""
    tag_kind: str = ""


@dataclass(frozen=True)
class Section:
    """Rows under one head. `nothing` is said where there are none, and `nothing_why` why."""

    id: str
    head: str
    rows: list[Row] = field(default_factory=list)
    about: str = ""
    nothing: str = ""
    nothing_why: str = ""
    more: Act | None = None


@dataclass(frozen=True)
class Door:
    label: str
    url: str
    icon: str


@dataclass(frozen=True)
class Today:
    day: date
    says: str
    doors: list[Door]
    sections: list[Section]
    asides: list[Section]


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
    return Today(
        day=clock.today(),
        says=_says(len(due), late),
        doors=_doors(by),
        sections=[*_alarms(by), *sections],
        asides=[_to_know(by), *_arrivals(by), _on_the_line(), *_drafts(by)],
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
    mine = participants.in_care_of(by)
    count = mine.count()
    soon = list(
        FollowUp.objects.waiting()
        .filter(
            for_colleague_id=by.id,
            participant__closed_at=None,
            due_on__gt=clock.today(),
            due_on__lte=clock.today() + SOON,
        )
        .order_by("due_on", "not_before")[: MY_PEOPLE * 2]
    )
    next_for = {each.participant_id: each for each in reversed(soon)}
    ids = sorted(next_for, key=lambda id: next_for[id].due_on)[:MY_PEOPLE]
    if len(ids) < MY_PEOPLE:
        newest = mine.exclude(id__in=ids).order_by("-opened_at", "-id")
        ids += newest.values_list("id", flat=True)[: MY_PEOPLE - len(ids)]
    cards = participants.cards(ids, by)
    chose = ngettext(
        "%(n)s person chose you for their care team.",
        "%(n)s people chose you for their care team.",
        count,
    )
    return Section(
        id="people",
        head=_("My people"),
        about=capfirst(chose % {"n": in_words(count)}) if count else "",
        rows=[
            Row(
                name=cards[id].called,
                url=reverse("workday:record", args=[id]),
                small=(cards[id].safe.sentence,),
                tag=date_format(next_for[id].due_on, "D M j") if id in next_for else "",
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


def _to_know(by: Acting) -> Section:
    """Files opened with a reason, and who asks to be forgotten, for whom it concerns."""
    rows = []
    for notice in notices.notices(by):
        when = timezone.localtime(notice.at)
        rows.append(
            Row(
                what=notice.says,
                url=notice.url,
                small=(f"{date_format(when, 'D M j')}, {words.hour(when.time())}. {notice.more}",),
                tag=_("Open now") if notice.is_urgent else "",
                tag_kind="care",
            )
        )
    return Section(
        id="know",
        head=_("To know"),
        rows=rows,
        nothing=_("Nobody outside a care team has opened a file that concerns you."),
    )


def broken_now(by: Acting) -> list[str]:
    """Who has a file open through broken glass that concerns `by`. Opens nothing."""
    open_now = GlassOpening.objects.filter(ends_at__gt=clock.now(), reviewed_at=None)
    others = open_now.exclude(colleague_id=by.id)
    reviews = by.can(Capability.REVIEW_GLASS)
    running = participants.about(others, by) if reviews else participants.in_my_care(others, by)
    names = running.order_by("-opened_at").values_list("colleague__name", flat=True)
    return list(dict.fromkeys(names))


def _on_the_line() -> Section:
    here = helpline.on_duty()
    return Section(
        id="duty",
        head=_("On the line now"),
        rows=[
            Row(
                what=duty.colleague.name,
                small=(
                    _("Since %(time)s")
                    % {"time": words.hour(timezone.localtime(duty.since).time())},
                ),
            )
            for duty in here
        ],
        nothing=_("Nobody is taking chats and texts right now. Every text is read later."),
    )


def _arrivals(by: Acting) -> list[Section]:
    """Colleagues who are new, or back with a new key, and wait for somebody like this one."""
    rows = [
        Row(
            what=arrival.colleague.name,
            url=words.address("staff:colleagues"),
            small=(
                _("%(n)s of %(needed)s said yes.")
                % {"n": len(arrival.yeses), "needed": arrival.needed},
            ),
        )
        for arrival in colleagues.arrivals(by)
        if arrival.can_approve
    ]
    return [Section(id="arrivals", head=_("Waiting for your yes"), rows=rows)] if rows else []


def _drafts(by: Acting) -> list[Section]:
    kept = list(
        Draft.objects.filter(colleague_id=by.id, expires_at__gt=clock.now()).order_by("-saved_at")
    )
    if not kept:
        return []
    saved = timezone.localtime(kept[0].saved_at)
    what = ngettext("%(n)s form half written", "%(n)s forms half written", len(kept))
    row = Row(
        what=capfirst(what % {"n": in_words(len(kept))}),
        small=(
            _("Last kept %(day)s, %(time)s, sealed to you. Open the page again and it is there.")
            % {"day": date_format(saved, "D M j"), "time": words.hour(saved.time())},
        ),
    )
    return [Section(id="drafts", head=_("Kept for you"), rows=[row])]


def _away_from_people(by: Acting) -> Today:
    """A day that meets nobody by name: numbers for some, the house itself for others."""
    if by.can(Capability.READ_COUNTS):
        sections = [_quarters(), _places(by)]
        says = _("You see numbers, never a name.")
    else:
        sections = [*_alarms(by), _house(), _places(by)]
        says = _("You keep the house running. No record opens for you, and none is listed.")
    return Today(
        day=clock.today(),
        says=says,
        doors=[],
        sections=sections,
        asides=[*_arrivals(by), *_drafts(by)],
    )


def _quarters() -> Section:
    """Of each award the quarter that ended last, which a funder waits for, and the one running."""
    today, rows = clock.today(), []
    for award in awards.active_awards(today):
        begun = [period for period in award.periods if period.first <= today]
        for period in reversed(begun[-2:]):
            rows.append(_quarter(award, period, today))
    return Section(
        id="quarters",
        head=_("Quarters"),
        about=_("What a funder may have."),
        rows=rows,
        nothing=_("No award runs today."),
        nothing_why=_("Services can still be logged, paid by none."),
    )


def _quarter(award: Award, period: Period, today: date) -> Row:
    days = (today - period.last).days
    if days > 0:
        when = ngettext("Ended %(n)d day ago.", "Ended %(n)d days ago.", days) % {"n": days}
    else:
        left = ngettext("Runs for %(n)d more day.", "Runs for %(n)d more days.", -days)
        when = left % {"n": -days}
    page = words.address("grants:quarter", award.id, period.first.year, period.first.month)
    return Row(
        what=f"{award.name}, {period.label}",
        url=page,
        small=(f"{award.funder}. {when}",),
        tag=_("Ended") if days > 0 else _("Running"),
        tag_kind="" if days > 0 else "good",
    )


def _places(by: Acting) -> Section:
    here = reverse("workday:today")
    rows = []
    for place in rail.places(by):
        if place.url == here:
            continue
        waits = ngettext("%(n)s thing waits there.", "%(n)s things wait there.", place.count or 0)
        small = (capfirst(waits % {"n": in_words(place.count)}),) if place.count else ()
        acts = (Act(_("Open"), place.url),) if place.count else ()
        rows.append(Row(what=str(place.label), url=place.url, small=small, acts=acts))
    return Section(id="places", head=_("Your work"), rows=rows, nothing=_("Nothing waits for you."))


def _alarms(by: Acting) -> list[Section]:
    """What is wrong with keys, for whoever can put it right. Ids alone, never a name."""
    if not (by.can(Capability.READ_LEDGER) or by.can(Capability.VERIFY_LEDGER)):
        return []
    rows = [*_few_openers(), *_refused_keys()]
    if not rows:
        return []
    about = _("Something is wrong with keys. Put it right today.")
    return [Section(id="alarms", head=_("Keys"), about=about, rows=rows)]


def _few_openers() -> list[Row]:
    found = alarms.few_openers()
    if found is None:
        return []
    count = len(found.lockboxes)
    says = ngettext(
        "%(n)s lockbox can be opened by fewer than two people.",
        "%(n)s lockboxes can be opened by fewer than two people.",
        count,
    )
    return [
        Row(
            what=capfirst(says % {"n": in_words(count)}),
            small=(
                _(
                    "If one more passphrase is lost, what is in them is lost too. Heal a lost"
                    " passphrase, or invite a colleague for the same circle. Nobody left who can:"
                    " the recovery shares open it."
                ),
                _named([str(id) for id in found.lockboxes]),
            ),
            tag=date_format(timezone.localtime(found.found_at), "D M j"),
            tag_kind="care",
        )
    ]


def _refused_keys() -> list[Row]:
    found = alarms.refused_keys()
    if found is None:
        return []
    return [
        Row(
            what=_("A key in the database was changed from outside."),
            small=(
                _(
                    "Nothing was sealed to it. Find out who can write to the database, keep a copy"
                    " of it, and verify the ledger before anything else."
                ),
                _named(list(found.names)),
            ),
            tag=date_format(timezone.localtime(found.refused_at), "D M j"),
            tag_kind="care",
        )
    ]


def _named(ids: list[str]) -> str:
    more = len(ids) - ALARMS_NAMED
    named = ", ".join(ids[:ALARMS_NAMED])
    return _("%(ids)s and %(n)d more") % {"ids": named, "n": more} if more > 0 else named


def _house() -> Section:
    seq, head = lines.head()
    beat = Heartbeat.objects.order_by("-at").first()
    quiet = beat is None or clock.now() - beat.at > LOOP_IS_QUIET_AFTER
    failing = Heartbeat.objects.filter(failures__gt=0).count()
    sessions = Session.objects.filter(is_pending=False, expires_at__gt=clock.now()).count()
    loop = Row(
        what=_("The loop"),
        small=(
            _("Last came by %(ago)s.") % {"ago": _ago(beat.at)}
            if beat
            else _("It has never come by. Ask whoever serves the house to start it."),
        ),
        tag=_("Quiet") if quiet else _("Well"),
        tag_kind="care" if quiet else "good",
    )
    troubles = ngettext(
        "%(n)s kind of due work could not be done.",
        "%(n)s kinds of due work could not be done.",
        failing,
    )
    rows = [
        loop,
        Row(
            what=_("Work that falls due"),
            small=(
                capfirst(troubles % {"n": in_words(failing)})
                if failing
                else _("All of it was done when it was due."),
            ),
            tag=_("Look at it") if failing else _("Well"),
            tag_kind="care" if failing else "good",
        ),
        Row(
            what=_("The ledger"),
            small=(
                _("%(n)s lines. Its head is %(head)s.")
                % {"n": f"{seq:,}", "head": f"{head[:4]}·{head[4:8]}"},
            ),
        ),
        Row(
            what=_("Sessions"),
            small=(
                ngettext(
                    "%(n)s colleague is signed in.", "%(n)s colleagues are signed in.", sessions
                )
                % {"n": sessions},
            ),
        ),
    ]
    return Section(id="house", head=_("The house"), about=_("How it is running."), rows=rows)


def _ago(moment: datetime) -> str:
    seconds = int((clock.now() - moment).total_seconds())
    if seconds < 90:
        return ngettext("%(n)d second ago", "%(n)d seconds ago", seconds) % {"n": seconds}
    minutes = seconds // 60
    return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
