"""What a keeper typed about a work, and what an artist typed off her slip, made clean."""

from datetime import date
from typing import Any  # Any: what Django's forms take and give
from uuid import UUID, uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.gallery.models import MOST_MONTHS, Artwork, ArtworkWords, Credit, MadeIn, Use
from accompany.house.pictures import LARGEST_FILE, FileTooLarge

EVERYTHING = "everything"
PICTURES = "image/jpeg,image/png,image/webp,image/avif,image/heic,image/heif,.heic,.heif"


class WorkForm(forms.Form):
    """A work and its picture. `form_id` becomes the work's own id: a double click adds one."""

    picture = forms.FileField(
        label=_("The picture"),
        allow_empty_file=True,
        max_length=None,
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        help_text=_(
            "A photo or a scan: JPEG, PNG, WebP, AVIF or HEIC, up to 25 MB. It is sealed as it is; "
            "what is shown in public is made anew, without place or date."
        ),
        error_messages={"required": _("Choose the picture.")},
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        help_text=_("As the artist calls it. If she gave none: Untitled."),
    )
    alt = forms.CharField(
        label=_("The picture in words"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "w-l"}),
        help_text=_(
            "What there is to see, for people who cannot see it. A work hangs only with these."
        ),
    )
    medium = forms.CharField(
        label=_("Made of"),
        max_length=120,
        required=False,
        help_text=_("Cut paper on board, 18 × 21 in."),
    )
    year = forms.CharField(label=_("When"), max_length=20, required=False)
    statement = forms.CharField(
        label=_("The artist’s own words"),
        max_length=1200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "hers w-l"}),
        help_text=_("Word for word, if she wants them beside her work."),
    )
    credit = forms.ChoiceField(
        label=_("How she is named"),
        choices=Credit.choices,
        initial=Credit.NONE.value,
        widget=forms.RadioSelect,
        help_text=_("Ask her for each work. “Not named” is a good answer."),
    )
    credit_name = forms.CharField(
        label=_("The name to show"),
        max_length=80,
        required=False,
        help_text=_(
            "Exactly as it is to stand there: R.T., Odette, the Tuesday group. Empty if not named."
        ),
    )
    made_in = forms.ChoiceField(
        label=_("Where it was made"),
        choices=[
            (MadeIn.STUDIO, _("Open studio\nIt can hang once she agrees.")),
            (MadeIn.THERAPY, _("Art therapy\nIt stays private, always.")),
        ],
        widget=forms.RadioSelect,
    )
    artist = forms.CharField(
        label=_("Who made it"),
        max_length=200,
        required=False,
        help_text=_("For keepers of the gallery alone. Never shown, never printed."),
    )
    reach = forms.CharField(
        label=_("How to reach her safely"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "w-l"}),
    )
    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(self, *args: Any, work: Artwork | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if work is not None:
            self.fields["picture"].required = False
            self.fields["picture"].label = _("Another picture")

    @property
    def forgets(self) -> str | Promise:
        """What the summary says: a browser sends a file once."""
        if "picture" in self.files or self.has_error("picture"):
            return _("Everything you wrote is still here. Please choose the picture again.")
        return ""

    def clean_picture(self) -> bytes | None:
        """The bytes alone. What the file was called is not looked at."""
        file: UploadedFile | None = self.cleaned_data["picture"]
        if file is None:
            return None
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(str(FileTooLarge()))
        return bytes(file.read())

    def clean_form_id(self) -> UUID:
        return self.cleaned_data["form_id"] or uuid4()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        wants_name = said.get("credit") not in (None, Credit.NONE.value)
        if wants_name and not said.get("credit_name") and "credit_name" not in self.errors:
            self.add_error("credit_name", _("Write the name to show, or choose “Not named”."))
        if said.get("credit") == Credit.INITIALS and len(said.get("credit_name") or "") > 12:
            self.add_error("credit_name", _("Initials are a few letters: R.T."))
        return said

    def words(self) -> ArtworkWords:
        said = self.cleaned_data
        is_named = said["credit"] != Credit.NONE
        return ArtworkWords(
            title=said["title"],
            medium=said["medium"],
            year=said["year"],
            statement=said["statement"],
            credit=said["credit"],
            credit_name=said["credit_name"] if is_named else "",
            alt=" ".join(said["alt"].split()),
            artist=said["artist"],
            reach=said["reach"],
        )


class ConsentForm(forms.Form):
    """What she agreed to, from one day to another."""

    uses = forms.MultipleChoiceField(
        label=_("What she agrees to"),
        choices=[
            (Use.WEB, _("Shown on our site\nAnybody can see it, and save a copy.")),
            (Use.PRINT, _("Printed\nIn a report, on a card.")),
            (Use.SHOW, _("Shown in a room\nIn an exhibition.")),
            (Use.SALE, _("Sold\nThe original or prints of it.")),
            (Use.TRAINING, _("Shown in trainings\nTo the people we teach.")),
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each use apart. What is not ticked is not agreed to."),
    )
    given_on = forms.DateField(
        label=_("The day she agreed"),
        initial=clock.today,
        widget=forms.DateInput(attrs={"type": "date", "class": "w-s"}),
    )
    ends_on = forms.DateField(
        label=_("The last day"),
        widget=forms.DateInput(attrs={"type": "date", "class": "w-s"}),
        help_text=_("The day she chose, 36 months ahead at most. After it, her work comes down."),
    )

    def clean_given_on(self) -> date:
        given: date = self.cleaned_data["given_on"]
        if given > clock.today():
            raise forms.ValidationError(_("That day has not come yet."))
        if given.year < 2000:
            raise forms.ValidationError(_("Look at the year again."))
        return given

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        given, ends = said.get("given_on"), said.get("ends_on")
        if given and ends and ends < given:
            self.add_error("ends_on", _("The last day comes before the first."))
        elif given and ends and ends > in_months(given, MOST_MONTHS):
            self.add_error("ends_on", _("A consent lasts 36 months at most."))
        return said


def in_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that one has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError("No such month.")


class RoomForm(forms.Form):
    """A room by its name: one that is there, or a new one."""

    room = forms.CharField(
        label=_("Room"),
        max_length=60,
        widget=forms.TextInput(attrs={"list": "rooms", "autocomplete": "off"}),
        help_text=_("Choose one that is there, or name a new one."),
    )

    def clean_room(self) -> str:
        return " ".join(self.cleaned_data["room"].split())


class SendBackForm(forms.Form):
    """What the keeper should change. Sealed for the keepers of the gallery."""

    reason = forms.CharField(
        label=_("What should be different"),
        help_text=_(
            "The keepers of the gallery read this. Write about the work and its words, never about "
            "whoever made it."
        ),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what the keeper should change, so that she can.")},
    )


class TakeBackForm(forms.Form):
    """One use, or everything."""

    use = forms.ChoiceField(choices=[*Use.choices, (EVERYTHING, _("Everything"))])

    def clean_use(self) -> str:
        """The use, or "" for everything."""
        use: str = self.cleaned_data["use"]
        return "" if use == EVERYTHING else use


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code on your slip"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "autocapitalize": "characters",
                "class": "w-s code",
            }
        ),
        help_text=_("Eight letters and numbers, like 7K2M-Q9XD. Small letters are fine."),
    )
