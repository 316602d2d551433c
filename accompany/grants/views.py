"""Pages for those who count. Nothing here leads to a person: a number leads to its definition."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accompany import clock
from accompany.awards import access as awards
from accompany.awards.models import Award, Scheme
from accompany.awards.periods import Period, fiscal_year
from accompany.awards.terms import as_seen
from accompany.grants import access, actions, outlets, pages
from accompany.grants.forms import AwardForm
from accompany.grants.models import Reader, Report
from accompany.house.refusals import Refusal
from accompany.releases import gate
from accompany.releases.counts import publications
from accompany.staff import drafts
from accompany.staff.acting import StaffRequest
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door

SHOWN_QUARTERS = 4


@require_GET
@door(Capability.READ_COUNTS)
def awards_page(request: StaffRequest) -> HttpResponse:
    """Every award, its newest quarters first."""
    kept = {(each.award_id, each.first_day): each for each in access.reports(request.by)}
    listed = [
        (award, _quarters(award, kept)[:SHOWN_QUARTERS])
        for award in Award.objects.order_by("-last_day", "funder", "name")
    ]
    context = {"listed": listed, "may_enter": _may_enter(request)}
    return render(request, "grants/awards.html", context)


@door(Capability.FREEZE_REPORTS, Capability.TICK_REPORTS)
def enter_award(request: StaffRequest) -> HttpResponse:
    """A new award, as its letter says. A double click enters one."""
    form = AwardForm(request.POST or None, initial=drafts.kept(request) or {})
    if request.method == "POST" and form.is_valid():
        entered = actions.enter_award(
            id=form.cleaned_data["form_id"], terms=form.terms, by=request.by
        )
        messages.success(request, _("The award is entered. Services can point to it now."))
        return redirect("grants:award", entered.id)
    context = {"form": form, "award": None}
    status = 422 if form.is_bound else 200
    return render(request, "grants/award_form.html", context, status=status)


@door(Capability.FREEZE_REPORTS, Capability.TICK_REPORTS)
def change_award(request: StaffRequest, award: UUID) -> HttpResponse:
    """An award's terms put right. What decides its kept quarters stays."""
    found = awards.award(award)
    has_reports = access.reports(request.by).filter(award=found).exists()
    form = AwardForm(
        request.POST or None,
        initial=AwardForm.of(found) | (drafts.kept(request) or {}),
        has_reports=has_reports,
    )
    context: dict[str, object] = {"award": found, "has_reports": has_reports}
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_award(
                award=found, seen=form.cleaned_data["seen"], terms=form.terms, by=request.by
            )
        except actions.AwardChangedMeanwhile as refusal:
            form = AwardForm(
                _seen(request.POST, found), initial=form.initial, has_reports=has_reports
            )
            form.add_error(None, str(refusal))
            context |= _about(found) | {"show_saved": True}
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The award is changed."))
            return redirect("grants:award", found.id)
    status = 422 if form.is_bound else 200
    return render(request, "grants/award_form.html", context | {"form": form}, status=status)


@require_GET
@door(Capability.READ_COUNTS)
def award_page(request: StaffRequest, award: UUID) -> HttpResponse:
    found = awards.award(award)
    kept = {(each.award_id, each.first_day): each for each in access.reports(request.by)}
    context = {
        "award": found,
        "may_change": _may_enter(request),
        "quarters": _quarters(found, kept),
    }
    return render(request, "grants/award.html", context | _about(found))


@require_GET
@door(Capability.READ_COUNTS)
def definitions(request: StaffRequest, scheme: str) -> HttpResponse:
    """What every number of a form means. The end of every link from a number."""
    if scheme not in Scheme.values:
        raise Http404("No such form.")
    measures = awards.measures(scheme, clock.today())
    context = {"measures": measures.values(), "scheme": Scheme(scheme)}
    return render(request, "grants/definitions.html", context)


@require_GET
@door(Capability.READ_COUNTS)
def quarter(request: StaffRequest, award: UUID, year: int, month: int) -> HttpResponse:
    return _quarter_page(request, *_found(award, year, month))


@require_POST
@door(Capability.FREEZE_REPORTS)
def make_ready(request: StaffRequest, award: UUID, year: int, month: int) -> HttpResponse:
    found, period = _found(award, year, month)
    try:
        actions.make_ready(award=found, period=period, by=request.by)
    except Refusal as refusal:
        return _quarter_page(request, found, period, refusal=refusal)
    messages.success(request, _("The numbers are kept. A second person can tick them now."))
    return redirect("grants:quarter", award, year, month)


@require_POST
@door(Capability.FREEZE_REPORTS)
def take_back(request: StaffRequest, award: UUID, year: int, month: int) -> HttpResponse:
    found, period = _found(award, year, month)
    try:
        actions.take_back(report=access.report(found, period.first, request.by), by=request.by)
    except Refusal as refusal:
        return _quarter_page(request, found, period, refusal=refusal)
    messages.success(request, _("This quarter is a draft again and counts anew."))
    return redirect("grants:quarter", award, year, month)


@require_POST
@door(Capability.TICK_REPORTS)
def tick(request: StaffRequest, award: UUID, year: int, month: int) -> HttpResponse:
    found, period = _found(award, year, month)
    try:
        actions.tick(report=access.report(found, period.first, request.by), by=request.by)
    except Refusal as refusal:
        return _quarter_page(request, found, period, refusal=refusal)
    messages.success(request, _("Ticked. It can be frozen and sent now."))
    return redirect("grants:quarter", award, year, month)


