"""Lines are appended, chained, the same everywhere, and hold no words."""

from datetime import UTC, datetime
from threading import Thread
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as some

from accompany import clock
from accompany.ledger import triggers
from accompany.ledger.chain import canonical, hash_of
from accompany.ledger.lines import HOUSE, House, OutsideTransaction, head, opening, record
from accompany.ledger.models import NOTHING_BEFORE, Line
from accompany.ledger.verbs import Verb, known, verb
from accompany.ledger.verify import verify

LOOKED = Verb("looked at a row in a test", is_look=True)
A_MOMENT = datetime(2026, 3, 3, 3, 3, 3, 141592, tzinfo=UTC)
SOMEBODY = House(UUID("11111111-1111-4111-8111-111111111111"))
HER = UUID("aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa")


def test_each_line_holds_the_hash_of_the_line_before():
    first = record(LOOKED, by=SOMEBODY)
    second = record(LOOKED, by=SOMEBODY, subject=HER, pages=2)

    assert second.before == first.hash
    assert second.seq == first.seq + 1
    assert head() == (second.seq, second.hash)


def test_a_line_is_the_same_bytes_on_every_database():
    values = (
        1,
        NOTHING_BEFORE,
        A_MOMENT,
        SOMEBODY.id,
        LOOKED.text,
        "helpline_message",
        HER,
        3,
        None,
        '{"pages":2}',
    )

    assert canonical(values) == (
        b'["accompany line 1",1,"' + b"0" * 64 + b'","2026-03-03 03:03:03.141592",'
        b'"11111111111141118111111111111111","looked at a row in a test","helpline_message",'
        b'"aaaaaaaaaaaa4aaa8aaaaaaaaaaaaaaa",3,null,"{\\"pages\\":2}"]'
    )
    assert hash_of(values) == "02f9f8272615d37100427b5fe26579f12bdb4506c914473962ba1dcc19376e28"


def test_what_the_database_gives_back_hashes_to_what_was_written():
    with clock.stopped_at(A_MOMENT.replace(microsecond=0)):
        line = record(LOOKED, by=SOMEBODY, subject=HER, pages=2)

    again = Line.objects.get(seq=line.seq)

    assert again.hash == hash_of(
        (
            again.seq,
            again.before,
            again.at,
            again.who,
            again.verb,
            again.table,
            again.row,
            again.version,
            again.subject,
            again.facts,
        )
    )


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused():
    with pytest.raises(OutsideTransaction):
        record(LOOKED, by=SOMEBODY)

    assert opening(LOOKED, by=SOMEBODY).seq == 1


@pytest.mark.parametrize("words", ["She said so.", "", "two words", "naïve"])
def test_facts_hold_no_words(words):
    with pytest.raises(ValueError, match="must be an id"):
        record(LOOKED, by=SOMEBODY, said=words)


def test_facts_are_canonical():
    line = record(LOOKED, by=HOUSE, outlet="csv", count=3, about=HER, again=True)

    assert line.facts == (
        '{"about":"aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa","again":1,"count":3,"outlet":"csv"}'
    )


def test_two_verbs_never_share_one_text():
    verb("was declared once in a test")

    with pytest.raises(ValueError, match="declared twice"):
        verb("was declared once in a test")


def test_a_verb_nobody_declares_any_more_still_reads():
    assert known("did something long ago").text == "did something long ago"


@pytest.mark.django_db(transaction=True)
def test_many_who_write_at_once_make_one_chain():
    def write() -> None:
        for _ in range(5):
            with transaction.atomic():
                record(LOOKED, by=SOMEBODY)
        connection.close()

    threads = [Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    report = verify(tables=[])
    assert report.is_whole
    assert report.lines == 30


@given(some.integers(0), some.uuids(), some.text(max_size=20))
def test_two_different_lines_never_have_the_same_bytes(seq, row, facts):
    values = (seq, NOTHING_BEFORE, A_MOMENT, row, "verb", "", None, None, None, facts)
    others = (seq, NOTHING_BEFORE, A_MOMENT, row, "verb", facts, None, None, None, "")

    assert (canonical(values) == canonical(others)) == (facts == "")


CHANGES = {
    "update": "UPDATE ledger_line SET verb = 'did nothing'",
    "delete": "DELETE FROM ledger_line",
    "replace": "INSERT OR REPLACE INTO ledger_line SELECT * FROM ledger_line",
    "replace an update": "UPDATE OR REPLACE ledger_line SET verb = 'did nothing'",
    "truncate": "TRUNCATE ledger_line",
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_a_line(change):
    if connection.vendor != ("postgresql" if change == "truncate" else connection.vendor):
        pytest.skip("only PostgreSQL truncates")
    if connection.vendor == "postgresql" and "replace" in change:
        pytest.skip("only SQLite replaces")
    record(LOOKED, by=SOMEBODY)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(CHANGES[change])

    assert Line.objects.get().verb == LOOKED.text


@pytest.mark.parametrize("column", ["seq", "before", "hash"])
def test_a_line_is_never_replaced_by_one_that_shares_a_unique_column(column):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite replaces")
    line = record(LOOKED, by=SOMEBODY)
    values = {"seq": 99, "before": "b" * 64, "hash": "c" * 64}
    values[column] = getattr(line, column)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(
            "INSERT OR REPLACE INTO ledger_line"
            ' (seq, before, hash, at, who, verb, "table", facts)'
            " VALUES (%s, %s, %s, '2026-01-01', '', '', '', '{}')",
            list(values.values()),
        )


def test_every_trigger_stands_after_a_migration_and_one_that_fell_is_noticed():
    assert triggers.missing() == []

    with triggers.taken_down():
        assert triggers.missing() == sorted(triggers._wanted("default"))

    assert triggers.missing() == []
