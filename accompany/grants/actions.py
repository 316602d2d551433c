"""Awards as they were granted; and from a draft to what was sent.

Make ready, tick by a second person, freeze; or take back.
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.awards.models import Award
from accompany.awards.periods import Period
from accompany.awards.terms import Terms, as_seen
from accompany.grants import access, outlets, verbs
from accompany.grants.models import Reader, Report, TrueNumbers, TrueWords
from accompany.grants.publishing import withheld_from_public
from accompany.grants.report import Counted, count
from accompany.house.refusals import Refusal
from accompany.ledger.lines import HOUSE, record
from accompany.sealed.circles import COUNTS
from accompany.sealed.lockboxes import make_lockbox, order_shred, shredded
from accompany.staff.access import require
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability

DECIDE_QUARTERS = ("first_day", "fiscal_start_month")


class AwardChangedMeanwhile(Refusal):
    message = _(
        "Somebody else changed this award while you were typing. Both are on this page: compare, "
        "then save yours if it is still right."
    )


class QuartersAreKept(Refusal):
    message = _(
        "Quarters of this award are made ready or frozen already. Its first day and its fiscal "
        "year stay, and its last day cannot be before them."
    )


class StillRunning(Refusal):
    message = _("This quarter is still running. It can be made ready from the day after it ends.")


class NeedsASecondPerson(Refusal):
    message = _("A second person ticks the numbers: not the one who made them ready.")


class NotTicked(Refusal):
    message = _("A second person has not ticked these numbers yet.")


class AlreadyFrozen(Refusal):
    message = _("This report is frozen. What was sent stays as it was sent.")


def _require_entering(by: Acting) -> None:
    if not by.can(Capability.TICK_REPORTS):
        require(by, Capability.FREEZE_REPORTS)


@transaction.atomic
def enter_award(*, id: UUID, terms: Terms, by: Acting) -> Award:
    """A new award. Twice with the same id is once."""
    _require_entering(by)
    award, is_new = Award.objects.get_or_create(id=id, defaults=dict(terms))
    if is_new:
        record(verbs.ENTERED_AWARD, award, by=by)
    return award


@transaction.atomic
def change_award(*, award: Award, seen: str, terms: Terms, by: Acting) -> Award:
    """Put an award's terms right. Raises `AwardChangedMeanwhile` or `QuartersAreKept`."""
    _require_entering(by)
    award = Award.objects.select_for_update().get(id=award.id)
    if seen != as_seen(award):
        raise AwardChangedMeanwhile
    newest = access.reports(by).filter(award=award).order_by("-last_day").first()
    if newest is not None and (
        any(terms[term] != getattr(award, term) for term in DECIDE_QUARTERS)
        or terms["last_day"] < min(newest.last_day, award.last_day)
    ):
        raise QuartersAreKept
    for term, value in terms.items():
        setattr(award, term, value)
    award.save(update_fields=[*terms])
    record(verbs.CHANGED_AWARD, award, by=by)
    return award


def make_ready(*, award: Award, period: Period, by: Acting) -> Report:
    """Count the quarter and keep the numbers, for a second person to tick. Twice is once.

    Raises `StillRunning` before the quarter is over.
    """
    require(by, Capability.FREEZE_REPORTS)
    if clock.today() <= period.last:
        raise StillRunning
    found = access.reports(by).filter(award=award, first_day=period.first).first()
    if found is not None:
        return found
    counted = count(award, period, by=by)
    earlier = access.kept(access.earlier(award, period, by), by)
    kept = withheld_from_public(counted.form, counted.numbers, earlier, on=clock.today())
    return _keep(award, period, counted, kept, by=by)


def _keep(
    award: Award, period: Period, counted: Counted, kept: frozenset[str], *, by: Acting
) -> Report:
    published = {key: None if key in kept else n for key, n in counted.numbers.items()}
    with transaction.atomic():
        report, is_mine = Report.objects.get_or_create(
            award=award,
            first_day=period.first,
            defaults={
                "last_day": period.last,
                "ready_at": clock.now(),
                "ready_by": by.colleague,
                "asked": counted.form.plain(),
                "published": published,
                "sheet": outlets.as_sheet(award, period, counted.form, published, Reader.PUBLIC),
            },
        )
        if is_mine:
            _seal(report, counted, by=by)
    return report


def _seal(report: Report, counted: Counted, *, by: Acting) -> None:
    sheet = outlets.as_sheet(
        report.award, report.period, counted.form, counted.numbers, Reader.FUNDER
    )
    box = make_lockbox("counts", circles=[COUNTS])
    true = TrueNumbers(report=report).seal(
        TrueWords(tuple(counted.numbers), tuple(counted.numbers.values()), sheet), box=box
    )
    true.save()
    record(verbs.MADE_READY, true, by=by, report=report.id)


@transaction.atomic
def take_back(*, report: Report, by: Acting) -> None:
    """Back to a draft that counts anew. Raises `AlreadyFrozen`."""
    require(by, Capability.FREEZE_REPORTS)
    report = access.report(report.award, report.first_day, by, lock=True)
    if report.is_frozen:
        raise AlreadyFrozen
    true = TrueNumbers.objects.get(report=report)
    TrueNumbers.objects.filter(pk=true.pk).delete()
    report.delete()
    order_shred([true.lockbox_id])
    record(verbs.TOOK_BACK, true, by=by)


def replay() -> int:
    """After an older backup came back: drafts again, where the kept numbers' key is destroyed."""
    gone = list(TrueNumbers.objects.filter(lockbox__in=shredded(), report__frozen_at=None))
    for true in gone:
        with transaction.atomic():
            TrueNumbers.objects.filter(pk=true.pk).delete()
            Report.objects.filter(pk=true.report_id).delete()
            record(verbs.TOOK_BACK, true, by=HOUSE)
    return len(gone)


@transaction.atomic
def tick(*, report: Report, by: Acting) -> Report:
    """A second person agrees to exactly these numbers. Raises `NeedsASecondPerson`."""
    require(by, Capability.TICK_REPORTS)
    report = access.report(report.award, report.first_day, by, lock=True)
    if report.ready_by_id == by.id:
        raise NeedsASecondPerson
    if report.is_ticked:
        return report
    report.ticked_at, report.ticked_by = clock.now(), by.colleague
    report.save(update_fields=["ticked_at", "ticked_by"])
    record(verbs.TICKED, report, by=by)
    return report


@transaction.atomic
def freeze(*, report: Report, by: Acting) -> Report:
    """What was ticked is what was sent, for good. Raises `NotTicked`."""
    require(by, Capability.FREEZE_REPORTS)
    report = access.report(report.award, report.first_day, by, lock=True)
    if report.is_frozen:
        return report
    if not report.is_ticked:
        raise NotTicked
    report.frozen_at, report.frozen_by = clock.now(), by.colleague
    report.save(update_fields=["frozen_at", "frozen_by"])
    record(verbs.FROZE, report, by=by)
    return report
