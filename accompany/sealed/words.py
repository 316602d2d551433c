"""Words as JSON and back, typed by the dataclass that declares them.

Text, numbers, yes and no, days and moments, ids, choices, lists of these and dataclasses within
dataclasses. A field added later takes its default when an older document is opened.
"""

import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints  # Any: words differ by model
from uuid import UUID

Reader = Callable[[Any], Any]


def to_json(words: Any) -> bytes:
    """Compact JSON of a dataclass."""
    return json.dumps(
        _plain_fields(words), separators=(",", ":"), ensure_ascii=False, default=_plain
    ).encode("utf-8", "surrogatepass")


def from_json(kind: type, data: bytes) -> Any:
    """A dataclass from its JSON."""
    return _reader(kind)(json.loads(data.decode("utf-8", "surrogatepass")))


def _plain_fields(words: Any) -> dict[str, Any]:
    return {each: getattr(words, each) for each in _names(type(words))}


def _names(kind: Any) -> tuple[str, ...]:
    return _names_of(kind)


@cache
def _names_of(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _plain(value: Any) -> Any:
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case UUID():
            return str(value)
        case Enum():
            return value.value
        case set() | frozenset():
            return sorted(value)
    if is_dataclass(value):
        return _plain_fields(value)
    if hasattr(value, "__iter__"):
        return list(value)
    return str(value)


@cache
def _reader(kind: Any) -> Reader:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _maybe(_reader(next(each for each in get_args(kind) if each is not type(None))))
    if origin in (tuple, list, set, frozenset):
        return _many(origin, get_args(kind))
    if origin is dict:
        value = _reader(get_args(kind)[1])
        return lambda raw: {key: value(each) for key, each in raw.items()}
    if kind in (datetime, date, time):
        return lambda raw: kind.fromisoformat(raw)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind)
    if isinstance(kind, type) and issubclass(kind, UUID | Enum):
        return lambda raw: kind(raw)
    if kind in (tuple, set, frozenset):
        return lambda raw: kind(raw)
    return _as_is


def _as_is(raw: Any) -> Any:
    return raw


def _maybe(reader: Reader) -> Reader:
    return lambda raw: None if raw is None else reader(raw)


def _many(origin: Any, arguments: tuple[Any, ...]) -> Reader:
    if origin is tuple and arguments and arguments[-1] is not Ellipsis:
        readers = [_reader(each) for each in arguments]
        return lambda raw: tuple(read(each) for read, each in zip(readers, raw, strict=True))
    reader = _reader(arguments[0]) if arguments else _as_is
    if reader is _as_is:
        return lambda raw: origin(raw)
    return lambda raw: origin([reader(each) for each in raw])


def _dataclass(kind: type) -> Reader:
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}
    busy = [(name, read) for name, read in readers.items() if read is not _as_is]
    known = readers.keys()

    def read(raw: dict[str, Any]) -> Any:
        values = raw if raw.keys() == known else {k: v for k, v in raw.items() if k in known}
        for name, reader in busy:
            if name in values:
                values[name] = reader(values[name])
        return kind(**values)

    return read
