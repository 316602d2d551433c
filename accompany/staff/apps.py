from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accompany.house import rail


class Staff(AppConfig):
    name = "accompany.staff"
    label = "staff"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the places on the rail that are about the house and its people."""
        from accompany.staff.capabilities import Capability

        rail.item(_("Colleagues"), "staff:colleagues", order=200)
        needs = Capability.CHANGE_FACTS
        rail.item(_("Hours and numbers"), "staff:facts", order=210, needs=needs)
        rail.item(_("Your page"), "staff:me", order=290)
