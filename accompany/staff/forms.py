"""What colleagues type about themselves and each other, made clean."""

import re
from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _

from accompany.house.models import Organization
from accompany.house.numbers import as_dialed
from accompany.house.refusals import Refusal
from accompany.staff import passphrases
from accompany.staff.capabilities import WORK, Role
from accompany.staff.models import Colleague

FORGETS = _("Type your passphrase again: no page ever carries it back to you.")
REGION = "US"
SIGN_IN_NAME = re.compile(r"[^\W_][\w.-]{1,38}")


def _roles() -> list[tuple[str, str]]:
    """Each role with what it is for, in a second line."""
    return [(role.value, f"{role.label}\n{WORK[role]}") for role in Role]


class PassphraseField(forms.CharField):
    """A passphrase: every character counts, spaces at the ends included."""

    def __init__(self, *, autocomplete: str = "current-password", **kwargs: Any) -> None:
        # Any: whatever a field takes
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(strip=False, max_length=passphrases.MOST, widget=widget, **kwargs)


class CodeField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:  # Any: whatever a field takes
        widget = forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "off",
                "spellcheck": "false",
                "class": "w-s",
            }
        )
        super().__init__(max_length=40, widget=widget, **kwargs)


class NumberField(forms.CharField):
    """A telephone number, however it is written; clean, it is +12065550142."""

    def __init__(self, **kwargs: Any) -> None:  # Any: whatever a field takes
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "class": "w-m"})
        super().__init__(max_length=40, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:  # Any: what a widget gives
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            number = phonenumbers.parse(typed, REGION)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or number.extension or not _is_whole(number):
            raise forms.ValidationError(_("Write a whole number, such as 206-555-0142."))
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _is_whole(number: phonenumbers.PhoneNumber) -> bool:
    """Whether it can be dialed from anywhere: 555-0142 can not."""
    possible = phonenumbers.is_possible_number_with_reason(number)
    return bool(possible == phonenumbers.ValidationResult.IS_POSSIBLE)


class FactsForm(forms.Form):
    """Our hours, numbers and addresses."""

    helpline_hours = forms.CharField(
        label=_("When somebody answers the helpline"),
        help_text=_("In a few words: Day and night. Nothing is said of it if you leave it empty."),
        max_length=200,
        required=False,
    )
    helpline_hours_es = forms.CharField(
        label=_("The same in Spanish"),
        help_text=_("Change both together. The English is shown if you leave it empty."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"lang": "es"}),
    )
    helpline_number = NumberField(
        label=_("The helpline’s number"),
        help_text=_("Call it yourself before you save: people dial what stands here."),
        error_messages={"required": _("The helpline needs a number.")},
    )
    text_number = NumberField(
        label=_("The number for texts"),
        help_text=_("The helpline’s number if you leave it empty."),
        required=False,
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        error_messages={"invalid": _("Write an address such as hello@example.org.")},
    )
    mailing_address = forms.CharField(
        label=_("Address for letters"),
        help_text=_("Never that of a shelter, or of anybody’s home."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: whatever a form takes
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # Touched is what is not as this page showed it, whatever a colleague saved since.
            field.show_hidden_initial = True

    @staticmethod
    def of(ours: Organization) -> dict[str, str]:
        """What stands now, with numbers as they are dialed."""
        now = {name: str(getattr(ours, name)) for name in FactsForm.base_fields}
        numbers = {name: as_dialed(now[name]) for name in ("helpline_number", "text_number")}
        return now | numbers

    def touched(self) -> dict[str, str]:
        """What she changed on this page, made clean."""
        said = {name: str(self.cleaned_data[name]) for name in self.changed_data}
        if "text_number" in said:
            said["text_number"] = said["text_number"] or self.cleaned_data["helpline_number"]
        return said


class SignInForm(forms.Form):
    marks_optional = False

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "off", "spellcheck": "false"}
        ),
    )
    passphrase = PassphraseField(label=_("Passphrase"))
    code = CodeField(
        label=_("Code"),
        required=False,
        help_text=_(
            "Six digits from your app, or one of your printed codes. "
            "Leave it empty if you use a security key."
        ),
    )


