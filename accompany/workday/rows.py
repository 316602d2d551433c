"""What a day is made of: sections of rows, each with when, who, what, and what to do next."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Act:
    """What to do next about a row."""

    label: str
    url: str
    is_post: bool = False
    is_plain: bool = False


@dataclass(frozen=True)
class Row:
    """One thing of the day: when, who and what, how to go about it, what to do next."""

    what: str = ""
    name: str = ""
    url: str = ""
    when: str = ""
    small: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    tag: str = ""
    tag_kind: str = ""


@dataclass(frozen=True)
class Section:
    """Rows under one head. `nothing` is said where there are none, and `nothing_why` why."""

    id: str
    head: str
    rows: list[Row] = field(default_factory=list)
    about: str = ""
    nothing: str = ""
    nothing_why: str = ""
    more: Act | None = None


@dataclass(frozen=True)
class Door:
    label: str
    url: str
    icon: str


@dataclass(frozen=True)
class Today:
    day: date
    says: str
    doors: list[Door]
    sections: list[Section]
    asides: list[Section]
    broken: list[str] = field(default_factory=list)
