from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Website(AppConfig):
    name = "accompany.website"
    label = "website"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accompany.house import addresses, memory, menu, rail
        from accompany.staff.capabilities import Capability
        from accompany.website import access, council, telling_all

        menu.register(access.site)
        telling_all.listen()
        memory.also_keep(access.addresses)
        addresses.also_taken(access.is_taken)
        rail.item(
            _("Council"),
            "council",
            order=150,
            needs=Capability.APPROVE_PUBLISHING,
            count=council.count_waiting,
            icon="people",
        )
        rail.item(_("Public site"), "wagtailadmin_home", order=160, needs=Capability.EDIT_SITE)
