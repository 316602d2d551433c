from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Grants(AppConfig):
    name = "accompany.grants"
    label = "grants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accompany.house import rail
        from accompany.staff.capabilities import Capability

        rail.item(
            _("Grants and reports"),
            "grants:awards",
            order=120,
            needs=Capability.READ_COUNTS,
            icon="file",
        )
