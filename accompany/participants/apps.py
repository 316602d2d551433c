from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Participants(AppConfig):
    name = "accompany.participants"
    label = "participants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accompany.house import rail
        from accompany.participants.notices import waiting_for_review
        from accompany.staff.capabilities import Capability

        rail.item(
            _("Opened with a reason"),
            "participants:glass",
            order=210,
            needs=Capability.REVIEW_GLASS,
            count=waiting_for_review,
        )
