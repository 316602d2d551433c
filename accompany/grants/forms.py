"""An award as its letter says, made clean. Nothing is saved here."""

from datetime import date, timedelta
from typing import Any  # Any: what Django's forms take and give
from uuid import UUID, uuid4

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.awards import access as awards
from accompany.awards.models import Award, Scheme
from accompany.awards.terms import TERMS, Terms, as_seen

ABOUT_THE_NEW = ("Q4A", "Q4B", "Q4C")  # the blocks that have a row "not tracked"
EARLIEST = date(2000, 1, 1)
LONGEST = timedelta(days=15 * 366)


def _day(label: object, help_text: object = "") -> forms.DateField:
    return forms.DateField(
        label=label,  # type: ignore[arg-type]  # a lazy text
        help_text=help_text,  # type: ignore[arg-type]  # same
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-s"}),
        error_messages={"invalid": _("Give a day, as 10/01/2026.")},
    )


class AwardForm(forms.Form):
    """`form_id` becomes a new award's id; `seen` is the mark of the one that is changed."""

    funder = forms.CharField(
        label=_("Funder"),
        max_length=120,
        help_text=_("Who pays, as colleagues will read it."),
        error_messages={"required": _("Write who pays.")},
    )
    name = forms.CharField(
        label=_("What it is called here"),
        max_length=120,
        help_text=_("Colleagues choose it by this name when they log a service."),
        error_messages={"required": _("Give the award a name colleagues will know.")},
    )
    number = forms.CharField(
        label=_("Award number"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}),
    )
    first_day = _day(_("First day"), _("As the award letter says."))
    last_day = _day(_("Last day"))
    fiscal_start_month = forms.TypedChoiceField(
        label=_("The funder’s fiscal year starts in"),
        choices=list(MONTHS.items()),
        coerce=int,
        initial=10,
        help_text=_("It decides the quarters, and who is new. For federal money it is October."),
    )
    not_tracked = forms.MultipleChoiceField(
        label=_("What this organization does not ask about"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The form then says “not tracked” for these instead of “not reported”."),
    )
    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)

    def __init__(self, *args: Any, has_reports: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measures = awards.measures(Scheme.VOCA_VA, clock.today())
        self.fields["not_tracked"].choices = [  # type: ignore[attr-defined]  # a choice field
            (code, measures[code].label) for code in ABOUT_THE_NEW if code in measures
        ]
        for name in ("first_day", "fiscal_start_month") if has_reports else ():
            self.fields[name].disabled = True

    @staticmethod
    def of(award: Award) -> dict[str, Any]:  # Any: any column
        """What the form shows of an award that is there already."""
        return {term: getattr(award, term) for term in TERMS} | {"seen": as_seen(award)}

    @property
    def terms(self) -> Terms:
        return {term: self.cleaned_data[term] for term in TERMS}

    def clean_form_id(self) -> UUID:
        return self.cleaned_data["form_id"] or uuid4()

    def clean(self) -> dict[str, Any]:  # Any: cleaned values
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first is None or last is None:
            return cleaned
        if first < EARLIEST:
            self.add_error("first_day", _("This day is before the year 2000. Look again."))
        elif last < first:
            self.add_error("last_day", _("The last day is before the first. Look again."))
        elif last - first > LONGEST:
            self.add_error("last_day", _("That is longer than 15 years. Look at the year again."))
        return cleaned
