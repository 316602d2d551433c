from django.apps import AppConfig


class Advocacy(AppConfig):
    name = "accompany.advocacy"
    label = "advocacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accompany.advocacy import erasing  # noqa: F401  # registers what goes with her
