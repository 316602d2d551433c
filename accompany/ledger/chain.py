"""The canonical bytes of a line, the same on every database, and their hash.

A line is written as a JSON list of its columns in a fixed order, as `docs/formats.md` says. What a
database hands back raw is turned into the same text, and nothing is made better on the way: a
capital letter in a stored id is a changed byte and changes the hash.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any  # Any: what a column holds
from uuid import UUID

COLUMNS = (
    "seq",
    "before",
    "at",
    "who",
    "verb",
    "table",
    "row",
    "version",
    "subject",
    "facts",
)


def canonical(values: Sequence[Any]) -> bytes:
    """The bytes that are hashed, from the values of `COLUMNS` in their order."""
    return json.dumps(
        ["accompany line 1", *map(_plain, values)],
        separators=(",", ":"),
        ensure_ascii=True,
    ).encode("ascii")


def hash_of(values: Sequence[Any]) -> str:
    """The hash of a line: BLAKE2b of 32 bytes over its canonical bytes, in hex."""
    return blake2b(canonical(values), digest_size=32, person=b"accompany line").hexdigest()


def _plain(value: Any) -> str | int | None:
    match value:
        case UUID():
            return value.hex
        case datetime():
            moment = value.astimezone(UTC) if value.tzinfo else value
            return str(moment.replace(tzinfo=None))
        case str() | int() | None:
            return value
    raise ValueError("A line holds text, numbers and nothing else.")
