"""The ways by which numbers leave: a file, and a page to print. Both are of what was frozen."""

import csv
from collections.abc import Mapping
from hashlib import sha256
from io import StringIO

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accompany.awards.models import Award
from accompany.awards.periods import Period
from accompany.grants.form import Form, measure_of
from accompany.grants.models import Reader, Report
from accompany.house.refusals import Refusal
from accompany.releases import gate
from accompany.releases.clearance import Clearance
from accompany.releases.kinds import Kind
from accompany.releases.outlets import outlet

CSV = "grants.csv"
PRINT = "grants.print"

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class NotFrozen(Refusal):
    message = gettext_lazy("Only a frozen report can leave. Freeze it first.")


@outlet(CSV, kind=Kind.NUMBERS_ONLY)
def send_file(clearance: Clearance, report: Report, reader: Reader, sheet: str) -> HttpResponse:
    """The frozen report as a file, the same bytes each time."""
    content = sheet.encode()
    _account(clearance, report, reader, content)
    name = f"report-{report.first_day:%Y-%m}-{reader.value}.csv"
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@outlet(PRINT, kind=Kind.NUMBERS_ONLY)
def send_page(
    clearance: Clearance, report: Report, reader: Reader, numbers: Mapping[str, int | None]
) -> HttpResponse:
    """The frozen report as a page to print, the same bytes each time."""
    blocks = [
        (block, [(row, numbers[row.key]) for row in block.rows]) for block in report.form.blocks
    ]
    context = {"report": report, "award": report.award, "blocks": blocks, "reader": reader}
    content = render_to_string("grants/print.html", context).encode()
    _account(clearance, report, reader, content)
    return HttpResponse(content)


def _account(clearance: Clearance, report: Report, reader: Reader, content: bytes) -> None:
    if not report.is_frozen:
        raise NotFrozen
    gate.disclosed(
        clearance,
        reader.value,
        ["quarter"],
        sha256(content).hexdigest(),
        about=report.id,
    )


def as_sheet(
    award: Award, period: Period, form: Form, numbers: Mapping[str, int | None], reader: Reader
) -> str:
    """A report as comma-separated text. A withheld number is the word, never an empty cell."""
    written = StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(["question", "row", "label", "number"])
    for label, value in (
        (_("Award"), f"{award.funder}, {award.name}"),
        (_("Award number"), award.number),
        (_("First day"), period.first.isoformat()),
        (_("Last day"), period.last.isoformat()),
        (_("For"), str(reader.label)),
    ):
        rows.writerow(["about", "", *_harmless(label, value)])
    for block in form.blocks:
        for row in block.rows:
            n = numbers[row.key]
            code = measure_of(row.key)
            rows.writerow(
                [
                    code,
                    *_harmless(row.key.removeprefix(code).removeprefix("."), row.label),
                    "withheld" if n is None else n,
                ]
            )
    return written.getvalue()


def _harmless(*cells: str) -> list[str]:
    """Cells that no spreadsheet takes for a formula."""
    return [f"'{cell}" if cell.startswith(STARTS_A_FORMULA) else cell for cell in cells]
