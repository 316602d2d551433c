"""What a log may hold: what happened, where in the code, and row ids. Never a word of a person.

A line of ours keeps its numbers, ids and plain lower-case names; anything else that was handed to
the logger is left out. A line of somebody else's library keeps only its name, level and the kind
of trouble: paths, query strings, bodies, addresses and the texts of exceptions stay out.
"""

import logging
import re
import traceback
from datetime import UTC, date, datetime
from types import TracebackType
from uuid import UUID

OURS = ("accompany",)
PLAIN = re.compile(r"[a-z][a-z_.,: \-]{0,79}")
LEFT_OUT = "…"

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class Formatter(logging.Formatter):
    """Keeps a log free of words."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        lines = [f"{at} {record.levelname} {record.name} {_message(record)}".rstrip()]
        exc_info = record.exc_info
        if isinstance(exc_info, tuple) and exc_info[0] is not None:
            lines.append(trouble(exc_info))
        return "\n".join(lines)


def trouble(exc_info: ExcInfo) -> str:
    """The kind of an exception and where it was raised; not what it says."""
    kind, _error, where = exc_info
    frames = traceback.extract_tb(where)
    places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([f"  {kind.__module__}.{kind.__qualname__}", *places])


def _message(record: logging.LogRecord) -> str:
    if record.name.split(".")[0] in OURS:
        args = record.args if isinstance(record.args, tuple) else ()
        return (
            str(record.msg) % tuple(_harmless(each) for each in args) if args else str(record.msg)
        )
    facts = [
        f"{name}={value}"
        for name in ("status_code", "server_time")
        if isinstance(value := getattr(record, name, None), int)
    ]
    route = getattr(getattr(record, "request", None), "resolver_match", None)
    return " ".join([*facts, *([f"route={route.view_name}"] if route else [])])


def _harmless(value: object) -> object:
    if isinstance(value, int | float | UUID | date):
        return value
    if isinstance(value, type):
        return value.__qualname__
    if isinstance(value, str) and PLAIN.fullmatch(value):
        return value
    return LEFT_OUT
