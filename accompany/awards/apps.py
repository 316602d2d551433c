from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Awards(AppConfig):
    name = "accompany.awards"
    label = "awards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Dated data arrive with every migrate; loading them twice changes nothing."""
        from accompany.awards.loading import load_after_migrating

        post_migrate.connect(load_after_migrating, sender=self)
