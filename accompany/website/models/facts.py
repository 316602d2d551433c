"""What the public site says of the organization beside its name and its helpline.

Numbers and addresses stand here and on the organization itself, never in a page's text: a number
that changes changes everywhere at once.
"""

from typing import Any, ClassVar  # Any: handed on as they came

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from accompany.house import language, live


@register_setting(icon="cog")
class SiteFacts(BaseGenericSetting):
    """One row: lines, addresses, and the neutral name that tabs and histories show."""

    neutral_name = models.CharField(
        _("neutral name"),
        max_length=40,
        blank=True,
        help_text=_(
            "What tabs, histories and printed pages show. It must tell a stranger nothing."
            " The organization’s name if left empty."
        ),
    )
    men_number = models.CharField(
        _("the men’s line"), max_length=20, blank=True, help_text=_("As +12135550167.")
    )
    men_hours = models.CharField(_("its hours"), max_length=120, blank=True)
    men_hours_es = models.CharField(_("its hours, in Spanish"), max_length=120, blank=True)
    men_email = models.EmailField(_("e-mail for the men’s program"), blank=True)
    office_number = models.CharField(
        _("the office"), max_length=20, blank=True, help_text=_("As +12135550123.")
    )
    office_hours = models.CharField(_("office hours"), max_length=120, blank=True)
    office_hours_es = models.CharField(_("office hours, in Spanish"), max_length=120, blank=True)

    panels = [
        FieldPanel("neutral_name"),
        MultiFieldPanel(
            [
                FieldPanel("men_number"),
                FieldPanel("men_hours"),
                FieldPanel("men_hours_es"),
                FieldPanel("men_email"),
            ],
            heading=_("Men’s program: by telephone and e-mail only"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("office_number"),
                FieldPanel("office_hours"),
                FieldPanel("office_hours_es"),
            ],
            heading=_("Office"),
        ),
    ]

    in_the_clear: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "neutral_name",
            "men_number",
            "men_hours",
            "men_hours_es",
            "men_email",
            "office_number",
            "office_hours",
            "office_hours_es",
        ),
        "printed on public pages",
    )

    class Meta:
        verbose_name = _("lines and addresses")

    def __str__(self) -> str:
        return "site facts"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        live.changed(live.PUBLIC)

    def said(self, name: str) -> str:
        """This fact in the language now spoken, or in English if nobody translated it."""
        return language.said(self, name)
