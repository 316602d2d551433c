"""Walking the ledger names the first line that is not as it was written."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from accompany.ledger import heads, triggers
from accompany.ledger.lines import House, head, record
from accompany.ledger.models import Line
from accompany.ledger.verbs import Verb
from accompany.ledger.verify import verify

DID = Verb("did something in a test")
SOMEBODY = House(UUID("11111111-1111-4111-8111-111111111111"))
HER = UUID("aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa")


def write_lines(count=6):
    return [record(DID, by=SOMEBODY, subject=HER, number=n) for n in range(count)]


def change(seq, column, value):
    with triggers.taken_down(), connection.cursor() as cursor:
        name = connection.ops.quote_name(column)
        cursor.execute(f"UPDATE ledger_line SET {name} = %s WHERE seq = %s", [value, seq])


def raw(seq, column):
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(column)
        plus = "+" if connection.vendor == "sqlite" else ""
        cursor.execute(f"SELECT {plus}{name} FROM ledger_line WHERE seq = %s", [seq])
        return cursor.fetchone()[0]


def test_an_untouched_ledger_is_whole():
    write_lines()

    report = verify(tables=[])

    assert report.is_whole
    assert report.lines == 6
    assert report.head == head()


TEXTS = ["before", "hash", "at", "who", "verb", "subject", "facts"]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    column=some.sampled_from(TEXTS),
    place=some.integers(0, 63),
    bit=some.integers(0, 7),
    seq=some.integers(1, 4),
)
def test_a_line_with_any_one_byte_changed_is_named(column, place, bit, seq):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps these in its own form; the next test changes values there")
    if not Line.objects.exists():
        write_lines(4)
    old = raw(seq, column)
    data = bytearray(old.encode())
    data[place % len(data)] ^= 1 << bit
    with triggers.taken_down(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE ledger_line SET {column} = CAST(%s AS TEXT) WHERE seq = %s",
            [bytes(data), seq],
        )

    first = verify(tables=[]).first

    change(seq, column, old)
    assert first is not None
    assert first.seq == seq
    assert verify(tables=[]).is_whole


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("before", "1" * 64),
        ("hash", "2" * 64),
        ("at", datetime(2020, 1, 1, tzinfo=UTC)),
        ("who", HER),
        ("verb", "did nothing"),
        ("table", "elsewhere"),
        ("row", HER),
        ("version", 7),
        ("subject", None),
        ("facts", "{}"),
    ],
)
def test_a_line_with_any_value_changed_is_named(column, value):
    write_lines()
    with triggers.taken_down():
        Line.objects.filter(seq=3).update(**{column: value})

    assert verify(tables=[]).first.seq == 3


def test_a_capital_letter_in_a_stored_id_is_a_change():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps ids as sixteen bytes")
    write_lines()
    change(2, "subject", HER.hex.upper())

    assert verify(tables=[]).first.seq == 2


def test_a_line_whose_number_became_something_else_is_named():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps a column's type")
    write_lines()
    change(2, "version", 1.5)

    assert verify(tables=[]).first.seq == 2


def test_a_line_taken_out_is_named():
    write_lines()
    with triggers.taken_down():
        Line.objects.filter(seq=3).delete()

    assert verify(tables=[]).first.seq == 4
    assert "Line 3 is missing" in verify(tables=[]).first.sentence


def test_a_chain_written_anew_from_the_middle_is_named_by_a_head_kept_elsewhere():
    write_lines()
    kept = head()
    with triggers.taken_down():
        Line.objects.filter(seq__gte=4).delete()
    write_lines(3)

    assert verify(tables=[]).is_whole
    assert verify(tables=[], known_heads=[kept]).first.seq == kept[0]


def test_a_tail_that_was_cut_shows_against_the_head_kept_on_the_host():
    write_lines()
    assert heads.remember_head()
    kept = heads.remembered()
    with triggers.taken_down():
        Line.objects.filter(seq__gte=5).delete()

    assert verify(tables=[]).first.seq == 6
    assert not heads.remember_head()
    assert heads.remembered() == kept


@pytest.fixture(autouse=True)
def no_head_kept():
    heads.path().unlink(missing_ok=True)
    yield
    heads.path().unlink(missing_ok=True)


def test_lines_that_share_a_place_or_a_past_are_refused():
    line = write_lines(2)[0]

    with pytest.raises(DatabaseError):
        Line.objects.create(
            seq=3, before=line.before, hash="f" * 64, at=line.at, who=line.who, verb="forked"
        )
