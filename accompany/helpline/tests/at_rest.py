"""Everything that lies in the databases, as whoever stole them would have it."""

from collections.abc import Iterator
from pathlib import Path

from django.db import connections


def everything() -> Iterator[tuple[str, bytes]]:
    """Each file of the data folder; on a database server each row of each table."""
    for connection in connections.all():
        if connection.vendor == "sqlite":
            folder = Path(connection.settings_dict["NAME"]).parent
            for file in (each for each in folder.rglob("*") if each.is_file()):
                yield str(file), file.read_bytes()
            return
        yield from _rows(connection)


def _rows(connection) -> Iterator[tuple[str, bytes]]:
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield (
                    table,
                    b"|".join(
                        bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode()
                        for v in row
                    ),
                )


def holds(needle: str) -> list[str]:
    """Where these words lie readable."""
    forms = [needle.encode(), needle.encode("utf-16-le")]
    return [place for place, held in everything() if any(form in held for form in forms)]
