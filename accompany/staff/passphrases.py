"""Passphrases: long, of any characters, and not one that many people would choose.

There are no composition rules: only a length, and a look at how few guesses it would take. A
passphrase is cut into the pieces a guesser would try (common passwords, runs of the keyboard or the
alphabet, short numbers, the newcomer's own name); with fewer than four different pieces it is
refused, and so is a phrase from the list in `data/common-passphrases.txt`.
"""

import gzip
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from accompany.house.refusals import Refusal

LEAST = 15
MOST = 512
PIECES = 4
_PHRASES = Path(__file__).with_name("data") / "common-passphrases.txt"
_WORDS = Path(password_validation.__file__).with_name("common-passwords.txt.gz")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
)
_WALKS = _ROWS + tuple(row[::-1] for row in _ROWS)
_SWAPS = str.maketrans("@4831!0$57", "aabeliosst")


class PassphraseTooShort(Refusal):
    message = _("Make your passphrase 15 characters or longer. A short sentence works well.")


class PassphraseTooLong(Refusal):
    message = _("Make your passphrase 512 characters or shorter.")


class PassphraseTooCommon(Refusal):
    message = _("Many people would choose that. Use four or more unrelated words.")


def clean(passphrase: str) -> str:
    """The one form in which a passphrase is stretched: the same letters are the same bytes."""
    return unicodedata.normalize("NFC", passphrase)


def check(passphrase: str, *, about: Iterable[str] = ()) -> None:
    """Raise a refusal unless this passphrase may be used. `about` holds names tied to its owner."""
    passphrase = clean(passphrase)
    if len(passphrase) < LEAST:
        raise PassphraseTooShort
    if len(passphrase) > MOST:
        raise PassphraseTooLong
    own = {_bare(word) for name in about for word in [name, *name.split()] if len(word) > 2}
    bare = _bare(passphrase)
    for reading in {bare, _bare(passphrase.casefold().translate(_SWAPS))}:
        if reading in _phrases() or _pieces(_once(reading), frozenset(own)) < PIECES:
            raise PassphraseTooCommon


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _once(text: str) -> str:
    """`abcabcabc` says no more than `abc`."""
    for length in range(1, len(text) // 2 + 1):
        if text[:length] * (len(text) // length) == text[: len(text) // length * length]:
            return text[:length]
    return text


def _pieces(text: str, own: frozenset[str]) -> int:
    """The fewest different pieces a guesser would put together to write `text`."""
    best: list[frozenset[str]] = [frozenset()]
    for end in range(1, len(text) + 1):
        ways = [
            best[start] | ({piece} if piece not in own else set())
            for start in range(max(0, end - 24), end)
            if _is_one(piece := text[start:end], own)
        ]
        best.append(min(ways, key=len))
    return len(best[-1])


def _is_one(piece: str, own: frozenset[str]) -> bool:
    return (
        len(piece) == 1
        or piece in own
        or len(set(piece)) == 1
        or (piece.isdigit() and len(piece) <= 4)
        or (len(piece) > 2 and piece in _words())
        or (len(piece) > 2 and any(piece in walk for walk in _WALKS))
    )


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    with gzip.open(_WORDS, "rt", encoding="utf-8") as lines:
        return frozenset(_bare(line) for line in lines)


@lru_cache(maxsize=1)
def _phrases() -> frozenset[str]:
    lines = _PHRASES.read_text("utf-8").splitlines()
    return frozenset(_bare(line) for line in lines if line and not line.startswith("#"))
