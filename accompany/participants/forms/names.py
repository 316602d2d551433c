"""Her names, as she gives them."""

from typing import Any  # Any: what Django's forms take and give

from django import forms
from django.utils.translation import gettext_lazy as _

from accompany.participants.forms.fields import LinesField, Seen, a_text
from accompany.participants.words import CardWords


class NamesForm(forms.Form):
    """Her names, as she gives them."""

    called = a_text(
        _("What should we call her"),
        help_text=_("Any name she likes. An alias is enough."),
    )
    names = LinesField(label=_("Other names she gave"), help_text=_("One on each line."))
    aliases = LinesField(
        label=_("Aliases and street names"),
        help_text=_("One on each line. She can be found by each of them."),
    )
    pronouns = a_text(_("Pronouns"), most=40)
    languages = a_text(_("Languages she speaks"), help_text=_("With commas between them."))
    safe_word = a_text(
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
