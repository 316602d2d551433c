from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Releases(AppConfig):
    name = "accompany.releases"
    label = "releases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every word's outlets are known before the first request."""
        autodiscover_modules("outlets")
