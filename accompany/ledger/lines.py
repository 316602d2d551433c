"""Writing lines: one writer at a time, inside the transaction whose work the line tells of.

`record` is the last thing an action does: on PostgreSQL the chain's lock is held from there to the
commit, so nothing that waits may follow it. `opening` comes before sealed words are opened, in a
short transaction of its own: when it fails, nothing opens.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Protocol  # Any: a row of any model
from uuid import UUID

from django.db import connections, models, transaction

from accompany import clock
from accompany.ledger.chain import hash_of
from accompany.ledger.inserting import insert
from accompany.ledger.models import NOTHING_BEFORE, Line
from accompany.ledger.verbs import Verb

CHAIN_LOCK = 0x4C494E45
A_CODE = re.compile(r"[A-Za-z0-9_.:+/=-]{1,128}")

Fact = int | str | UUID


class Actor(Protocol):
    """Whoever acts: a colleague, or the house."""

    @property
    def id(self) -> UUID: ...


@dataclass(frozen=True)
class House:
    """The house's own account, for webhooks and the loop. It holds no keys."""

    id: UUID


HOUSE = House(UUID("00000000-0000-4000-8000-00000000c0de"))


class OutsideTransaction(RuntimeError):
    """A line must stand or fall with the work it tells of."""


def record(
    verb: Verb,
    row: models.Model | None = None,
    *,
    by: Actor,
    subject: UUID | None = None,
    **facts: Fact,
) -> Line:
    """Append one line. Must be called inside a transaction, last."""
    return _append(verb, [row], by=by, subject=subject, facts=facts)[0]


def record_rows(
    verb: Verb,
    rows: Iterable[models.Model],
    *,
    by: Actor,
    subject: UUID | None = None,
    **facts: Fact,
) -> list[Line]:
    """Append one line per row, in one insert."""
    return _append(verb, list(rows), by=by, subject=subject, facts=facts)


def opening(
    verb: Verb,
    row: models.Model | None = None,
    *,
    by: Actor,
    subject: UUID | None = None,
    **facts: Fact,
) -> Line:
    """Append the line that comes before opening sealed words, and commit it."""
    with transaction.atomic():
        return record(verb, row, by=by, subject=subject, **facts)


def head() -> tuple[int, str]:
    """The last line's place and hash; what is kept elsewhere so that a cut tail shows."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM ledger_line ORDER BY seq DESC LIMIT 1")
        last = cursor.fetchone()
    return (last[0], last[1]) if last else (0, NOTHING_BEFORE)


def _append(
    verb: Verb,
    rows: Sequence[models.Model | None],
    *,
    by: Actor,
    subject: UUID | None,
    facts: dict[str, Fact],
) -> list[Line]:
    connection = connections["default"]
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"{verb.text!r} was recorded outside a transaction.")
    checked = _checked(facts, erases=verb.erases)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    seq, before = head()
    lines = []
    for row in rows:
        line = _line(verb, row, seq + 1, before, by, subject, checked)
        seq, before = line.seq, line.hash
        lines.append(line)
    insert(lines)
    return lines


def _line(
    verb: Verb,
    row: Any,
    seq: int,
    before: str,
    by: Actor,
    subject: UUID | None,
    checked: dict[str, int | str],
) -> Line:
    facts = _canonical_facts(checked, None if verb.is_look else digest_of_row(row))
    line = Line(
        seq=seq,
        before=before,
        at=clock.now(),
        who=by.id,
        verb=verb.text,
        table="" if row is None else row._meta.db_table,
        row=_id_of(row),
        version=getattr(row, "version", None),
        subject=subject or getattr(row, "ledger_subject", None),
        facts=facts,
    )
    line.hash = hash_of(
        (
            seq,
            before,
            line.at,
            line.who,
            line.verb,
            line.table,
            line.row,
            line.version,
            line.subject,
            facts,
        )
    )
    return line


def _id_of(row: Any) -> UUID | None:
    if row is None:
        return None
    if not isinstance(row.pk, UUID):
        raise TypeError("A line names rows by their UUID; pass other ids as facts.")
    return row.pk


def digest_of_row(row: Any) -> str | None:
    """The digest of the columns a row wants remembered, as far as it holds them itself."""
    names: tuple[str, ...] = getattr(row, "ledger_digests", ())
    if not names or any(name not in row.__dict__ for name in names):
        return None
    return digest_of([row.__dict__[name] for name in names])


def digest_of(values: Iterable[Any]) -> str:
    """A digest by which `ledger verify` knows stored bytes again. It tells nothing of them."""
    digest = blake2b(digest_size=16, person=b"accompany row")
    for value in values:
        raw = value.bytes if isinstance(value, UUID) else bytes(value)
        digest.update(len(raw).to_bytes(4, "big") + raw)
    return digest.hexdigest()


def _canonical_facts(checked: dict[str, int | str], digest: str | None) -> str:
    written = checked if digest is None else {**checked, "sealed": digest}
    return json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _checked(facts: dict[str, Fact], *, erases: bool) -> dict[str, int | str]:
    written: dict[str, int | str] = {"erases": 1} if erases else {}
    for name, fact in facts.items():
        match fact:
            case UUID():
                written[name] = str(fact)
            case bool() | int():
                written[name] = int(fact)
            case str() if A_CODE.fullmatch(fact):
                written[name] = str(fact)
            case _:
                raise ValueError(f"The fact {name!r} must be an id, a number or a code.")
    return written
