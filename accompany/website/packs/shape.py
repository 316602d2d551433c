"""Shape: a table of a TOML file becomes a frozen dataclass, or says why it cannot.

The dataclass is the rule. A key it does not name, a field it asks for and does not get, a value of
another type, an empty word where words are asked for: each is an `OutOfShape` that says where.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Shape = TypeVar("Shape")
Table = Mapping[str, Any]  # Any: what a TOML file holds is not known before it is looked at
Asked = Any  # Any: a type as an annotation says it, which Python has no type for


class OutOfShape(Exception):
    """A file of a pack does not say what it should. The words are for whoever wrote it."""


def shaped(shape: type[Shape], table: Table, where: str) -> Shape:
    """`table` as a `shape`."""
    hints = get_type_hints(shape)
    asked = {each.name: each for each in fields(shape)}  # type: ignore[arg-type]  # a dataclass
    if unknown := sorted(set(table) - set(asked)):
        raise OutOfShape(f"{where}: nothing here is called {', '.join(unknown)}")
    given = {}
    for name, field in asked.items():
        if name in table:
            given[name] = value(hints[name], table[name], f"{where}, {name}")
            if given[name] == "" and field.default is MISSING:
                raise OutOfShape(f"{where}, {name}: is empty")
        elif field.default is MISSING and field.default_factory is MISSING:
            raise OutOfShape(f"{where}: {name} is missing")
    return shape(**given)


def value(asked: Asked, found: Asked, where: str) -> Asked:
    """What was found, if it is what is asked for."""
    origin: Asked = get_origin(asked)
    inner = get_args(asked)
    if origin is Literal:
        if found not in inner:
            raise OutOfShape(f"{where}: {found!r} is none of {', '.join(inner)}")
        return found
    if origin is tuple:
        return tuple(several(inner[0], found, where))
    if origin in (Union, UnionType):
        return value(next(each for each in inner if each is not type(None)), found, where)
    if is_dataclass(asked):
        if not isinstance(found, Mapping):
            raise OutOfShape(f"{where}: a table belongs here")
        return shaped(asked, found, where)  # type: ignore[arg-type]  # a class, not an instance
    return plain(asked, found, where)


def several(asked: Asked, found: Asked, where: str) -> list[Asked]:
    if not isinstance(found, list) or not found:
        raise OutOfShape(f"{where}: a list with something in it belongs here")
    return [value(asked, each, f"{where} {n}") for n, each in enumerate(found, start=1)]


def plain(asked: Asked, found: Asked, where: str) -> Asked:
    """A word, a number, a day, yes or no. True is no number, and a moment is no day."""
    if type(found) is not asked:
        names = {str: "text", int: "a number", bool: "true or false", date: "a day"}
        raise OutOfShape(f"{where}: {names[asked]} belongs here")
    return found.strip() if asked is str else found
