"""What the council types."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accompany.website.refusals import SayWhy


class NoForm(forms.Form):
    """What the editor should change."""

    reason = forms.CharField(
        label=_("What should be different"),
        help_text=_("The editor reads this. Write about the page, not about a person."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": SayWhy.message},
    )
