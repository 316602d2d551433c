"""How forms are drawn: the summary on top, each error above its input, nothing typed is lost."""

from django.forms.renderers import DjangoTemplates


class HouseForms(DjangoTemplates):
    """Set as FORM_RENDERER, so that `{{ form }}` is drawn in the house's way."""

    form_template_name = "house/forms/form.html"
    field_template_name = "house/forms/field.html"
