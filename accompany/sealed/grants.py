"""Grants as rows: those that may open for somebody, and rewriting the slow ones."""

import logging
from collections.abc import Iterator
from uuid import UUID

from django.db import DatabaseError, transaction

from accompany.ledger.asking import as_id, ask, places

CHUNK = 5000

GRANTS = """
    SELECT g.lockbox_id, l.kind, g.id, g.person IS NOT NULL, g.circle, g.epoch, g.sealed
    FROM sealed_grant g JOIN sealed_lockbox l ON l.id = g.lockbox_id
    WHERE ({mine}) AND g.lockbox_id IN ({wanted}) AND l.ordered_at IS NULL"""

log = logging.getLogger(__name__)

Row = tuple[UUID, str, int, bool, str, int, bytes | memoryview]


def of(wanted: list[UUID], person: UUID, names: set[str]) -> Iterator[Row]:
    """Lockbox, kind, grant, whether it is to this person, circle, epoch and what is sealed."""
    mine = f"g.person = %s OR g.circle IN ({places(list(names))})" if names else "g.person = %s"
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        for lockbox, *rest in ask(
            GRANTS.format(mine=mine, wanted=places(some)), [person, *names, *some]
        ):
            yield as_id(lockbox), *rest


def rewrite(slow: list[tuple[int, bytes, bytes]]) -> None:
    """Replace sealed boxes by symmetric grants, unless they changed meanwhile.

    It only saves time later, so that a database that cannot write now still opens.
    """
    try:
        with transaction.atomic(), transaction.get_connection().cursor() as cursor:
            cursor.executemany(
                "UPDATE sealed_grant SET sealed = %s WHERE id = %s AND sealed = %s",
                [(new, grant, old) for grant, old, new in slow],
            )
    except DatabaseError:
        log.warning("Grants were opened and could not be rewritten.")
