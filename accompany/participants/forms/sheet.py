"""The first sheet of her file: numbers, addresses, what she works toward."""

import re
from collections.abc import Iterable, Mapping
from typing import Any  # Any: what Django's forms take and give

import phonenumbers
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accompany.participants.forms.fields import MOST_LINES, LinesField, Seen, a_text
from accompany.participants.words import Address, Goal, Number, SheetWords

REGION = "US"
GOALS = 1
DONE = re.compile(r"(?:✓|\[x\]|x )\s*(.+)", re.IGNORECASE)


class NumbersField(LinesField):
    """Telephone numbers, each on a line, with a word about it after it."""

    def clean(self, value: Any) -> tuple[Number, ...]:  # type: ignore[override]  # Any: a widget's
        return tuple(_number(line) for line in super().clean(value))


def _number(line: str) -> Number:
    for match in phonenumbers.PhoneNumberMatcher(line, REGION):
        label = (line[: match.start] + " " + line[match.end :]).strip(" ,;:–-")
        number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        return Number(number, label)
    raise forms.ValidationError(
        gettext("“%(line)s” holds no telephone number. Write one such as 206-555-0142.")
        % {"line": line}
    )


def some_numbers() -> NumbersField:
    return NumbersField(
        label=_("Telephone numbers"),
        help_text=_("One on each line, then whose it is: 206-555-0142 her own."),
    )


class SheetForm(Seen):
    """The first sheet of her file."""

    numbers = some_numbers()
    addresses = LinesField(
        label=_("Addresses, e-mail"),
        each=200,
        help_text=_("Only where she wants us to write. Never where she stays, unless she asks."),
    )

    def __init__(self, *args: Any, goals: int = GOALS, **options: Any) -> None:
        super().__init__(*args, **options)
        self.goals = goals
        for n in range(1, goals + 1):
            self.fields[f"goal_{n}"] = a_text(
                _("What she works toward, in her words"),
                widget=forms.TextInput(attrs={"class": "w-l hers", "autocomplete": "off"}),
            )
            self.fields[f"steps_{n}"] = LinesField(
                label=_("Steps"),
                help_text=_("One on each line. Begin what is done with ✓ or x."),
            )

    def sheet(self) -> SheetWords:
        typed = self.cleaned_data
        goals = (
            _goal(typed[f"goal_{n}"].strip(), typed[f"steps_{n}"]) for n in range(1, self.goals + 1)
        )
        return SheetWords(
            numbers=typed["numbers"],
            addresses=tuple(Address(line) for line in typed["addresses"]),
            goals=tuple(goal for goal in goals if goal.words),
        )

    @staticmethod
    def typed(words: SheetWords) -> dict[str, Any]:
        typed: dict[str, Any] = {
            "numbers": "\n".join(f"{each.number} {each.label}".strip() for each in words.numbers),
            "addresses": "\n".join(
                f"{each.address} {each.label}".strip() for each in words.addresses
            ),
        }
        for n, goal in enumerate(words.goals, start=1):
            typed[f"goal_{n}"] = goal.words
            typed[f"steps_{n}"] = "\n".join([*(f"✓ {step}" for step in goal.done), *goal.steps])
        return typed

    @staticmethod
    def how_many(words: SheetWords, data: Mapping[str, Any]) -> int:
        """Fields for every goal there is or was typed, and for one more."""
        typed = [int(n) for name in data if (n := name.removeprefix("goal_")).isdecimal()]
        return min(max(len(words.goals) + 1, *typed, 1), MOST_LINES)


def _goal(words: str, lines: Iterable[str]) -> Goal:
    """A goal from its lines: those that begin with a mark are done."""
    lines = list(lines)
    done = [found.group(1) for line in lines if (found := DONE.match(line))]
    return Goal(words, tuple(line for line in lines if not DONE.match(line)), tuple(done))
