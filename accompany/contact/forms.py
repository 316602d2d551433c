"""What is typed into a letter, made clean. Everything but the message may be left out."""

from collections.abc import Sequence
from dataclasses import astuple
from secrets import token_urlsafe
from typing import Any  # Any: what a browser sent, and what forms hold

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accompany.contact.models import LetterWords, Safe, Topic
from accompany.house.forms import WordsField

LONGEST = 20_000  # some seven pages
ALL_TOPICS = tuple(Topic)


def not_too_long(text: str) -> None:
    """Judged here and not by the browser, which would cut off what is pasted without a word."""
    if len(text) > LONGEST:
        raise ValidationError(
            _(
                "That is longer than one letter can be. Nothing is lost: your words are below. "
                "Please send them in pieces of up to 20,000 letters."
            )
        )


class LetterForm(forms.Form):
    """A letter to us. `forgets` says where the words are, if they could not be kept here."""

    forgets = ""
    marks_optional = False  # the form says once that only the message is needed

    topic = forms.CharField(
        label=_("What is it about?"),
        required=False,
        widget=forms.RadioSelect(choices=Topic.choices),
    )
    message = WordsField(
        label=_("Your message"),
        widget=forms.Textarea(
            attrs={"class": "hers", "rows": 6, "autocomplete": "off", "spellcheck": "false"}
        ),
        validators=[not_too_long],
        error_messages={"required": _("Write your message first. A few words are enough.")},
    )
    name = WordsField(
        label=_("What should we call you?"),
        required=False,
        max_length=200,
        help_text=_("Any name you like."),
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}),
    )
    safe = forms.CharField(
        label=_("Is it safe to answer there?"),
        required=False,
        widget=forms.RadioSelect(
            choices=[
                (Safe.YES, _("Yes")),
                (Safe.CAREFUL, _("Only as I say in my message\nFor example: only mornings.")),
                (Safe.NO, _("No, please do not write or call")),
            ]
        ),
    )
    reach = WordsField(
        label=_("How can we answer you?"),
        required=False,
        max_length=300,
        help_text=_("An e-mail address or a telephone number."),
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}),
    )
    once = WordsField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, topics: Sequence[Topic] = ALL_TOPICS, about: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"auto_id": "letter_%s", **kwargs})
        self.topics, self.about = tuple(topics), about
        if len(self.topics) > 1:
            self.fields["topic"].widget.choices = [(each, each.label) for each in self.topics]
        else:
            del self.fields["topic"]
        self.initial.setdefault("once", token_urlsafe(24))

    @property
    def is_for_support(self) -> bool:
        return Topic.SUPPORT in self.topics

    @property
    def is_of_many(self) -> bool:
        return len(self.topics) > 1

    @property
    def chosen(self) -> Topic:
        """What it is about. What nobody said goes where somebody in need would look for it."""
        if not self.is_of_many:
            return self.topics[0]
        said = self.cleaned_data["topic"]
        offered = {each.value: each for each in self.topics}
        return offered.get(said, Topic.SUPPORT if self.is_for_support else self.topics[-1])

    @property
    def said(self) -> tuple[str, ...]:
        """Everything that makes it this letter and no other."""
        typed = self.cleaned_data
        return (typed["once"], self.chosen, *astuple(self.words()))

    def words(self) -> LetterWords:
        typed = self.cleaned_data
        return LetterWords(
            text=typed["message"],
            name=typed["name"],
            reach=typed["reach"],
            safe=typed["safe"] if typed["safe"] in Safe.values else "",
            about=self.about,
        )


class MoveForm(forms.Form):
    """To which other topic a letter belongs."""

    marks_optional = False

    to = forms.ChoiceField(
        label=_("It is about"), error_messages={"required": _("Choose what it is about.")}
    )

    def __init__(self, *args: Any, topic: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(each.value, each.short) for each in Topic if each != topic]
        self.fields["to"].choices = [("", _("Choose")), *others]  # type: ignore[attr-defined]  # a ChoiceField
