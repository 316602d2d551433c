"""How forms are drawn: the summary on top, each error above its input, nothing typed is lost."""

from typing import Any  # Any: whatever a browser sent

from django import forms
from django.forms.renderers import DjangoTemplates


class HouseForms(DjangoTemplates):
    """Set as FORM_RENDERER, so that `{{ form }}` is drawn in the house's way."""

    form_template_name = "house/forms/form.html"
    field_template_name = "house/forms/field.html"


def one_form(text: str) -> str:
    """A line break is one character, however the browser sends it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class WordsField(forms.CharField):
    """Words that go out or are kept as they were written. Null characters fall out."""

    def to_python(self, value: Any) -> str:
        return one_form(super().to_python((value or "").replace("\0", "")) or "")
