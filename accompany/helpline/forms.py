"""What is typed on the helpline's pages, made clean."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.helpline import kinds
from accompany.helpline.models import LONGEST_MESSAGE, SheetWords
from accompany.helpline.phone import e164
from accompany.house.forms import WordsField
from accompany.participants.safe_contact import Channel as Way
from accompany.participants.safe_contact import SafeContact, Window

HERS = {"class": "hers", "autocomplete": "off"}


class ChatForm(forms.Form):
    """One message of a visitor."""

    say = WordsField(
        label=_("Your message"),
        max_length=LONGEST_MESSAGE,
        required=False,
        error_messages={
            "max_length": _(
                "That is longer than one message can be. Nothing is lost: your words are below. "
                "Please send them in pieces of up to 4,000 letters."
            )
        },
    )
    once = forms.RegexField(r"^[A-Za-z0-9_-]{22,64}$", widget=forms.HiddenInput)


class ReplyForm(forms.Form):
    """An answer, written beside the conversation it answers."""

    reply = WordsField(
        label=_("Reply"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        error_messages={"required": _("Write something first. Nothing was sent.")},
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    once = forms.RegexField(r"^[A-Za-z0-9_-]{22,64}$", widget=forms.HiddenInput)
    follow = forms.BooleanField(
        label=_("They asked me to write again"), required=False, widget=forms.CheckboxInput
    )


class NoteForm(forms.Form):
    """A note that colleagues read and nobody else."""

    note = WordsField(
        label=_("Note to colleagues"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        error_messages={"required": _("Write the note first.")},
    )


class HandOverForm(forms.Form):
    """To whom, and what they should know."""

    marks_optional = False

    to = forms.ChoiceField(
        label=_("Hand over to"), error_messages={"required": _("Choose a colleague.")}
    )
    note = WordsField(
        label=_("What should they know? Only colleagues read this."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Any: handed on as they came
        nobody = ("", _("Choose a colleague"))
        self.fields["to"].choices = [nobody, *colleagues]  # type: ignore[attr-defined]  # a ChoiceField


class SheetForm(forms.Form):
    """What they have told us, in a few words."""

    marks_optional = False

    called = forms.CharField(label=_("Name they gave"), required=False, max_length=80)
    asked_for = forms.CharField(label=_("Asked for"), required=False, max_length=200)
    said = forms.CharField(label=_("Said"), required=False, max_length=300)
    safe = forms.CharField(label=_("How it is safe to answer"), required=False, max_length=200)
    no_text = forms.BooleanField(label=_("Never call or text back"), required=False)
    not_alone = forms.BooleanField(label=_("Someone else is in the room"), required=False)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def words(self) -> SheetWords:
        typed = {k: v for k, v in self.cleaned_data.items() if k != "version"}
        return SheetWords(**typed)


class LogForm(forms.Form):
    """A contact in taps, without a name."""

    marks_optional = False

    channel = forms.ChoiceField(
        label=_("How"),
        choices=kinds.Channel.choices,
        widget=forms.RadioSelect(attrs={"class": "seg"}),
        error_messages={"required": _("Choose how they reached us.")},
    )
    kind = forms.ChoiceField(
        label=_("What it was"),
        choices=kinds.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it was.")},
    )
    minutes = forms.ChoiceField(
        label=_("How long"),
        choices=kinds.Minutes.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "seg"}),
    )
    safe = forms.ChoiceField(
        label=_("Safe to talk?"),
        choices=kinds.Safe.choices,
        initial=kinds.Safe.NOT_ASKED,
        widget=forms.RadioSelect(attrs={"class": "seg"}),
    )
    youth_concern = forms.BooleanField(
        label=_("Someone under 18 may be in danger"),
        required=False,
        help_text=_("Only a yes is kept. Speak with a supervisor now."),
    )
    emergency_called = forms.BooleanField(
        label=_("Emergency services were called, with their yes"), required=False
    )
    award = forms.ChoiceField(label=_("Count under"), required=False)
    yesterday = forms.BooleanField(label=_("It was yesterday"), required=False)

    def __init__(self, *args: Any, awards: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Any: handed on as they came
        choices = [("", _("No award")), *awards]
        self.fields["award"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean_award(self) -> UUID | None:
        return UUID(self.cleaned_data["award"]) if self.cleaned_data["award"] else None


class PhraseForm(forms.Form):
    """Something we often say."""

    title = forms.CharField(
        label=_("What it is for"),
        max_length=60,
        error_messages={"required": _("Write what the phrase is for.")},
    )
    words = WordsField(
        label=_("The words"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the words of the phrase.")},
    )


class FindForm(forms.Form):
    """A name to look for. By POST, so that it is in no address."""

    q = forms.CharField(label=_("Name or alias"), max_length=80)


class OpenRecordForm(forms.Form):
    """Opening a record with her yes, from a conversation."""

    marks_optional = False

    yes = forms.BooleanField(
        label=_("They said yes to a record, in this conversation"),
        error_messages={"required": _("A record needs their yes. Ask, then tick this.")},
    )
    called = forms.CharField(
        label=_("What they want to be called"),
        help_text=_("An alias is enough."),
        max_length=80,
        error_messages={"required": _("Write what they want to be called. An alias is enough.")},
    )
    number = forms.CharField(
        label=_("Number"), required=False, max_length=20, help_text=_("Kept in the sealed file.")
    )
    team = forms.ChoiceField(
        label=_("Who will be beside them"),
        error_messages={"required": _("Choose with them who will be beside them.")},
    )
    ways = forms.MultipleChoiceField(
        label=_("How may we reach them?"),
        choices=[(Way.CALL.value, Way.CALL.label), (Way.TEXT.value, Way.TEXT.label)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Neither: we do not reach out, they come to us."),
    )
    opens = forms.TimeField(
        label=_("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    closes = forms.TimeField(
        label=_("Until"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    voicemail = forms.BooleanField(label=_("Voicemail is all right"), required=False)
    say = forms.CharField(label=_("Who shall we say is calling?"), required=False, max_length=80)
    not_safe = forms.CharField(label=_("What is not safe?"), required=False, max_length=200)
    promise = forms.CharField(
        label=_("What did we promise to do next?"), required=False, max_length=200
    )
    due_on = forms.DateField(
        label=_("On"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, team: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Any: handed on as they came
        nobody = ("", _("Choose with them"))
        self.fields["team"].choices = [nobody, *team]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["due_on"].initial = clock.today() + timedelta(days=1)

    def clean_number(self) -> str:
        typed: str = self.cleaned_data["number"].strip()
        if not typed:
            return ""
        number = e164(typed)
        if number is None:
            raise forms.ValidationError(_("Write the number as 206-555-0142, or leave it out."))
        return number

    def clean(self) -> dict[str, Any]:  # Any: cleaned data
        cleaned = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if bool(opens) != bool(closes):
            self.add_error("closes", _("Give both hours, or neither."))
        if "call" in cleaned.get("ways", ()) and not cleaned.get("number") and "number" in cleaned:
            self.add_error("number", _("To call, we need a number."))
        if cleaned.get("promise") and not cleaned.get("due_on"):
            self.add_error("due_on", _("Say on which day."))
        return cleaned

    def safe(self) -> SafeContact:
        typed = self.cleaned_data
        hours = typed["opens"] and typed["closes"]
        return SafeContact(
            channels=tuple(typed["ways"]) or ("none",),
            voicemail=typed["voicemail"],
            say=typed["say"].strip(),
            windows=(Window(_hour(typed["opens"]), _hour(typed["closes"])),) if hours else (),
            not_safe=(typed["not_safe"].strip(),) if typed["not_safe"].strip() else (),
            reviewed_on=clock.today(),
        )


def _hour(at: time) -> str:
    return at.strftime("%H:%M")


class PhoneForm(forms.Form):
    """The demo telephone."""

    words = WordsField(
        label=_("Text"),
        required=False,
        max_length=1600,
        widget=forms.Textarea(attrs={"rows": 1, "autocomplete": "off"}),
    )
