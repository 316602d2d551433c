"""Opening a record with her, choosing, promising, giving a reason, asking to be forgotten."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any  # Any: what Django's forms take and give
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.participants.forms.fields import (
    SEGMENTS,
    ColleagueField,
    TeamField,
    a_time,
    accompanying,
)
from accompany.participants.forms.names import NamesForm
from accompany.participants.forms.safe import SafeFields
from accompany.participants.forms.sheet import some_numbers
from accompany.participants.safe_contact import Channel, SafeContact
from accompany.staff.models import Colleague


class OpenRecordForm(NamesForm, SafeFields):
    """A new record. `form_id` becomes her id, so that a double click opens one record."""

    numbers = some_numbers()
    team = TeamField(
        label=_("Care team, chosen with her"),
        queryset=Colleague.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose with her at least one colleague.")},
        help_text=_("They hold the keys to her file. Nobody else does."),
    )
    yes = forms.BooleanField(
        label=_("She said yes to a record, and knows that she can take it back"),
        error_messages={"required": _("A record is opened only with her yes.")},
    )
    form_id = forms.UUIDField(widget=forms.HiddenInput)

    field_order = (
        "called",
        "aliases",
        "names",
        "pronouns",
        "languages",
        "safe_word",
        "channels",
        "voicemail",
        "say",
        "hours",
        "days",
        "hours_again",
        "days_again",
        "not_safe",
        "check_phrase",
        "numbers",
        "team",
        "yes",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"].queryset = accompanying()  # type: ignore[attr-defined]  # a model field
        self.fields["form_id"].initial = uuid4()

    def safe(self, now: SafeContact | None = None) -> SafeContact:
        safe = super().safe(now)
        return replace(safe, reviewed_on=clock.today()) if safe.is_asked else safe


class ChooseForm(forms.Form):
    """A colleague for her team, or one she keeps away."""

    colleague = ColleagueField(label=_("Colleague"), widget=forms.Select(attrs={"class": "w-m"}))

    def __init__(self, *args: Any, without: Iterable[UUID] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["colleague"].queryset = accompanying().exclude(id__in=list(without))  # type: ignore[attr-defined]  # a model field


class FollowUpForm(forms.Form):
    """What is promised to her. `form_id` becomes its id, so that a double click plans one."""

    what = forms.CharField(
        label=_("What is promised"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "class": "w-l"}),
        error_messages={"required": _("Write what you promised.")},
    )
    channel = forms.ChoiceField(
        label=_("How"),
        required=False,
        choices=[("", _("Not said")), *Channel.choices],
        widget=forms.RadioSelect(attrs=SEGMENTS),
    )
    due_on = forms.DateField(
        label=_("On"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-s"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
    )
    not_before = a_time(_("Not before"))
    not_after = a_time(_("Not after"))
    for_colleague = ColleagueField(
        label=_("Who does it"), widget=forms.Select(attrs={"class": "w-m"})
    )
    form_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["for_colleague"].queryset = accompanying()  # type: ignore[attr-defined]  # a model field
        self.fields["form_id"].initial = uuid4()


class MoveForm(forms.Form):
    """Another day or other hours for something promised."""

    due_on = forms.DateField(
        label=_("On"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-s"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
    )
    not_before = a_time(_("Not before"))
    not_after = a_time(_("Not after"))


class ReasonForm(forms.Form):
    """Why a sealed file cannot wait."""

    reason = forms.CharField(
        label=_("Why it cannot wait"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "w-l"}),
        help_text=_(
            "In your own words, at least 20 letters. Her care team and supervisors read it at "
            "once; she may ask who looked and why."
        ),
        error_messages={"required": _("Write in your own words why it cannot wait.")},
    )


class AskForm(forms.Form):
    """She asks to be forgotten."""

    asked = forms.BooleanField(
        label=_("She asked this herself, and knows it cannot be undone"),
        error_messages={"required": _("Only she can ask this.")},
    )
