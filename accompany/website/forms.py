"""What the council types, and what an editor uploads."""

from typing import Any  # Any: an uploaded file

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from accompany.house import pictures
from accompany.website.models import SitePage
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


class MovedForm(WagtailAdminModelForm):
    """An old address, and the page of ours that it leads to."""

    redirect_page = forms.ModelChoiceField(
        label=_("Leads to"), queryset=SitePage.objects.none(), empty_label=None
    )

    class Meta(WagtailAdminModelForm.Meta):
        model = Redirect
        fields = ("old_path", "redirect_page", "is_permanent")
        labels = {"old_path": _("Old address"), "is_permanent": _("For good")}
        help_texts = {"old_path": _("As /old-page/.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pages = SitePage.objects.live().select_related("locale").order_by("path")
        field = self.fields["redirect_page"]
        field.queryset = pages
        field.label_from_instance = lambda page: f"{page.address}  ({page.title})"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if old := cleaned.get("old_path"):
            same = Redirect.objects.filter(old_path=Redirect.normalise_path(old))
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error("old_path", _("This address leads somewhere already."))
        return cleaned
