"""Blocks: what a page of the starter site is made of. Words and targets, never HTML.

`marked` names the fields that hold light markup (`markup`); all other words are plain. A target is
`page:` and a page's path, `page:home`, `page:chat`, or an `https://` address. A telephone number or
an e-mail address is never written: `reach` names a line, and the page draws it.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

Line = Literal["helpline", "men", "office"]
Tone = Literal["plain", "lamp", "care", "good"]


@dataclass(frozen=True)
class Text:
    """Running text, with headings and lists."""

    kind: ClassVar[str] = "text"
    marked: ClassVar[frozenset[str]] = frozenset({"text"})
    text: str


@dataclass(frozen=True)
class Voice:
    """Somebody's words exactly as said, whose they are, and by what permission they are here."""

    kind: ClassVar[str] = "voice"
    words: str
    whose: str
    permission: str


@dataclass(frozen=True)
class Step:
    marked: ClassVar[frozenset[str]] = frozenset({"text"})
    title: str
    text: str


@dataclass(frozen=True)
class Steps:
    """What happens, one thing after another."""

    kind: ClassVar[str] = "steps"
    marked: ClassVar[frozenset[str]] = frozenset({"lead"})
    heading: str
    steps: tuple[Step, ...]
    lead: str = ""


@dataclass(frozen=True)
class Door:
    """A way on. Its text is plain: the whole door is one link."""

    title: str
    text: str
    to: str


@dataclass(frozen=True)
class Doors:
    """Ways on, as a page of contents."""

    kind: ClassVar[str] = "doors"
    heading: str
    doors: tuple[Door, ...]


@dataclass(frozen=True)
class Row:
    marked: ClassVar[frozenset[str]] = frozenset({"about"})
    what: str
    about: str


@dataclass(frozen=True)
class Rows:
    """What, and about it: hours, weeks, who does what."""

    kind: ClassVar[str] = "rows"
    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Question:
    marked: ClassVar[frozenset[str]] = frozenset({"answer"})
    question: str
    answer: str


@dataclass(frozen=True)
class Questions:
    """What people ask. Each answer opens by itself, without script."""

    kind: ClassVar[str] = "questions"
    marked: ClassVar[frozenset[str]] = frozenset({"lead"})
    heading: str
    questions: tuple[Question, ...]
    lead: str = ""


@dataclass(frozen=True)
class Moment:
    marked: ClassVar[frozenset[str]] = frozenset({"what"})
    when: str
    what: str


@dataclass(frozen=True)
class Timeline:
    """What happened, in its order."""

    kind: ClassVar[str] = "timeline"
    heading: str
    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class Fact:
    marked: ClassVar[frozenset[str]] = frozenset({"value"})
    name: str
    value: str


@dataclass(frozen=True)
class Button:
    words: str
    to: str


@dataclass(frozen=True)
class Facts:
    """What someone wants to know at a glance, and perhaps one way on."""

    kind: ClassVar[str] = "facts"
    heading: str
    facts: tuple[Fact, ...]
    button: Button | None = None


@dataclass(frozen=True)
class Notice:
    """One fact that changes what you do next."""

    kind: ClassVar[str] = "notice"
    marked: ClassVar[frozenset[str]] = frozenset({"text"})
    tone: Tone
    text: str
    heading: str = ""


@dataclass(frozen=True)
class Reach:
    """A way to reach a person. The page draws the numbers of that line."""

    kind: ClassVar[str] = "reach"
    marked: ClassVar[frozenset[str]] = frozenset({"text"})
    line: Line
    heading: str
    text: str


@dataclass(frozen=True)
class Artwork:
    """A work that hangs in the gallery, by its slug."""

    kind: ClassVar[str] = "artwork"
    slug: str


@dataclass(frozen=True)
class ComingUp:
    """The next events, soonest first; the page finds them."""

    kind: ClassVar[str] = "coming_up"
    heading: str
    most: int


@dataclass(frozen=True)
class LinkOut:
    """A link that leaves the site, and says so."""

    kind: ClassVar[str] = "link_out"
    words: str
    url: str
    note: str


@dataclass(frozen=True)
class Person:
    marked: ClassVar[frozenset[str]] = frozenset({"about"})
    name: str
    role: str
    about: str = ""


@dataclass(frozen=True)
class People:
    """Who does this work."""

    kind: ClassVar[str] = "people"
    heading: str
    people: tuple[Person, ...]


Block = (
    Text
    | Voice
    | Steps
    | Doors
    | Rows
    | Questions
    | Timeline
    | Facts
    | Notice
    | Reach
    | Artwork
    | ComingUp
    | LinkOut
    | People
)
BLOCKS: tuple[type[Block], ...] = (
    Text,
    Voice,
    Steps,
    Doors,
    Rows,
    Questions,
    Timeline,
    Facts,
    Notice,
    Reach,
    Artwork,
    ComingUp,
    LinkOut,
    People,
)
KINDS: dict[str, type[Block]] = {each.kind: each for each in BLOCKS}
