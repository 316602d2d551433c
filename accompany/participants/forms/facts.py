"""Coded answers for counting, each of them hers to leave out."""

from typing import Any  # Any: what Django's forms take and give

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.participants import codes
from accompany.participants.forms.fields import Seen
from accompany.participants.words import FactsWords


class FactsForm(Seen):
    """Coded answers for counting. Each may stay unasked or be declined."""

    race = forms.MultipleChoiceField(
        label=_("How she describes her race or ethnicity"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As many as she says."),
    )
    gender = forms.ChoiceField(label=_("Gender"), required=False, widget=forms.RadioSelect)
    age = forms.ChoiceField(
        label=_("Age when she first came"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("The band, never the date of birth."),
    )
    special = forms.MultipleChoiceField(
        label=_("Does any of this apply"), required=False, widget=forms.CheckboxSelectMultiple
    )
    victimization = forms.MultipleChoiceField(
        label=_("What was done to her"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "What she tells by herself. Codes only: never what happened, when, or by whom."
        ),
    )

    marks_optional = False

    LISTS = {
        "race": codes.RACE,
        "gender": codes.GENDER,
        "age": codes.AGE,
        "special": codes.SPECIAL,
        "victimization": codes.VICTIMIZATION,
    }
    MANY = ("race", "special", "victimization")

    def __init__(self, *args: Any, now: FactsWords | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, known in self.LISTS.items():
            offered = [*codes.choices(known, clock.today()), *codes.ANSWERS_WITHOUT]
            kept = _as_list(getattr(now, name)) if now else []
            old = [(code, codes.label(known, code)) for code in kept]
            have = {code for code, _label in offered}
            self.fields[name].choices = offered + [each for each in old if each[0] not in have]  # type: ignore[attr-defined]  # a choice field each

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        without = {code for code, _label in codes.ANSWERS_WITHOUT}
        for name in self.MANY:
            given = set(typed.get(name, []))
            if given & without and given - without:
                self.add_error(
                    name, gettext("Choose what she said, or that she was not asked, not both.")
                )
        return typed

    def facts(self) -> FactsWords:
        typed = self.cleaned_data
        return FactsWords(
            race=tuple(typed["race"]) or (codes.NOT_ASKED,),
            gender=typed["gender"] or codes.NOT_ASKED,
            age=typed["age"] or codes.NOT_ASKED,
            special=tuple(typed["special"]),
            victimization=tuple(typed["victimization"]),
        )

    @staticmethod
    def typed(words: FactsWords) -> dict[str, Any]:
        return {
            "race": list(words.race),
            "gender": words.gender,
            "age": words.age,
            "special": list(words.special),
            "victimization": list(words.victimization),
        }


def _as_list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