class CodeForm(forms.Form):
    code = CodeField(
        label=_("Code"), help_text=_("Six digits from your app, or one of your printed codes.")
    )


class InviteForm(forms.Form):
    marks_optional = False

    name = forms.CharField(
        label=_("Name"),
        help_text=_("As colleagues will read it, for example “Tamsin O.”"),
        max_length=80,
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=_roles, widget=forms.RadioSelect)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if Colleague.objects.here().filter(name__iexact=name).exists():
            raise forms.ValidationError(
                _("A colleague has this name already. Add a letter that tells them apart.")
            )
        return name


class NewPassphrase(forms.Form):
    """A new passphrase, typed twice. `about` are names a guesser would try first."""

    about: tuple[str, ...] = ()
    forgets = FORGETS

    passphrase = PassphraseField(
        label=_("Your new passphrase"),
        autocomplete="new-password",
        help_text=_(
            "15 characters or more. Four or five words that have nothing to do with each other "
            "are easy to keep and hard to guess. Nobody can look it up for you."
        ),
    )
    again = PassphraseField(label=_("The same again"), autocomplete="new-password")

    def clean_passphrase(self) -> str:
        passphrase = passphrases.clean(self.cleaned_data["passphrase"])
        try:
            passphrases.check(passphrase, about=self.about)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return passphrase

    def clean(self) -> dict[str, Any]:  # Any: cleaned values
        cleaned = super().clean() or {}
        first, again = cleaned.get("passphrase"), cleaned.get("again")
        if first is not None and again is not None and first != passphrases.clean(again):
            self.add_error("again", _("These two differ. Type the same passphrase twice."))
        return cleaned


class ComeBackForm(NewPassphrase):
    code = CodeField(label=_("The code it shows now"))

    field_order: tuple[str, ...] = ("passphrase", "again", "code")


class JoinForm(ComeBackForm):
    marks_optional = False

    sign_in_name = forms.CharField(
        label=_("Sign-in name"),
        help_text=_("Short, lower case. Your full name works too."),
        max_length=39,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "off",
                "spellcheck": "false",
                "class": "w-s",
            }
        ),
    )

    field_order = ("sign_in_name", "passphrase", "again", "code")

    def clean_sign_in_name(self) -> str:
        name: str = self.cleaned_data["sign_in_name"].lower()
        if not SIGN_IN_NAME.fullmatch(name):
            raise forms.ValidationError(
                _("Use two or more letters, digits, dots or hyphens, and start with a letter.")
            )
        if Colleague.objects.filter(sign_in_name=name).exists():
            raise forms.ValidationError(_("That sign-in name is taken. Choose another."))
        return name


class ChangePassphraseForm(NewPassphrase):
    present_passphrase = PassphraseField(label=_("Your passphrase now"))

    field_order = ("present_passphrase", "passphrase", "again")


class AuthenticatorForm(forms.Form):
    forgets = FORGETS

    present_passphrase = PassphraseField(label=_("Your passphrase"))
    code = CodeField(label=_("The code the new app shows"))


class ConfirmForm(forms.Form):
    forgets = FORGETS

    present_passphrase = PassphraseField(label=_("Your passphrase"))


class SecurityKeyForm(forms.Form):
    label = forms.CharField(
        label=_("What you call this key"),
        help_text=_("For example “blue one on my key ring”."),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}),
    )
    answer = forms.CharField(max_length=20_000, widget=forms.HiddenInput, required=False)


class DeviceForm(forms.Form):
    hint = forms.CharField(
        label=_("What you call this device"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}),
    )


class LineNameForm(forms.Form):
    line_name = forms.CharField(
        label=_("Your name on the line"),
        help_text=_("What visitors see instead of your own name."),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "w-s", "autocomplete": "off"}),
    )
