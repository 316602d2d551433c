"""What stands beside a day: what to know at once, who is there, what waits for a yes."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accompany import clock
from accompany.contact import access as contact
from accompany.helpline import access as helpline
from accompany.house.numbers import in_words
from accompany.ledger.asking import find
from accompany.participants import access as participants
from accompany.participants.models import GlassOpening
from accompany.participants.notices import Notice
from accompany.staff import people as colleagues
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability
from accompany.staff.models import Draft
from accompany.workday import words
from accompany.workday.rows import Row, Section


def to_know(found: list[Notice]) -> Section:
    """Files opened with a reason, and who asks to be forgotten, for whom it concerns."""
    rows = []
    for notice in found:
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


def broken(found: list[Notice]) -> list[str]:
    """Who has a file open through broken glass, out of what there is to know."""
    return list(dict.fromkeys(notice.broke_by for notice in found if notice.is_urgent))


def broken_now(by: Acting) -> list[str]:
    """Who has a file open through broken glass that concerns `by`. Opens nothing."""
    open_now = GlassOpening.objects.filter(ends_at__gt=clock.now(), reviewed_at=None)
    others = open_now.exclude(colleague_id=by.id)
    reviews = by.can(Capability.REVIEW_GLASS)
    running = participants.about(others, by) if reviews else participants.in_my_care(others, by)
    names = running.order_by("-opened_at").values_list("colleague__name", flat=True)
    return list(dict.fromkeys(names))


def on_the_line() -> Section:
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


def arrivals(by: Acting) -> list[Section]:
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


def letters(by: Acting) -> list[Section]:
    """Letters from the public site that nobody has opened, for whoever reads them."""
    unread = contact.unread_count(by)
    if not unread:
        return []
    what = ngettext("%(n)s letter is unread", "%(n)s letters are unread", unread)
    row = Row(what=capfirst(what % {"n": in_words(unread)}), url=words.address("contact:letters"))
    return [Section(id="letters", head=_("Letters"), rows=[row])]


def drafts(by: Acting) -> list[Section]:
    waiting = "WHERE colleague_id = %s AND expires_at > %s ORDER BY saved_at DESC"
    kept = find(Draft, waiting, [by.id, clock.now()])
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
