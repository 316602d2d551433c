"""Asking for rows with statements written out.

Django builds each query anew, which costs ten times what SQLite takes to answer it. What every page
asks is written out and goes this way instead. Our own words alone make a statement; what comes from
outside fills its places, `%s`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar  # Any: what a column holds
from uuid import UUID

from django.db import connections, models

Row = TypeVar("Row", bound=models.Model)


def ask(statement: str, values: Sequence[Any], *, using: str = "default") -> list[Any]:
    """The answer's rows as they come. Ids go in as UUIDs; `as_id` reads those that come out."""
    connection = connections[using]
    if not connection.features.has_native_uuid_field:
        values = [each.hex if isinstance(each, UUID) else each for each in values]
    values = [
        connection.ops.adapt_datetimefield_value(each) if isinstance(each, datetime) else each
        for each in values
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[Any] = cursor.fetchall()
    return rows


def as_they_come(rows: models.QuerySet[Any, Any]) -> list[Any]:
    """The rows of a `values_list` by the thousand, as the database holds them.

    Ids and days are read with `as_id` and `as_day`, when it is known which of them are wanted.
    """
    statement, values = rows.query.sql_with_params()
    with connections["default"].cursor() as cursor:
        cursor.execute(statement, values)
        found: list[Any] = cursor.fetchall()
    return found


def as_day(value: Any) -> date:  # Any: text on SQLite, a day on PostgreSQL
    return value if isinstance(value, date) else date.fromisoformat(value)


def as_id(value: Any) -> UUID:  # Any: text on SQLite, a UUID on PostgreSQL
    return value if isinstance(value, UUID) else UUID(value)


def places(values: Sequence[object]) -> str:
    """As many places as there are values, of which there must be some."""
    return ", ".join(["%s"] * len(values))


def find(
    model: type[Row], rest: str, values: Sequence[object], *, using: str = "default"
) -> list[Row]:
    """Rows of one model, whole. `rest` is all that stands after the table's name."""
    start, names, converted = _reading(model, using)
    connection = connections[using]
    found = []
    for row in ask(f"{start} {rest}", values, using=using):
        columns = list(row)
        for place, column, converters in converted:
            value = columns[place]
            for convert in converters:
                value = convert(value, column, connection)
            columns[place] = value
        found.append(model.from_db(using, names, columns))
    return found


@cache
def _reading(model: type[models.Model], using: str) -> tuple[str, list[str], list[Any]]:
    connection = connections[using]
    quote, table = connection.ops.quote_name, model._meta.db_table
    fields = model._meta.concrete_fields
    converted = []
    for place, field in enumerate(fields):
        column = field.get_col(table)
        converters = connection.ops.get_db_converters(column) + column.get_db_converters(connection)
        if converters:
            converted.append((place, column, converters))
    columns = ", ".join(f"{quote(table)}.{quote(str(field.column))}" for field in fields)
    names = [field.attname for field in fields]
    return f"SELECT {columns} FROM {quote(table)}", names, converted  # noqa: S608  (our own names)
