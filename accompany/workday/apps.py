from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Workday(AppConfig):
    name = "accompany.workday"
    label = "workday"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accompany.house import rail
        from accompany.staff.capabilities import Capability

        rail.item(_("Today"), "workday:today", order=0, icon="home")
        rail.item(
            _("People"),
            "workday:people",
            order=30,
            needs=Capability.FIND_PEOPLE,
            icon="people",
        )