@require_POST
@door(Capability.FREEZE_REPORTS)
def freeze(request: StaffRequest, award: UUID, year: int, month: int) -> HttpResponse:
    found, period = _found(award, year, month)
    try:
        actions.freeze(report=access.report(found, period.first, request.by), by=request.by)
    except Refusal as refusal:
        return _quarter_page(request, found, period, refusal=refusal)
    messages.success(request, _("Frozen. What was sent stays as it was sent."))
    return redirect("grants:quarter", award, year, month)


@require_GET
@door(Capability.READ_COUNTS)
def since(request: StaffRequest, award: UUID, year: int, month: int) -> HttpResponse:
    """What has changed since the numbers were kept."""
    found, period = _found(award, year, month)
    report = access.report(found, period.first, request.by)
    context = {
        "award": found,
        "period": period,
        "report": report,
        "since": pages.since(report, request.by),
    }
    return render(request, "grants/since.html", context)


@require_POST
@door(Capability.READ_COUNTS)
def send_file(
    request: StaffRequest, award: UUID, year: int, month: int, reader: str
) -> HttpResponse:
    found, period = _found(award, year, month)
    report, who = access.report(found, period.first, request.by), _reader(reader)
    try:
        clearance = gate.numbers_only(by=request.by, outlet=outlets.CSV)
        with transaction.atomic():
            return outlets.send_file(clearance, report, who, _sheet(report, who, request))
    except Refusal as refusal:
        return _quarter_page(request, found, period, refusal=refusal)


@require_POST
@door(Capability.READ_COUNTS)
def send_page(
    request: StaffRequest, award: UUID, year: int, month: int, reader: str
) -> HttpResponse:
    found, period = _found(award, year, month)
    report, who = access.report(found, period.first, request.by), _reader(reader)
    numbers = report.published
    if who is Reader.FUNDER:
        numbers = access.kept([report], request.by)[0].numbers
    try:
        clearance = gate.numbers_only(by=request.by, outlet=outlets.PRINT)
        with transaction.atomic():
            return outlets.send_page(clearance, report, who, numbers)
    except Refusal as refusal:
        return _quarter_page(request, found, period, refusal=refusal)


def _quarter_page(
    request: StaffRequest, award: Award, period: Period, refusal: Refusal | None = None
) -> HttpResponse:
    reader = _reader(request.GET.get("for", Reader.FUNDER.value))
    shown = pages.quarter(award, period, reader, request.by)
    context = {
        "award": award,
        "quarter": shown,
        "report": shown.report,
        "readers": _tabs(reader),
        "refusal": refusal,
        "left": publications(shown.report.id) if shown.report else [],
        "may_freeze": request.by.can(Capability.FREEZE_REPORTS),
        "may_tick": request.by.can(Capability.TICK_REPORTS),
    }
    return render(request, "grants/quarter.html", context, status=422 if refusal else 200)


def _about(award: Award) -> dict[str, object]:
    """What the facts of an award need to be said."""
    return {
        "month": MONTHS[award.fiscal_start_month],
        "not_tracked": [_block_label(award, code) for code in award.not_tracked],
    }


def _seen(typed: QueryDict, award: Award) -> QueryDict:
    """What was typed, now that the award as it stands has been shown beside it."""
    again = typed.copy()
    again["seen"] = as_seen(award)
    return again


def _may_enter(request: StaffRequest) -> bool:
    return any(map(request.by.can, (Capability.FREEZE_REPORTS, Capability.TICK_REPORTS)))


def _found(award: UUID, year: int, month: int) -> tuple[Award, Period]:
    """An award and one of its quarters that has begun, or 404."""
    found = awards.award(award)
    for period in found.periods:
        if (period.first.year, period.first.month) == (year, month) and _has_begun(period):
            return found, period
    raise Http404("No such quarter.")


def _has_begun(period: Period) -> bool:
    return period.first <= clock.today()


def _quarters(
    award: Award, kept: dict[tuple[UUID, date], Report]
) -> list[tuple[Period, int, Report | None]]:
    """The quarters that have begun, newest first, with their fiscal year and report."""
    return [
        (
            period,
            fiscal_year(period.first, start_month=award.fiscal_start_month),
            kept.get((award.id, period.first)),
        )
        for period in reversed(award.periods)
        if _has_begun(period)
    ]


def _tabs(reader: Reader) -> list[tuple[str, str, bool]]:
    labels = {Reader.FUNDER: _("The funder’s form"), Reader.PUBLIC: _("Public and partners")}
    return [(label, f"?for={each.value}", each is reader) for each, label in labels.items()]


def _sheet(report: Report, reader: Reader, request: StaffRequest) -> str:
    if reader is Reader.PUBLIC:
        return report.sheet
    return access.kept([report], request.by)[0].true.sheet


def _reader(name: str) -> Reader:
    try:
        return Reader(name)
    except ValueError:
        raise Http404("Nobody reads that.") from None


def _block_label(award: Award, code: str) -> str:
    measure = awards.measures(award.scheme, clock.today()).get(code)
    return measure.label if measure else code
