"""Reaching reports. Whoever may not read counts reaches none: 404, the same as no report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from accompany.awards.models import Award
from accompany.awards.periods import Period
from accompany.grants import verbs
from accompany.grants.models import Report, TrueNumbers, TrueWords
from accompany.ledger.lines import opening
from accompany.sealed.lockboxes import NotYours, OpenLockbox, open_lockboxes
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability


@dataclass(frozen=True)
class Kept:
    """A report with its true numbers open."""

    report: Report
    true: TrueWords

    @property
    def numbers(self) -> dict[str, int]:
        return self.true.by_key()


def reports(by: Acting) -> QuerySet[Report]:
    if not by.can(Capability.READ_COUNTS):
        return Report.objects.none()
    return Report.objects.all()


def report(award: Award, first_day: date, by: Acting, *, lock: bool = False) -> Report:
    """The kept report of this quarter, or 404."""
    found = reports(by).select_for_update(of=("self",)) if lock else reports(by)
    try:
        return found.select_related("award").get(award=award, first_day=first_day)
    except Report.DoesNotExist:
        raise Http404("No such report.") from None


def earlier(award: Award, period: Period, by: Acting) -> list[Report]:
    """The frozen reports of the quarters before, in the same fiscal year, oldest first."""
    found = reports(by).filter(
        award=award,
        first_day__gte=award.fiscal_start(period.first),
        first_day__lt=period.first,
        frozen_at__isnull=False,
    )
    return list(found.order_by("first_day"))


def kept(wanted: Sequence[Report], by: Acting) -> list[Kept]:
    """Open the true numbers of these reports, in their order. Leaves one line for all, first."""
    if not wanted:
        return []
    opening(verbs.OPENED_TRUE_NUMBERS, wanted[-1], by=by, reports=len(wanted))
    rows = {row.report_id: row for row in TrueNumbers.objects.filter(report__in=wanted)}
    boxes = open_lockboxes([row.lockbox_id for row in rows.values()], by=by)
    return [_open(each, rows[each.id], boxes) for each in wanted]


def _open(report: Report, row: TrueNumbers, boxes: Mapping[UUID, OpenLockbox]) -> Kept:
    if row.lockbox_id not in boxes:
        raise NotYours
    return Kept(report, row.open(boxes[row.lockbox_id]).words)
