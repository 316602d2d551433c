"""What a colleague typed about her day, made clean. Nothing is saved here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any  # Any: what Django's forms take and give
from uuid import UUID, uuid4

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.advocacy.models import (
    MOST_PEOPLE,
    NOTE_LENGTH,
    Given,
    Minutes,
    Note,
    NoteKind,
    Service,
    Voice,
)
from accompany.awards import access as awards
from accompany.awards.models import Award

SEGMENTS = {"class": "seg"}
LATE = timedelta(days=366)  # a service may be logged late, to an award that has ended


def _text() -> forms.CharField:
    return forms.CharField(
        label=_("What happened"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5, "class": "w-l"}),
        help_text=_("Up to 500 characters: what the next colleague needs, and nobody else’s name."),
        error_messages={
            "required": _("Write what happened, or leave this page."),
            "max_length": _("A note holds 500 characters. Yours has %(show_value)d."),
        },
    )


def _voice() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Whose is it"),
        choices=Voice.choices,
        initial=Voice.OURS.value,
        widget=forms.RadioSelect(attrs=SEGMENTS),
    )


class NoteForm(forms.Form):
    """A new note. `form_id` becomes the note's own id, so that a double click writes one."""

    text = _text()
    voice = _voice()
    kind = forms.ChoiceField(
        label=_("Who may read it"),
        choices=[
            (NoteKind.SHARED, _("The care team\nAnd whoever breaks the glass, with a reason")),
            (
                NoteKind.PRIVATE,
                _(
                    "Only me\nSealed to you alone: the one thing here that only one person can "
                    "open. If your key is lost, so is the note."
                ),
            ),
        ],
        initial=NoteKind.SHARED.value,
        widget=forms.RadioSelect,
    )
    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)

    def about(self, called: str) -> "NoteForm":
        """The same form, with the name she goes by."""
        self.fields["voice"].choices = voices(called)  # type: ignore[attr-defined]  # a choice field
        return self

    def clean_form_id(self) -> UUID:
        return self.cleaned_data["form_id"] or uuid4()


class ChangeNoteForm(forms.Form):
    text = _text()
    voice = _voice()
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, note: Note, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if note.is_private:
            del self.fields["voice"]

    def about(self, called: str) -> "ChangeNoteForm":
        """The same form, with the name she goes by."""
        if "voice" in self.fields:
            self.fields["voice"].choices = voices(called)  # type: ignore[attr-defined]  # same
        return self


def voices(called: str) -> list[tuple[str, str]]:
    """Whose words a note holds, with the name she goes by."""
    hers = _("%(name)s’s own words") % {"name": called}
    return [(voice.value, hers if voice is Voice.HERS else str(voice.label)) for voice in Voice]


class AwardField(forms.ModelChoiceField):
    def label_from_instance(self, award: Award) -> str:
        return f"{award.name}, {award.funder}"


def kinds() -> dict[str, str]:
    """What a kind of service of our catalog is called."""
    return {
        "support": gettext("Support"),
        "advocacy": gettext("Advocacy and going along"),
        "groups": gettext("Groups and art"),
        "assistance": gettext("Resource assistance"),
        "legal": gettext("Legal"),
        "information": gettext("Information and referral"),
    }


@dataclass(frozen=True)
class Option:
    code: str
    label: str
    is_ticked: bool


@dataclass(frozen=True)
class Group:
    """Services that stand under one heading."""

    label: str
    options: list[Option]


class ServicesForm(forms.Form):
    """One or several services of one day. `form_id` makes the same form count once."""

    codes = forms.MultipleChoiceField(
        label=_("What you did"),
        error_messages={
            "required": _("Choose at least one service."),
            "invalid_choice": _("That service is not in the catalog for that day. Choose another."),
        },
    )
    day = forms.DateField(
        label=_("Which day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Say which day it was."),
            "invalid": _("Write the day like 2026-11-21."),
        },
    )
    award = AwardField(
        label=_("Paid by"),
        queryset=Award.objects.none(),
        required=False,
        empty_label=_("No award"),
    )
    people = forms.IntegerField(
        label=_("How many people"),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        help_text=_("A count, never a list. Nobody is named."),
    )
    minutes = forms.TypedChoiceField(
        label=_("About how long"),
        choices=Minutes.choices,
        coerce=int,
        initial=Minutes.UNSAID.value,
        widget=forms.RadioSelect(attrs=SEGMENTS),
        required=False,
    )
    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    marks_optional = False

    def __init__(
        self,
        *args: Any,
        named: bool,
        on: date | None = None,
        often: Iterable[str] = (),
        also: Award | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        on = on or clock.today()
        self.catalog = awards.service_catalog(on)
        self.often = list(often)
        choices = [(service.code, service.label) for service in self.catalog]
        self.fields["codes"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["award"].queryset = Award.objects.filter(  # type: ignore[attr-defined]  # same
            Q(first_day__lte=on, last_day__gte=on - LATE) | Q(id=also.id if also else None)
        ).order_by("funder", "name")
        if named:
            del self.fields["people"]

    def clean_form_id(self) -> UUID:
        return self.cleaned_data["form_id"] or uuid4()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        award, day = said.get("award"), said.get("day")
        if award and day and not award.first_day <= day <= award.last_day:
            self.add_error(
                "award", _("That award did not run on that day. Choose another, or none.")
            )
        return said

    @property
    def often_groups(self) -> list[Group]:
        """What she logs most, if she has logged anything."""
        known = {service.code: service for service in self.catalog}
        often = [known[code] for code in self.often if code in known]
        return [self._group(str(_("You often log")), often)] if often else []

    @property
    def other_groups(self) -> list[Group]:
        """The rest, by kind."""
        heads: dict[str, list[awards.CatalogService]] = {}
        for service in self.catalog:
            if service.code not in self.often:
                heads.setdefault(service.kind, []).append(service)
        return [self._group(str(kinds().get(kind, kind)), under) for kind, under in heads.items()]

    @property
    def is_ticked_below(self) -> bool:
        return any(option.is_ticked for group in self.other_groups for option in group.options)

    def _group(self, label: str, services: list[awards.CatalogService]) -> Group:
        ticked = set(self["codes"].value() or ())
        return Group(label, [Option(s.code, s.label, s.code in ticked) for s in services])

    def given(self) -> Given:
        said = self.cleaned_data
        return Given(
            day=said["day"],
            codes=tuple(said["codes"]),
            award=said["award"],
            minutes=said["minutes"] or Minutes.UNSAID.value,
            people=said.get("people", 1),
        )


class CorrectionForm(ServicesForm):
    """One service again, to put it right."""

    codes = forms.ChoiceField(  # type: ignore[assignment]  # one service, not several
        label=_("What you did")
    )

    def given(self) -> Given:
        self.cleaned_data["codes"] = [self.cleaned_data["codes"]]
        return super().given()

    @classmethod
    def of(cls, service: Service) -> "CorrectionForm":
        return cls(
            initial={
                "codes": service.code,
                "day": service.day,
                "award": service.award_id,
                "minutes": service.minutes,
                "people": service.people,
            },
            **cls.about(service),
        )

    @classmethod
    def about(cls, service: Service) -> dict[str, Any]:
        return {
            "named": service.participant_id is not None,
            "on": service.day,
            "also": service.award,
        }
