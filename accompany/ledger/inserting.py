"""Inserting rows whose every column is known, and changing some of one, with statements at hand.

Django builds each insert anew, which costs more than the database's own work; what is written for
every text that arrives goes this way instead. No signals, no defaults: the objects are complete.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any  # Any: what a column holds

from django.db import connections, models


def insert(objects: Iterable[models.Model], using: str = "default") -> None:
    """Insert rows of one model. A key the database numbers stays unknown to the object."""
    rows = list(objects)
    if not rows:
        return
    connection = connections[using]
    statement, fields = _statement(type(rows[0]), using)
    values = [
        [
            field.get_db_prep_save(getattr(row, field.attname), connection=connection)
            for field in fields
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(statement, values[0])
        else:
            cursor.executemany(statement, values)
    for row in rows:
        row._state.adding = False
        row._state.db = using


def change(row: models.Model, columns: Mapping[str, Any]) -> None:
    """Change these columns of one row, here and in the database."""
    connection = connections["default"]
    quote = connection.ops.quote_name
    fields = {field.name: field for field in row._meta.concrete_fields}
    key = fields[row._meta.pk.name]
    sets = ", ".join(f"{quote(str(fields[name].column))} = %s" for name in columns)
    values = [
        field.get_db_prep_save(value, connection=connection)
        for field, value in [*((fields[n], v) for n, v in columns.items()), (key, row.pk)]
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quote(row._meta.db_table)} SET {sets} WHERE {quote(str(key.column))} = %s",  # noqa: S608  (our own names)
            values,
        )
    for name, value in columns.items():
        setattr(row, name, value)


@cache
def _statement(model: type[models.Model], using: str) -> tuple[str, tuple[Any, ...]]:
    quote = connections[using].ops.quote_name
    fields = tuple(
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, models.AutoField | models.BigAutoField)
    )
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})", fields  # noqa: S608  (our own names)
