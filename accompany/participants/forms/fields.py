"""Fields that several forms about a person share: short lines, hours, days, colleagues."""

from datetime import time
from typing import Any  # Any: what Django's forms take and give

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accompany.staff.capabilities import Capability
from accompany.staff.models import Colleague

MOST_LINES = 20
SEGMENTS = {"class": "seg"}
DAYS = [
    ("0", _("Mon")),
    ("1", _("Tue")),
    ("2", _("Wed")),
    ("3", _("Thu")),
    ("4", _("Fri")),
    ("5", _("Sat")),
    ("6", _("Sun")),
]


class LinesField(forms.CharField):
    """Several short things, one on each line."""

    def __init__(self, *, rows: int = 2, each: int = 120, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows, "class": "w-l"}))
        self.each = each
        super().__init__(**options)

    def clean(self, value: Any) -> tuple[str, ...]:  # Any: what a widget hands over
        text = str(super().clean(value))
        lines = tuple(line.strip() for line in text.splitlines() if line.strip())
        if len(lines) > MOST_LINES or any(len(line) > self.each for line in lines):
            raise forms.ValidationError(
                gettext("Write at most %(lines)d lines of at most %(letters)d letters.")
                % {"lines": MOST_LINES, "letters": self.each}
            )
        return lines


def a_text(label: Any, *, most: int = 120, **options: Any) -> forms.CharField:  # Any: lazy text
    options.setdefault("required", False)
    options.setdefault("widget", forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}))
    return forms.CharField(label=label, max_length=most, **options)


def a_time(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "w-s"}),
        error_messages={"invalid": _("Write a time such as 10:00.")},
    )


class HoursWidget(forms.MultiWidget):
    """Two times side by side."""

    use_fieldset = True

    def __init__(self) -> None:
        times: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TimeInput(
                format="%H:%M", attrs={"type": "time", "class": "w-s", "aria-label": label}
            )
            for name, label in (("from", _("From")), ("until", _("Until")))
        }
        super().__init__(times)

    def decompress(self, value: Any) -> list[Any]:  # Any: times, or nothing
        return list(value) if value else [None, None]


class HoursField(forms.MultiValueField):
    """Hours of a day: nothing, or a beginning and an end."""

    widget = HoursWidget

    def __init__(self, **options: Any) -> None:
        invalid = {"invalid": _("Write a time such as 10:00.")}
        times = [forms.TimeField(required=False, error_messages=invalid) for _part in range(2)]
        super().__init__(fields=times, required=False, require_all_fields=False, **options)

    def compress(self, data_list: list[Any]) -> tuple[time, time] | None:
        opens, closes = data_list or (None, None)
        if opens is None and closes is None:
            return None
        if opens is None or closes is None:
            raise forms.ValidationError(gettext("Give both a beginning and an end."))
        if opens == closes:
            raise forms.ValidationError(gettext("The hours end as they begin."))
        return opens, closes


def some_days() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("On these days"),
        choices=DAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=SEGMENTS),
        help_text=_("None chosen: every day."),
    )


class Seen(forms.Form):
    """A form that knows which version of a row its page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ColleagueField(forms.ModelChoiceField):
    """A colleague who accompanies people, by name and role."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("queryset", Colleague.objects.none())
        options.setdefault("empty_label", _("Choose a colleague"))
        super().__init__(**options)

    def label_from_instance(self, obj: Colleague) -> str:
        return f"{obj.name}, {obj.shown_role}"


class TeamField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Colleague) -> str:
        return f"{obj.name}\n{obj.shown_role}"


def accompanying() -> Any:  # Any: a queryset of colleagues
    """Everyone who may be chosen for a care team."""
    return Colleague.objects.who_can(Capability.WRITE_NOTES).order_by("name")
