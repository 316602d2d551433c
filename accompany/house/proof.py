"""Tickets and puzzles: how a form shows, without a cookie, that somebody stands behind it.

A ticket is signed and says from when it is good; pressing Send once more after that is all it asks.
Its puzzle is the same ticket read by a script: a handful of numbers, quickly checked and slower to
find, that are as good at once. Both are bound to one form's words and are worth nothing for others.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.core import signing

# Eight small puzzles in place of a large one: the luck of finding evens out, so that the slowest of
# twenty telephones waits one and a half times the usual, and not three times.
PARTS = 8
# Zero bits that each part's digest begins with. Eight parts of 11 bits are 16,000 digests to try,
# of 13 bits 65,000. A telephone of 2019 makes 100,000 a second or more in its browser.
LIGHT = 11
HEAVY = 13
GOOD_FOR = timedelta(days=1)  # a page that lay open overnight can still be sent

_SOLUTION = re.compile(rf"[0-9]{{1,10}}(?:,[0-9]{{1,10}}){{{PARTS - 1}}}")
_signer = signing.Signer(salt="accompany.house.proof")


@dataclass(frozen=True)
class Ticket:
    """For which form it was given, from when it is good, and how many waits lie behind it."""

    form: str
    bound: str
    good_from: datetime
    presses: int
    bits: int

    def __str__(self) -> str:
        said = [self.form, self.bound, self.good_from.timestamp(), self.presses, self.bits]
        return _signer.sign_object(said)

    def is_for(self, form: str, bound: str, now: datetime) -> bool:
        return (self.form, self.bound) == (form, bound) and now < self.good_from + GOOD_FOR

    def seconds_left(self, now: datetime) -> int:
        """Whole seconds until it is good; 0 once it is."""
        left = (self.good_from - now).total_seconds()
        return max(int(-(-left // 1)), 0)


def read(text: str, now: datetime) -> Ticket | None:
    """A ticket of ours, or None for anything else."""
    try:
        form, bound, good_from, presses, bits = _signer.unsign_object(text)
        moment = datetime.fromtimestamp(good_from, tz=now.tzinfo)
        return Ticket(form, bound, moment, presses, bits)
    except (signing.BadSignature, ValueError, TypeError, UnicodeError):
        return None


def seed(ticket: str) -> str:
    """What the puzzle of a ticket is about: short, so that a try is one block of the digest."""
    return sha256(ticket.encode()).hexdigest()[:32]


def is_solved(ticket: str, solution: str, bits: int) -> bool:
    """Whether these numbers solve the puzzle of this ticket."""
    if not bits or not _SOLUTION.fullmatch(solution):
        return False
    start = seed(ticket)
    found = (f"{start}:{part}:{n}" for part, n in enumerate(solution.split(",")))
    return all(_begins_with_zeros(each, bits) for each in found)


def _begins_with_zeros(text: str, bits: int) -> bool:
    return int.from_bytes(sha256(text.encode()).digest()[:4]) >> (32 - bits) == 0
