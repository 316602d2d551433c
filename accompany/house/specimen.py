"""What the living specimen shows: one form with every kind of answer, and one chart."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accompany.house.charts import Bars

CHART = Bars(
    series=[_("Texts"), _("Chats")],
    rows=[
        ("Apr", (41, 22)),
        ("May", (38, 27)),
        ("Jun", (52, 31)),
        ("Jul", (47, None)),
        ("Aug", (63, 40)),
        ("Sep", (58, 0)),
    ],
)


class SpecimenForm(forms.Form):
    """One of each, so that a change of look is seen on all of them."""

    called = forms.CharField(
        label=_("What should we call you?"),
        help_text=_("First name, or whatever you go by."),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}),
        error_messages={"required": _("Say what we should call you")},
    )
    email = forms.EmailField(
        label=_("Email address"),
        required=False,
        widget=forms.EmailInput(attrs={"class": "w-m", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Check the email address. It needs an @, like name@example.org")
        },
    )
    words = forms.CharField(
        label=_("In her words"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"class": "hers", "rows": 3}),
    )
    message = forms.ChoiceField(
        label=_("May we leave a message if you don’t pick up?"),
        help_text=_("We would say only a first name, and never where from."),
        choices=[
            ("no", _("No, don’t leave messages")),
            ("text", _("Text only\nNot after ten at night")),
            ("yes", _("Voicemail or text is fine")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether we may leave a message")},
    )
    hour = forms.ChoiceField(
        label=_("Best time"),
        required=False,
        choices=[("am", _("Morning")), ("pm", _("Afternoon")), ("eve", _("Evening"))],
        widget=forms.RadioSelect(attrs={"class": "seg"}),
    )
    day = forms.DateField(
        label=_("From which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("en", "English"), ("es", "Español"), ("ar", "العربية"), ("vi", "Tiếng Việt")],
    )
    agreed = forms.BooleanField(
        label=_("She said yes in this conversation"),
        help_text=_("Without her yes nothing is kept."),
        error_messages={"required": _("Ask for her yes first")},
    )
