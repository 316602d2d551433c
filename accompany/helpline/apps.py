from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Helpline(AppConfig):
    name = "accompany.helpline"
    label = "helpline"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the helpline's place on the rail, say who is there, and hear what changes below."""
        from accompany.helpline import access
        from accompany.helpline.actions import forgetting, outbox
        from accompany.house import presence, rail
        from accompany.participants import erasure, safe_contact
        from accompany.staff.capabilities import Capability

        rail.item(
            _("Helpline"),
            "helpline:board",
            order=10,
            needs=Capability.ANSWER_HELPLINE,
            count=access.waiting_count,
            icon="chat",
        )
        rail.item(
            _("Log a contact"), "helpline:log", order=20, needs=Capability.QUICK_LOG, icon="pen"
        )
        presence.register(people=access.people_on_the_line, on_call=on_call)
        safe_contact.on_change(outbox.void_for)
        erasure.on_erase(forgetting.forget_participant)


def on_call(by: Any) -> str:  # Any: an `Acting`
    """Who is on the line now, for a colleague."""
    from accompany.helpline import access

    return ", ".join(access.names_on_duty())
