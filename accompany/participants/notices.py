"""Notices: what somebody must see at once about people in her care, for the top of Today."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accompany import clock
from accompany.ledger.asking import ask
from accompany.participants import access
from accompany.participants.models import GlassOpening
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability

ANY_GLASS = """
    SELECT 1 FROM participants_glassopening
    WHERE reviewed_at IS NULL AND colleague_id <> %s LIMIT 1"""


@dataclass(frozen=True)
class Notice:
    """One thing to see: a sentence, more about it, where to look, since when, who broke a glass."""

    says: str
    more: str
    url: str
    at: datetime
    is_urgent: bool = False
    broke_by: str = ""


def notices(by: Acting) -> list[Notice]:
    """Broken glass and askings that concern this colleague, the latest first. Opens names only."""
    found = [*_glass(by), *_erasures(by)]
    return sorted(found, key=lambda notice: notice.at, reverse=True)


def _glass(by: Acting) -> list[Notice]:
    if not ask(ANY_GLASS, [by.id]):
        return []
    waiting = GlassOpening.objects.filter(reviewed_at=None).exclude(colleague_id=by.id)
    reviews = by.can(Capability.REVIEW_GLASS)
    rows = access.about(waiting, by) if reviews else access.in_my_care(waiting, by)
    found = list(rows.select_related("colleague", "participant"))
    names = access.names({row.participant_id for row in found}, by)
    return [
        Notice(
            says=_("%(who)s broke the glass on %(whose)s file.")
            % {"who": row.colleague.name, "whose": _whose(names.get(row.participant_id, ""))},
            more=_more(row),
            url=reverse("participants:glass"),
            at=row.opened_at,
            is_urgent=row.is_running(clock.now()),
            broke_by=row.colleague.name,
        )
        for row in found
    ]


def _more(row: GlassOpening) -> str:
    if row.is_running(clock.now()):
        return _("It is open to them now, and shuts by itself within the hour.")
    if clock.now() > row.review_due_at:
        return _("It should have been reviewed by now.")
    return _("It waits for a supervisor to review it.")


def _erasures(by: Acting) -> list[Notice]:
    return [
        Notice(
            says=_("Someone asks to be forgotten."),
            more=_("%(who)s wrote it down. A second person is needed.")
            % {"who": row.asked_through.name},
            url=reverse("participants:forgetting", args=[row.id]),
            at=row.asked_at,
        )
        for row in access.erasures_waiting(by)
        if row.asked_through_id != by.id
    ]


def _whose(name: str) -> str:
    return f"{name}’s" if name else _("someone’s")


def waiting_for_review(by: Acting) -> int:
    """How many broken glasses wait for this supervisor."""
    waiting = GlassOpening.objects.filter(reviewed_at=None).exclude(colleague_id=by.id)
    return access.about(waiting, by).count()
