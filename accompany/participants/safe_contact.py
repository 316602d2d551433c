"""Safe contact: how she may be reached without harm, as she told us.

Her rules stand on her card. Every path that reaches out to her asks `judge` first; nobody decides
alone. Where she has not said, the answer is no: silence is not a yes. Times are read on the clock
on the organization's wall, and where that clock jumps, the narrower reading holds.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Any  # Any: whatever a listener answers
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from accompany.participants.models import Participant

A_WEEK = timedelta(days=7)
DAYS_AHEAD = 9


class Channel(models.TextChoices):
    """A way to reach her."""

    CALL = "call", gettext_lazy("Call")
    TEXT = "text", gettext_lazy("Text")
    CHAT = "chat", gettext_lazy("Web chat")
    EMAIL = "email", gettext_lazy("E-mail")
    IN_PERSON = "in_person", gettext_lazy("In person")


NONE = "none"
"""Stands among her channels when she asked that nobody reach out to her."""

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


@dataclass(frozen=True)
class Window:
    """Hours in which she may be reached, on days of the week (Monday is 0; none: every day).

    A window that closes at or before the hour it opens ends on the day after.
    """

    opens: str
    closes: str
    days: tuple[int, ...] = ()

    @property
    def opens_at(self) -> time:
        return time.fromisoformat(self.opens)

    @property
    def closes_at(self) -> time:
        return time.fromisoformat(self.closes)

    def spans(self, around: date, zone: tzinfo) -> list[tuple[datetime, datetime]]:
        """The stretches of this window near a day, as moments in UTC."""
        spans = []
        for ahead in range(-2, DAYS_AHEAD):
            day = around + timedelta(days=ahead)
            if self.days and day.weekday() not in self.days:
                continue
            until = day if self.closes_at > self.opens_at else day + timedelta(days=1)
            start = max(_readings(day, self.opens_at, zone))
            end = min(_readings(until, self.closes_at, zone))
            if start < end:
                spans.append((start, end))
        return spans


@dataclass(frozen=True)
class SafeContact:
    """Her rules. `channels` empty: nobody has asked her yet. `("none",)`: she wants no contact."""

    channels: tuple[str, ...] = ()
    voicemail: bool = False
    say: str = ""
    windows: tuple[Window, ...] = ()
    not_safe: tuple[str, ...] = ()
    check_phrase: str = ""
    reviewed_on: date | None = None

    @property
    def is_asked(self) -> bool:
        return bool(self.channels)

    @property
    def wants_none(self) -> bool:
        return NONE in self.channels

    @property
    def sentence(self) -> str:
        """The one line that stands before any way to reach her."""
        if not self.is_asked:
            return _("Nobody has asked her yet how to reach her safely. Ask before anything else.")
        if self.wants_none:
            return _("Do not reach out. She comes to us.")
        ways = _listed([_way(channel) for channel in Channel.values if channel in self.channels])
        how = _("%(ways)s only") % {"ways": ways[:1].upper() + ways[1:]}
        hours = self.hours
        return f"{how}, {hours}." if hours else f"{how}."

    @property
    def hours(self) -> str:
        """When, as people say it: "10 am to 2 pm on Mon and Tue". Empty: at any hour."""
        return _listed([_hours(window) for window in self.windows])

    @property
    def rules(self) -> list[str]:
        """The rest of what she said, one plain sentence each."""
        rules = []
        if Channel.CALL in self.channels:
            rules.append(_("Voicemail is all right") if self.voicemail else _("No voicemail"))
        if self.say:
            rules.append(_("Say you’re “%(name)s”") % {"name": self.say})
        rules.extend(_("Not safe: %(what)s") % {"what": what} for what in self.not_safe)
        if self.check_phrase:
            rules.append(
                _("Before anything else, ask: “%(phrase)s”") % {"phrase": self.check_phrase}
            )
        if self.reviewed_on:
            day = formats.date_format(self.reviewed_on, "M j, Y")
            rules.append(_("She told us this on %(day)s") % {"day": day})
        return rules

    @property
    def said_to_her(self) -> list[str]:
        """The same, as her own copy says it to her."""
        if not self.is_asked:
            return [_("Nobody has asked you yet how to reach you safely. We ask first.")]
        if self.wants_none:
            said = [_("We do not reach out. You come to us.")]
        else:
            said = [self.sentence]
            if Channel.CALL in self.channels:
                said.append(_("We may leave voicemail") if self.voicemail else _("No voicemail"))
        if self.say:
            said.append(_("We say it is “%(name)s”") % {"name": self.say})
        said.extend(_("Not safe: %(what)s") % {"what": what} for what in self.not_safe)
        if self.check_phrase:
            said.append(_("We ask first: “%(phrase)s”") % {"phrase": self.check_phrase})
        if self.reviewed_on:
            day = formats.date_format(self.reviewed_on, "M j, Y")
            said.append(_("You told us this on %(day)s") % {"day": day})
        return said


@dataclass(frozen=True)
class Verdict:
    """Whether she may be reached so, why in one sentence, and until when this answer holds.

    `until` of a yes is when her hours end; of a no, when they next begin; None: nothing changes it
    but her word.
    """

    allowed: bool
    sentence: str
    until: datetime | None = None


def judge(
    safe: SafeContact,
    channel: str,
    at: datetime,
    *,
    leaving_voicemail: bool = False,
    answering: bool = False,
    zone: tzinfo | None = None,
) -> Verdict:
    """Say whether she may be reached by this channel at this moment.

    `answering`: she has just written or called by this channel and waits; then her hours do not
    hold an answer back, her channels still do.
    """
    if not safe.is_asked or safe.wants_none:
        return Verdict(False, safe.sentence)
    if channel not in safe.channels:
        return Verdict(False, _not_this_way(safe, channel))
    if leaving_voicemail and not safe.voicemail:
        return Verdict(False, _("She asked for no voicemail. Hang up without leaving one."))
    if not safe.windows or answering:
        return Verdict(True, safe.sentence)
    span = _span_now_or_next(safe.windows, at, zone or house_zone())
    if span is None:
        return Verdict(False, _("Her hours never come. Ask her again."))
    start, end = span
    if start <= at:
        return Verdict(True, safe.sentence, until=end if end - at < A_WEEK else None)
    return Verdict(False, _not_now(safe, start, zone or house_zone()), until=start)


def house_zone() -> tzinfo:
    """The time zone of the organization's wall clock."""
    from accompany.house.models import Organization  # models load after this module

    organization = Organization.current()
    return ZoneInfo(organization.timezone) if organization else timezone.get_default_timezone()


