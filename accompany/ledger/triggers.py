"""The guard rail: triggers that refuse to change, delete or replace a line.

They are put up after every migration, since rebuilding a table drops them without a word, and
looked for at every start. Whoever owns the database can take them down; the chain is what proves
the lines.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any  # Any: what Django's signals carry

from django.db import connections

TABLE = "ledger_line"
REFUSAL = "a line of the ledger is never changed"

ON_SQLITE = {
    "ledger_line_never_changes": f"""
        CREATE TRIGGER ledger_line_never_changes BEFORE UPDATE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    "ledger_line_never_goes": f"""
        CREATE TRIGGER ledger_line_never_goes BEFORE DELETE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    # REPLACE deletes without asking a delete trigger. Each column named here has a unique index.
    "ledger_line_never_replaced": f"""
        CREATE TRIGGER ledger_line_never_replaced BEFORE INSERT ON {TABLE}
        WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE seq = NEW.seq)
          OR EXISTS (SELECT 1 FROM {TABLE} WHERE before = NEW.before)
          OR EXISTS (SELECT 1 FROM {TABLE} WHERE hash = NEW.hash)
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",  # noqa: S608  (our own names)
}
ON_POSTGRESQL = {
    "ledger_line_never_changes": f"""
        CREATE TRIGGER ledger_line_never_changes BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION ledger_line_refuses()""",
    "ledger_line_never_emptied": f"""
        CREATE TRIGGER ledger_line_never_emptied BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_line_refuses()""",
}
REFUSING_FUNCTION = f"""
    CREATE OR REPLACE FUNCTION ledger_line_refuses() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"""


def put_up(using: str = "default", **_signal: Any) -> None:
    """Put up the triggers that are missing. Called after every migration."""
    connection = connections[using]
    if using != "default" or TABLE not in connection.introspection.table_names():
        return
    standing = _standing(using)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(REFUSING_FUNCTION)
        for name, words in _wanted(using).items():
            if name not in standing:
                cursor.execute(words)


def missing(using: str = "default") -> list[str]:
    """The triggers that do not stand."""
    return sorted(_wanted(using).keys() - _standing(using))


@contextmanager
def taken_down(using: str = "default") -> Iterator[None]:
    """Without triggers for a moment: only for tests that must break a line or empty a database."""
    with connections[using].cursor() as cursor:
        for name in _standing(using):
            on = f" ON {TABLE}" if connections[using].vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")
    try:
        yield
    finally:
        put_up(using)


def _wanted(using: str) -> dict[str, str]:
    return ON_POSTGRESQL if connections[using].vendor == "postgresql" else ON_SQLITE


def _standing(using: str) -> set[str]:
    query = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND NOT tgisinternal"
        if connections[using].vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connections[using].cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()} & _wanted(using).keys()
