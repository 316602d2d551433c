from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Gallery(AppConfig):
    name = "accompany.gallery"
    label = "gallery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accompany.gallery import access
        from accompany.house import addresses, rail
        from accompany.staff.capabilities import Capability

        rail.item(
            _("Gallery"),
            "gallery:wall",
            order=120,
            needs=Capability.KEEP_GALLERY,
            icon="leaf",
        )
        addresses.also_list(access.listed)
        addresses.also_gone(access.gone)
        rail.item(_("Take art down"), "gallery:down", order=420)
