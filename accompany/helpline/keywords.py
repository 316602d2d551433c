"""Reserved words: whole messages that the telephone companies act upon before we read them.

Someone who texts only "stop" or "end", meaning the violence, is silently cut off by the company.
So we act on the same words as the company does, neither more nor fewer, and show the colleague what
happened as a matter of care. The words are dated data: a company changes them, we add a row.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Meaning(StrEnum):
    STOP = "stop"
    START = "start"
    HELP = "help"


@dataclass(frozen=True)
class Reserved:
    """What one company did with which words, from a day on."""

    since: date
    provider: str
    meaning: Meaning
    words: frozenset[str]


_STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
RESERVED: tuple[Reserved, ...] = tuple(
    Reserved(since, provider, meaning, words)
    for provider in ("twilio", "phone")
    for since, meaning, words in (
        (date(2010, 1, 1), Meaning.STOP, _STOP - {"REVOKE", "OPTOUT"}),
        (date(2025, 4, 11), Meaning.STOP, _STOP),
        (date(2010, 1, 1), Meaning.START, frozenset({"START", "YES", "UNSTOP"})),
        (date(2010, 1, 1), Meaning.HELP, frozenset({"HELP", "INFO"})),
    )
)

# What the company answers by itself, to be set with the company word for word. None of them says
# who we are: someone else may be reading.
NEUTRAL: dict[Meaning, str] = {
    Meaning.STOP: "You will get no more texts from this number. Text START to get them again.",
    Meaning.START: "You can get texts from this number again. Text STOP to end them.",
    Meaning.HELP: "Someone will read this. You can also call this number. Text STOP to end texts.",
}


def meaning(words: str, *, provider: str, on: date) -> Meaning | None:
    """What the company makes of a whole message, or None if it is just what someone says."""
    said = words.strip().upper()
    return next((each for each in Meaning if said in _words(each, provider, on)), None)


def _words(meaning: Meaning, provider: str, on: date) -> frozenset[str]:
    in_force = [
        each
        for each in RESERVED
        if (each.meaning, each.provider) == (meaning, provider) and each.since <= on
    ]
    return max(in_force, key=lambda each: each.since).words if in_force else frozenset()
