"""The house itself on Today: quarters, places, keys and how it is running. Nobody is named here
whom we accompany.
"""

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
from accompany.house import rail
from accompany.house.models import Heartbeat
from accompany.house.numbers import in_words
from accompany.ledger import lines
from accompany.sealed import alarms
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability
from accompany.staff.models import Session
from accompany.workday import words
from accompany.workday.rows import Act, Row, Section

LOOP_IS_QUIET_AFTER = timedelta(minutes=2)
ALARMS_NAMED = 5


def quarters() -> Section:
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


def places(by: Acting) -> Section:
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


def alarms_of_keys(by: Acting) -> list[Section]:
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


def house() -> Section:
    rows = [_loop(), _due_work(), _ledger(), _sessions()]
    return Section(id="house", head=_("The house"), about=_("How it is running."), rows=rows)


def _loop() -> Row:
    beat = Heartbeat.objects.order_by("-at").first()
    quiet = beat is None or clock.now() - beat.at > LOOP_IS_QUIET_AFTER
    return Row(
        what=_("The loop"),
        small=(
            _("Last came by %(ago)s.") % {"ago": _ago(beat.at)}
            if beat
            else _("It has never come by. Ask whoever serves the house to start it."),
        ),
        tag=_("Quiet") if quiet else _("Well"),
        tag_kind="care" if quiet else "good",
    )


def _due_work() -> Row:
    failing = Heartbeat.objects.filter(failures__gt=0).count()
    troubles = ngettext(
        "%(n)s kind of due work could not be done.",
        "%(n)s kinds of due work could not be done.",
        failing,
    )
    return Row(
        what=_("Work that falls due"),
        small=(
            capfirst(troubles % {"n": in_words(failing)})
            if failing
            else _("All of it was done when it was due."),
        ),
        tag=_("Look at it") if failing else _("Well"),
        tag_kind="care" if failing else "good",
    )


def _ledger() -> Row:
    seq, head = lines.head()
    words_of_it = _("%(n)s lines. Its head is %(head)s.")
    shown = words_of_it % {"n": f"{seq:,}", "head": f"{head[:4]}·{head[4:8]}"}
    return Row(what=_("The ledger"), small=(shown,))


def _sessions() -> Row:
    n = Session.objects.filter(is_pending=False, expires_at__gt=clock.now()).count()
    signed_in = ngettext("%(n)s colleague is signed in.", "%(n)s colleagues are signed in.", n)
    return Row(what=_("Sessions"), small=(signed_in % {"n": n},))


def _ago(moment: datetime) -> str:
    seconds = int((clock.now() - moment).total_seconds())
    if seconds < 90:
        return ngettext("%(n)d second ago", "%(n)d seconds ago", seconds) % {"n": seconds}
    minutes = seconds // 60
    return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
