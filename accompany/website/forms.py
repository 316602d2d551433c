"""What the council types, and what an editor uploads."""

from typing import Any  # Any: an uploaded file

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from accompany.house import pictures
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


class PixelField(WagtailImageField):
    """A file that is a picture and nothing else, or a refusal in words."""

    def to_python(self, data: Any) -> Any:
        if data:
            try:
                pictures.opened(data.read())
            except pictures.PictureRefused as refusal:
                raise forms.ValidationError(str(refusal)) from None
            data.seek(0)
        return super().to_python(data)


class PictureForm(BaseImageForm):
    """A picture with words for it. What is not one is refused here, in words."""

    file = PixelField(label=_("Picture"), allow_empty_file=True)
