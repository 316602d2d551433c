"""What the machine room does: finding, a record, the quarter, sealing; in one process."""

import json
import os
import sqlite3
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from bench.figures import Figure, percentile, spread, timed


def measure(accounts: dict[str, dict[str, str]], *, quick: bool) -> list[Figure]:
    here = _acting(accounts)
    return [
        *_seals(),
        _commit(),
        _record(here, 20 if quick else 100),
        *_finding(here, 20 if quick else 100),
        *_quarter(here),
    ]


def _acting(accounts: dict[str, dict[str, str]]) -> dict[str, object]:
    from accompany.sealed.people import unlock
    from accompany.staff.acting import Acting
    from accompany.staff.models import Colleague

    return {
        name: Acting(
            colleague := Colleague.objects.get(sign_in_name=name),
            unlock(colleague.id, accounts[name]["passphrase"]),
        )
        for name in ("tamsin", "delphine", "jo")
    }


def _seals() -> list[Figure]:
    from nacl.bindings import (
        crypto_aead_xchacha20poly1305_ietf_decrypt as raw_open,
    )
    from nacl.bindings import (
        crypto_aead_xchacha20poly1305_ietf_encrypt as raw_seal,
    )

    from accompany.sealed import cipher

    key, words, nonce = os.urandom(32), b"w" * 200, os.urandom(24)
    sealed = raw_seal(words, b"bound", nonce, key)
    locked = cipher.lock(key, words, b"bound")
    count = 20_000
    return [
        Figure(
            "seal 200 bytes",
            _each(lambda: cipher.lock(key, words, b"bound"), count),
            "raw XChaCha20-Poly1305: "
            + _each(lambda: raw_seal(words, b"bound", nonce, key), count),
        ),
        Figure(
            "open 200 bytes",
            _each(lambda: cipher.unlock(key, locked, b"bound"), count),
            "raw XChaCha20-Poly1305: "
            + _each(lambda: raw_open(sealed, b"bound", nonce, key), count),
        ),
    ]


def _each(call: object, count: int) -> str:
    start = time.perf_counter()
    for _ in range(count):
        call()  # type: ignore[operator]  # any call without arguments
    return f"{(time.perf_counter() - start) / count * 1e6:.1f} µs"


def _commit() -> Figure:
    """One row in one durable SQLite commit: the floor of everything that writes."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        database = sqlite3.connect(Path(folder) / "floor.sqlite3", isolation_level=None)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE t (a BLOB)")
        took = timed(lambda: database.execute("INSERT INTO t VALUES (?)", [b"x" * 200]), 300)
        database.close()
    return Figure("one SQLite insert with fsync", spread(took))


def _record(here: dict[str, object], times: int) -> Figure:
    from accompany.participants import actions
    from accompany.participants.safe_contact import SafeContact

    delphine = here["delphine"]

    def one() -> None:
        actions.open_record(
            called="Bench",
            aliases=["Bench"],
            team=[delphine.colleague],  # type: ignore[attr-defined]  # an Acting
            safe=SafeContact(channels=("text",)),
            by=delphine,  # type: ignore[arg-type]  # an Acting
        )

    one()
    took = timed(one, times)
    p50 = percentile(took, 0.5)
    return Figure(
        "record opened, sealed, in the ledger", spread(took), "", "p50 ≤ 10 ms", p50 <= 10
    )


def _finding(here: dict[str, object], times: int) -> list[Figure]:
    from accompany.demo.words import CALLED
    from accompany.participants import finding
    from accompany.participants.models import Card

    by = here["tamsin"]
    start = time.perf_counter()
    finding.search("Juniper", by=by)  # type: ignore[arg-type]  # an Acting
    rebuilt = (time.perf_counter() - start) * 1000
    misspelled = [f"{name[:2]}{name[3:]}" for name in CALLED[:times]]
    asked = iter(misspelled * 3)
    took = timed(lambda: finding.search(next(asked), by=by), times)  # type: ignore[arg-type]
    cards = Card.objects.count()
    p95 = percentile(took, 0.95)
    return [
        Figure(
            f"find one of {cards:,} cards, misspelled",
            spread(took),
            "",
            "≤ 60 ms at 10,000",
            p95 <= 60,
        ),
        Figure("  the first search after changes", f"{rebuilt:.0f} ms"),
    ]


def _quarter(here: dict[str, object]) -> list[Figure]:
    from django.db import connection

    from accompany import clock
    from accompany.advocacy.models import Service
    from accompany.awards.models import Award
    from accompany.grants import report

    award = Award.objects.order_by("-fiscal_start_month").first()
    before = clock.today() - timedelta(days=95)
    period = next(p for p in award.periods if p.first <= before <= p.last)  # type: ignore[union-attr]
    took = timed(
        lambda: report.count(award, period, by=here["jo"]),  # type: ignore[arg-type]
        5,
    )

    def people() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(DISTINCT participant_id) FROM advocacy_service"
                " WHERE award_id = %s AND day BETWEEN %s AND %s",
                [award.id.hex, period.first, period.last],  # type: ignore[union-attr]
            )
            cursor.fetchall()

    floor = timed(people, 5)
    services = Service.objects.count()
    return [
        Figure(
            f"the quarter, of {services:,} services",
            f"{min(took):.0f} to {max(took):.0f} ms",
            f"one SQL count: {min(floor):.0f} ms",
            "≤ 1,000 ms",
            max(took) <= 1000,
        )
    ]


def fifty_thousand() -> list[Figure]:
    """Finding among 50,000 cards, in a house of its own: takes some minutes to make."""
    from accompany.participants import finding
    from accompany.participants.testing import make_circles, make_many_cards
    from accompany.staff.capabilities import Role
    from accompany.staff.testing import make_colleague

    make_circles()
    by = make_colleague(Role.ADVOCATE)
    make_many_cards(50_000, by=by)
    while finding.build(by=by):
        pass
    took = timed(lambda: finding.search(f"Junper {uuid4().hex[:2]}", by=by), 30)
    return [
        Figure(
            "find one of 50,000 cards, misspelled",
            spread(took),
            "",
            "≤ 300 ms",
            percentile(took, 0.95) <= 300,
        )
    ]


def accounts_of(data: Path) -> dict[str, dict[str, str]]:
    """The demo colleagues of a folder, by sign-in name."""
    listed = json.loads((data / "demo.json").read_text(encoding="utf-8"))["accounts"]
    return {account["sign_in_name"]: account for account in listed}
