"""Walking the ledger: is every line as it was written, and every sealed row as the lines say.

The chain shows the first line that was changed, moved or taken out. A head kept elsewhere shows a
tail that was cut. And since each line names a row's version, a row put back whole, words and
version, is found too: it is older than its last line. A line also holds a digest of the sealed
bytes, so that bytes exchanged under the same version are found.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any  # Any: what a column holds
from uuid import UUID

from django.apps import apps
from django.db import connections, models

from accompany.ledger import heads
from accompany.ledger.chain import COLUMNS, hash_of
from accompany.ledger.lines import digest_of
from accompany.ledger.models import NOTHING_BEFORE, Line

PIECE = 2000
BEFORE_ALL = -(2**62)


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was written."""

    sentence: str
    seq: int | None = None
    table: str = ""
    row: UUID | None = None


@dataclass
class Report:
    """What a walk found. `head` is the last line's place and hash."""

    lines: int = 0
    rows: int = 0
    head: tuple[int, str] = (0, NOTHING_BEFORE)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.findings

    @property
    def first(self) -> Finding | None:
        return self.findings[0] if self.findings else None


def verify(
    *,
    known_heads: Iterable[tuple[int, str]] = (),
    tables: Iterable[type[models.Model]] | None = None,
) -> Report:
    """Walk the chain, then every sealed row. `known_heads` come from backups and print-outs."""
    report = Report()
    _walk_lines(report)
    kept = heads.remembered()
    for seq, hash in [*known_heads, *([kept] if kept else [])]:
        if not heads.stands(seq, hash):
            report.findings.append(
                Finding(
                    f"Line {seq}, which was seen before, is gone or another: "
                    "the end of the ledger was cut.",
                    seq=seq,
                )
            )
    _walk_rows(report, versioned_models() if tables is None else tables)
    return report


def versioned_models() -> list[type[models.Model]]:
    """The models whose rows' versions the ledger follows."""
    return [model for model in apps.get_models() if getattr(model, "ledger_versioned", False)]


def _walk_lines(report: Report) -> None:
    """Name the first line that is broken; what follows it proves nothing more."""
    seq, before = 0, NOTHING_BEFORE
    for values, hash in _raw_lines():
        sentence = _broken(values, hash, seq + 1, before)
        if sentence:
            at = values[0] if isinstance(values[0], int) else seq + 1
            report.findings.append(Finding(sentence, seq=at))
            return
        seq, before = values[0], hash
        report.lines += 1
    report.head = (seq, before)


def _broken(values: tuple[Any, ...], hash: Any, seq: int, before: str) -> str | None:
    try:
        computed = hash_of(values)
    except ValueError:
        computed = None
    if computed != hash:
        return f"Line {values[0]} was changed after it was written."
    if values[0] != seq:
        return f"Line {seq} is missing: line {values[0]} stands in its place."
    if values[1] != before:
        return f"Line {seq} does not follow the line before it."
    return None


def _raw_lines() -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every line as the database keeps it, with nothing made better on the way."""
    connection = connections["default"]
    connection.ensure_connection()
    quoted = [connection.ops.quote_name(name) for name in (*COLUMNS, "hash")]
    is_sqlite = connection.vendor == "sqlite"
    # A plus sign before a column keeps Python's converters away from what SQLite stores.
    columns = ", ".join(f"+{name}" if is_sqlite else name for name in quoted)
    query = f"SELECT {columns} FROM ledger_line WHERE seq > %s ORDER BY seq LIMIT {PIECE}"  # noqa: S608  (our own names)
    last = BEFORE_ALL
    while piece := _piece(connection, query, last):
        for row in piece:
            yield tuple(row[:-1]), row[-1]
        last = piece[-1][0]


def _piece(connection: Any, query: str, last: int) -> list[tuple[Any, ...]]:
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(query, [last])
            return list(cursor.fetchall())
    usual = connection.connection.text_factory
    connection.connection.text_factory = _any_text
    try:
        with connection.cursor() as cursor:
            cursor.execute(query, [last])
            return list(cursor.fetchall())
    finally:
        connection.connection.text_factory = usual


def _any_text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _walk_rows(report: Report, tables: Iterable[type[models.Model]]) -> None:
    """Compare every row's version with the highest its lines name."""
    erased_rows, erased_subjects = _erased()
    for model in tables:
        table = model._meta.db_table
        named = _named(table)
        digested: tuple[str, ...] = getattr(model, "ledger_digests", ())
        rows = model._base_manager.values_list("pk", "version", *digested)
        for id, version, *values in rows.iterator(PIECE):
            report.rows += 1
            sentence = _out_of_step(table, id, version, values, named.pop(id, None))
            if sentence:
                report.findings.append(Finding(sentence, table=table, row=id))
        missing = [id for id in named if (table, id) not in erased_rows]
        for id in _gone_without_reason(table, missing, erased_subjects):
            report.findings.append(
                Finding(
                    f"The row {id} of {table} is gone, and no line says that it was erased.",
                    table=table,
                    row=id,
                )
            )


def _named(table: str) -> dict[UUID, tuple[int, str | None]]:
    """Each row's highest version in its lines, and the digest first written for that version."""
    named: dict[UUID, tuple[int, str | None]] = {}
    lines = Line.objects.filter(table=table, row__isnull=False, version__isnull=False)
    for row, version, facts in (
        lines.order_by("seq").values_list("row", "version", "facts").iterator(PIECE)
    ):
        if row is None or version is None:
            continue
        highest, digest = named.get(row, (0, None))
        if version > highest:
            digest = None
        if version >= highest:
            named[row] = (version, digest or _digest_in(facts))
    return named


def _digest_in(facts: str) -> str | None:
    return json.loads(facts).get("sealed") if '"sealed":' in facts else None


def _out_of_step(
    table: str, id: UUID, version: int, values: list[Any], named: tuple[int, str | None] | None
) -> str | None:
    if named is None:
        return f"The row {id} of {table} is in no line."
    highest, digest = named
    if version < highest:
        return f"The row {id} of {table} was put back to version {version} of {highest}."
    if version > highest:
        return f"The row {id} of {table} has version {version}; its last line says {highest}."
    if digest and values and digest_of(values) != digest:
        return f"The row {id} of {table} holds other bytes than its lines were written for."
    return None


def _erased() -> tuple[set[tuple[str, UUID]], dict[UUID, int]]:
    """Rows, and subjects with their last line, that a line says were erased."""
    rows: set[tuple[str, UUID]] = set()
    subjects: dict[UUID, int] = {}
    lines = Line.objects.filter(facts__contains='"erases":1').order_by("seq")
    for seq, table, row, subject in lines.values_list("seq", "table", "row", "subject"):
        if row is not None:
            rows.add((table, row))
        if subject is not None:
            subjects[subject] = seq
    return rows, subjects


def _gone_without_reason(
    table: str, missing: list[UUID], erased_subjects: dict[UUID, int]
) -> list[UUID]:
    explained: set[UUID] = set()
    for start in range(0, len(missing), 500):
        lines = Line.objects.filter(table=table, row__in=missing[start : start + 500])
        explained |= {
            row
            for row, subject, seq in lines.values_list("row", "subject", "seq")
            if row is not None and subject is not None and erased_subjects.get(subject, 0) > seq
        }
    return [id for id in missing if id not in explained]