# Words above this one hold things that wait to go out to her. When her rules change they must let
# go of them, in the same transaction; they ask here to be told.

Listener = Callable[..., Any]
_listeners: list[Listener] = []


def on_change(listener: Listener) -> Listener:
    """Have `listener(participant, by=…)` called in the transaction that changes her rules."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def changed(participant: "Participant", *, by: Any) -> None:  # Any: Acting, which is above models
    """Tell every word that holds something waiting for her."""
    for listener in _listeners:
        listener(participant, by=by)


def _readings(day: date, at: time, zone: tzinfo) -> tuple[datetime, datetime]:
    """Both moments a wall clock time can mean; they differ only where the clock jumps."""
    local = datetime.combine(day, at, tzinfo=zone)
    return local.replace(fold=0).astimezone(UTC), local.replace(fold=1).astimezone(UTC)


def _span_now_or_next(
    windows: Iterable[Window], at: datetime, zone: tzinfo
) -> tuple[datetime, datetime] | None:
    """The stretch that holds `at`, else the next one to come; stretches that touch are one."""
    around = at.astimezone(zone).date()
    spans = sorted(span for window in windows for span in window.spans(around, zone))
    whole: list[tuple[datetime, datetime]] = []
    for start, end in spans:
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    return next(((start, end) for start, end in whole if at < end), None)


def _way(channel: str) -> str:
    return {
        Channel.CALL: _("call"),
        Channel.TEXT: _("text"),
        Channel.CHAT: _("web chat"),
        Channel.EMAIL: _("e-mail"),
        Channel.IN_PERSON: _("in person"),
    }[Channel(channel)]


def _not_this_way(safe: SafeContact, channel: str) -> str:
    no = {
        Channel.CALL: _("She asked not to be called."),
        Channel.TEXT: _("She asked not to be texted."),
        Channel.CHAT: _("She did not ask for web chat."),
        Channel.EMAIL: _("She asked for no e-mail."),
        Channel.IN_PERSON: _("She asked that nobody come in person."),
    }[Channel(channel)]
    return f"{no} {safe.sentence}"


def _not_now(safe: SafeContact, start: datetime, zone: tzinfo) -> str:
    local = start.astimezone(zone)
    when = f"{formats.date_format(local.date(), 'D M j')}, {_clock(local.time())}"
    return _("Not now: %(rule)s Next: %(when)s.") % {"rule": safe.sentence, "when": when}


def _hours(window: Window) -> str:
    hours = _("%(opens)s to %(closes)s") % {
        "opens": _clock(window.opens_at),
        "closes": _clock(window.closes_at),
    }
    if not window.days or set(window.days) == set(EVERY_DAY):
        return hours
    days = _listed([_weekday(day) for day in sorted(set(window.days))])
    return _("%(hours)s on %(days)s") % {"hours": hours, "days": days}


def _weekday(day: int) -> str:
    return [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")][day]


def _clock(at: time) -> str:
    if (at.hour, at.minute) in {(0, 0), (12, 0)}:
        return _("noon") if at.hour else _("midnight")
    hour = at.hour % 12 or 12
    half = _("pm") if at.hour >= 12 else _("am")
    return f"{hour}:{at.minute:02} {half}" if at.minute else f"{hour} {half}"


def _listed(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
