"""How she may be reached safely, as she says it."""

from collections.abc import Iterable
from datetime import time
from typing import Any  # Any: what Django's forms take and give

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accompany.participants.forms.fields import (
    SEGMENTS,
    HoursField,
    LinesField,
    Seen,
    a_text,
    some_days,
)
from accompany.participants.safe_contact import NONE, Channel, SafeContact, Window


class SafeFields(forms.Form):
    """How she may be reached safely."""

    channels = forms.MultipleChoiceField(
        label=_("How may we reach her"),
        choices=[*Channel.choices, (NONE, _("Not at all: she comes to us"))],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what she said. Nothing chosen means that nobody has asked her yet."),
    )
    voicemail = forms.ChoiceField(
        label=_("May we leave a voicemail"),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        initial="no",
        required=False,
        widget=forms.RadioSelect(attrs=SEGMENTS),
    )
    say = a_text(
        _("Say who is calling"), help_text=_("What she asked us to say, such as a shop’s name.")
    )
    hours = HoursField(label=_("Between these hours"), help_text=_("None given: at any hour."))
    days = some_days()
    hours_again = HoursField(label=_("Or between these hours"))
    days_again = some_days()
    not_safe = LinesField(
        label=_("Who or what is not safe"),
        help_text=_("A person, a phone, a place. One on each line."),
    )
    check_phrase = a_text(
        _("Check phrase"), help_text=_("A question only she answers in the agreed way.")
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if NONE in typed.get("channels", []) and len(typed["channels"]) > 1:
            self.add_error("channels", gettext("Choose ways to reach her, or not at all."))
        return typed

    def safe(self, now: SafeContact | None = None) -> SafeContact:
        """What was typed; windows beyond the two a form shows are kept as they are `now`."""
        typed = self.cleaned_data
        return SafeContact(
            channels=tuple(typed["channels"]),
            voicemail=typed["voicemail"] == "yes",
            say=typed["say"].strip(),
            windows=(
                *_window(typed["hours"], typed["days"]),
                *_window(typed["hours_again"], typed["days_again"]),
                *(now.windows[2:] if now else ()),
            ),
            not_safe=typed["not_safe"],
            check_phrase=typed["check_phrase"].strip(),
        )

    @staticmethod
    def typed_rules(safe: SafeContact) -> dict[str, Any]:
        """Her rules as this form's initial values."""
        typed: dict[str, Any] = {
            "channels": list(safe.channels),
            "voicemail": "yes" if safe.voicemail else "no",
            "say": safe.say,
            "not_safe": "\n".join(safe.not_safe),
            "check_phrase": safe.check_phrase,
        }
        for suffix, window in zip(("", "_again"), safe.windows, strict=False):
            typed["hours" + suffix] = (window.opens_at, window.closes_at)
            typed["days" + suffix] = [str(day) for day in window.days]
        return typed


class SafeContactForm(SafeFields, Seen):
    """Changing how she may be reached."""


def _window(hours: tuple[time, time] | None, days: Iterable[str]) -> tuple[Window, ...]:
    if hours is None:
        return ()
    opens, closes = hours
    return (Window(f"{opens:%H:%M}", f"{closes:%H:%M}", tuple(sorted(map(int, days)))),)
