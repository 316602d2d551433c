"""What is sealed about a person: the words of her card, her file, her facts and what is planned.

Each is one frozen dataclass in one sealed document. Everything may be empty; the law asks for none.
"""

from dataclasses import dataclass, field

from accompany.participants import codes
from accompany.participants.safe_contact import SafeContact


@dataclass(frozen=True)
class CardWords:
    """What whoever accompanies people may know to greet her: names, and how to reach her safely."""

    called: str
    names: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    pronouns: str = ""
    languages: tuple[str, ...] = ()
    safe_word: str = ""
    safe: SafeContact = field(default_factory=SafeContact)

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name she may be found by."""
        return (self.called, *self.names, *self.aliases)


@dataclass(frozen=True)
class Number:
    """A telephone number as +12065550142, and whose or which it is."""

    number: str
    label: str = ""


@dataclass(frozen=True)
class Address:
    """A postal or e-mail address, and what it is good for."""

    address: str
    label: str = ""


@dataclass(frozen=True)
class Goal:
    """What she works toward, in her words, and the steps so far."""

    words: str
    steps: tuple[str, ...] = ()
    done: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetWords:
    """The first sheet of her file."""

    numbers: tuple[Number, ...] = ()
    addresses: tuple[Address, ...] = ()
    goals: tuple[Goal, ...] = ()


@dataclass(frozen=True)
class FactsWords:
    """Coded answers. `age` is the band at first service; lists may hold several codes."""

    race: tuple[str, ...] = (codes.NOT_ASKED,)
    gender: str = codes.NOT_ASKED
    age: str = codes.NOT_ASKED
    special: tuple[str, ...] = ()
    victimization: tuple[str, ...] = ()


@dataclass(frozen=True)
class FollowUpWords:
    """What was promised."""

    what: str
    channel: str = ""


@dataclass(frozen=True)
class ReasonWords:
    """Why somebody opened a sealed file, as she typed it."""

    reason: str
