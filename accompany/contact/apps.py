from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Contact(AppConfig):
    name = "accompany.contact"
    label = "contact"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the letters' place on the rail."""
        from accompany.contact import access
        from accompany.house import rail
        from accompany.staff.capabilities import Capability

        rail.item(
            _("Letters"),
            "contact:letters",
            order=40,
            needs=Capability.READ_LETTERS,
            count=access.unread_count,
            icon="file",
        )
