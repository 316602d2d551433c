from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accompany.house import rail


class Staff(AppConfig):
    name = "accompany.staff"
    label = "staff"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        rail.item(_("Colleagues"), "staff:colleagues", order=200)
        rail.item(_("Your page"), "staff:me", order=290)
