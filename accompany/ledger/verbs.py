"""Verbs: what a ledger line may say was done.

A verb is declared once, in the `verbs.py` of the word it belongs to, and is stored in a line as its
own plain text. `her_words` is the same thing said to the person the line is about; a verb without
them never shows on her page. A verb that erases tells `ledger verify` which rows are gone with
reason.
"""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Verb:
    """One thing that can be done, as the ledger writes it."""

    text: str
    her_words: str | Promise | None = None
    is_look: bool = False
    erases: bool = False

    def __str__(self) -> str:
        return self.text


_known: dict[str, Verb] = {}


def verb(
    text: str,
    *,
    her_words: str | Promise | None = None,
    is_look: bool = False,
    erases: bool = False,
) -> Verb:
    """Register a verb under its text. Two verbs cannot share one text."""
    if not 0 < len(text) <= 80:
        raise ValueError("A verb has between 1 and 80 characters.")
    if text in _known:
        raise ValueError(f"The verb {text!r} is declared twice.")
    return _known.setdefault(text, Verb(text, her_words, is_look, erases))


def known(text: str) -> Verb:
    """The verb of a line; a line may outlive the code that declared its verb."""
    return _known.get(text) or Verb(text)


def looks() -> list[str]:
    """The texts of every verb that means somebody looked."""
    return [each.text for each in _known.values() if each.is_look]
