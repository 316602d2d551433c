"""Matching names in memory: how people say, hear, shorten and misspell them.

A name is folded (no case, no accents), cut into words, and given keys: what it sounds like in
English and in Spanish, and which names it is short for. `Page.of` lays the search words of many
cards down flat, so that a page is opened and read without making a thing per card; `Page.find`
scores them against a query. Nothing here knows keys, rows or people.

The work is bounded by the query's first words and their first letters, whatever is typed.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import jellyfish
from rapidfuzz import process
from rapidfuzz.distance import OSA

NICKNAMES = Path(__file__).parent / "data" / "nicknames.txt"

MOST_LETTERS = 200
MOST_WORDS = 6
MOST_OF_A_WORD = 40

EXACT, JOINED, NICKNAME, PREFIX, SOUND, NEAR = 100.0, 96.0, 92.0, 90.0, 86.0, 84.0
NEAR_ENOUGH = 0.7
WORTH_SHOWING = 50.0

_NOT_MARKS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
    | dict.fromkeys("'`.\u2018\u2019\u02bc\u00b4", "")
)
_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[a-z]+")


def fold(text: str) -> str:
    """Text without case, accents and apostrophes: "Zoë O’Neill" and "zoe oneill" are one."""
    plain = unicodedata.normalize("NFKD", text[:MOST_LETTERS]).casefold()
    decomposed = unicodedata.normalize("NFKD", plain)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return bare.translate(_NOT_MARKS)


def words_of(text: str) -> list[str]:
    """The first few words of a name or a query, folded and bounded."""
    found = _WORD.findall(fold(text))
    return [word[:MOST_OF_A_WORD] for word in found[:MOST_WORDS]]


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """Each known form of a name with the names that it may stand for."""
    stands_for: dict[str, set[str]] = defaultdict(set)
    for line in NICKNAMES.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, forms = line.split(":")
        for form in [name, *forms.split()]:
            stands_for["".join(words_of(form))].add("".join(words_of(name)))
    return {form: frozenset(names) for form, names in stands_for.items()}


@lru_cache(maxsize=4096)
def sounds(word: str) -> frozenset[str]:
    """What a word sounds like. Empty where these rules know nothing of its letters."""
    if len(word) < 3 or not _LATIN.fullmatch(word):
        return frozenset()
    codes = {jellyfish.metaphone(word), jellyfish.nysiis(word), _spanish(word)}
    return frozenset(f"~{code}" for code in codes if len(code) > 1)


def _spanish(word: str) -> str:
    """Letters that a Spanish ear does not tell apart, made one."""
    for written, heard in (
        *(("ph", "f"), ("qu", "k"), ("ll", "y"), ("ch", "1"), ("sh", "1"), ("x", "j")),
        *(("h", ""), ("v", "b"), ("w", "b"), ("z", "s"), ("ce", "se"), ("ci", "si"), ("c", "k")),
        *(("ge", "je"), ("gi", "ji"), ("y", "i"), ("1", "x")),
    ):
        word = word.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=4096)
def keys_of(word: str) -> frozenset[str]:
    """A word's sound keys ("~") and the names it may stand for ("=")."""
    return sounds(word) | {f"={name}" for name in nicknames().get(word, ())}


@dataclass(frozen=True)
class Hit:
    """A card that answers a query, and how well (100 is word for word)."""

    id: UUID
    score: float


@dataclass(frozen=True)
class Page:
    """Search words of many cards, flat: ids; words; keys; and, for each, where it stands."""

    ids: str
    words: str
    at_words: str
    keys: str
    at_keys: str

    @classmethod
    def of(cls, cards: Iterable[tuple[UUID, Iterable[str]]]) -> "Page":
        """Lay cards down: each an id and every name she is known by."""
        ids: list[str] = []
        words: dict[str, set[int]] = defaultdict(set)
        keys: dict[str, set[int]] = defaultdict(set)
        for place, (id, names) in enumerate(cards):
            ids.append(id.hex)
            for word in {word for name in names for word in _said(name)}:
                words[word].add(place)
                for key in keys_of(word):
                    keys[key].add(place)
        return cls(" ".join(ids), *_flat(words), *_flat(keys))

    def find(self, query: list[str]) -> Iterator[Hit]:
        """Every card on this page that answers the query's words well enough, in no order."""
        words, at_words = self.words.split(" "), self.at_words.split(" ")
        keys = f" {self.keys} "
        best: dict[int, float] = defaultdict(float)
        for word in query:
            for place, score in self._places(word, words, at_words, keys).items():
                best[place] += score / len(query)
        if len(query) > 1:
            for place in _standing("".join(query)[:MOST_OF_A_WORD], words, at_words):
                best[place] = max(best[place], JOINED)
        if best:
            ids = self.ids.split(" ")
            for place, score in best.items():
                if score >= WORTH_SHOWING:
                    yield Hit(UUID(ids[place]), round(score, 1))

    def _places(
        self, word: str, words: list[str], at_words: list[str], keys: str
    ) -> dict[int, float]:
        """Where on this page a word is meant, each place with its best score."""
        found: dict[int, float] = {}

        def keep(standing: str, score: float) -> None:
            for place in map(int, standing.split(",")):
                if score > found.get(place, 0.0):
                    found[place] = score

        index = bisect_left(words, word)
        while index < len(words) and words[index].startswith(word):
            keep(at_words[index], EXACT if words[index] == word else PREFIX)
            index += 1
        if len(word) < 2:
            return found
        for key in keys_of(word):
            if (at := keys.find(f" {key} ")) >= 0:
                nth = keys.count(" ", 0, at)
                keep(self._places_of_keys[nth], NICKNAME if key[0] == "=" else SOUND)
        for _near, likeness, index in process.extract(
            word,
            words,
            scorer=OSA.normalized_similarity,
            processor=None,
            score_cutoff=NEAR_ENOUGH,
            limit=None,
        ):
            keep(at_words[index], likeness * NEAR)
        return found

    @cached_property
    def _places_of_keys(self) -> list[str]:
        """Where each key stands. Laid apart once, and only on a page that has a key asked for."""
        return self.at_keys.split(" ")


def _said(name: str) -> list[str]:
    """The words of a name, and neighbors run together: "Mary Ann" is also "maryann"."""
    words = words_of(name)
    return words + [first + second for first, second in pairwise(words)]


def _flat(standing: dict[str, set[int]]) -> tuple[str, str]:
    entries = sorted(standing)
    return " ".join(entries), " ".join(
        ",".join(map(str, sorted(standing[entry]))) for entry in entries
    )


def _standing(word: str, words: list[str], at_words: list[str]) -> list[int]:
    index = bisect_left(words, word)
    if index < len(words) and words[index] == word:
        return [int(place) for place in at_words[index].split(",")]
    return []
