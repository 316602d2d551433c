"""What a colleague typed about a person, made clean. Nothing is saved here.

Everything about her is hers to leave out: no field is required but one name and her yes.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import time
from typing import Any
from uuid import UUID, uuid4

import phonenumbers
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.participants import codes
from accompany.participants.safe_contact import NONE, Channel, SafeContact, Window
from accompany.participants.words import (
    Address,
    CardWords,
    FactsWords,
    Goal,
    Number,
    SheetWords,
)
from accompany.staff.capabilities import Capability
from accompany.staff.models import Colleague

REGION = "US"
GOALS = 1
DONE = re.compile(r"(?:✓|\[x\]|x )\s*(.+)", re.IGNORECASE)
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


def _text(label: Any, *, most: int = 120, **options: Any) -> forms.CharField:  # Any: lazy text
    options.setdefault("required", False)
    options.setdefault("widget", forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}))
    return forms.CharField(label=label, max_length=most, **options)


def _time(label: Any) -> forms.TimeField:
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


def _days() -> forms.MultipleChoiceField:
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


class NamesForm(forms.Form):
    """Her names, as she gives them."""

    called = _text(
        _("What should we call her"),
        help_text=_("Any name she likes. An alias is enough."),
    )
    names = LinesField(label=_("Other names she gave"), help_text=_("One on each line."))
    aliases = LinesField(
        label=_("Aliases and street names"),
        help_text=_("One on each line. She can be found by each of them."),
    )
    pronouns = _text(_("Pronouns"), most=40)
    languages = _text(_("Languages she speaks"), help_text=_("With commas between them."))
    safe_word = _text(
        _("Safe word"), help_text=_("A word by which she lets us know that it is really her.")
    )

    def card(self) -> CardWords:
        typed = self.cleaned_data
        return CardWords(
            called=typed["called"],
            names=typed["names"],
            aliases=typed["aliases"],
            pronouns=typed["pronouns"],
            languages=tuple(each.strip() for each in typed["languages"].split(",") if each.strip()),
            safe_word=typed["safe_word"],
        )

    @staticmethod
    def typed(words: CardWords) -> dict[str, Any]:
        """A card as this form's initial values."""
        return {
            "called": words.called,
            "names": "\n".join(words.names),
            "aliases": "\n".join(words.aliases),
            "pronouns": words.pronouns,
            "languages": ", ".join(words.languages),
            "safe_word": words.safe_word,
        }


class CardForm(NamesForm, Seen):
    """Changing her card."""


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
    say = _text(
        _("Say who is calling"), help_text=_("What she asked us to say, such as a shop’s name.")
    )
    hours = HoursField(label=_("Between these hours"), help_text=_("None given: at any hour."))
    days = _days()
    hours_again = HoursField(label=_("Or between these hours"))
    days_again = _days()
    not_safe = LinesField(
        label=_("Who or what is not safe"),
        help_text=_("A person, a phone, a place. One on each line."),
    )
    check_phrase = _text(
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


def _numbers() -> NumbersField:
    return NumbersField(
        label=_("Telephone numbers"),
        help_text=_("One on each line, then whose it is: 206-555-0142 her own."),
    )


class SheetForm(Seen):
    """The first sheet of her file."""

    numbers = _numbers()
    addresses = LinesField(
        label=_("Addresses, e-mail"),
        each=200,
        help_text=_("Only where she wants us to write. Never where she stays, unless she asks."),
    )

    def __init__(self, *args: Any, goals: int = GOALS, **options: Any) -> None:
        super().__init__(*args, **options)
        self.goals = goals
        for n in range(1, goals + 1):
            self.fields[f"goal_{n}"] = _text(
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


class OpenRecordForm(NamesForm, SafeFields):
    """A new record. `form_id` becomes her id, so that a double click opens one record."""

    numbers = _numbers()
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
    not_before = _time(_("Not before"))
    not_after = _time(_("Not after"))
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
    not_before = _time(_("Not before"))
    not_after = _time(_("Not after"))


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
