from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Releases(AppConfig):
    name = "accompany.releases"
    label = "releases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Know every word’s outlets, and what goes when somebody is forgotten."""
        from accompany.releases import erasing  # noqa: F401  # registers what goes with her

        autodiscover_modules("outlets")
