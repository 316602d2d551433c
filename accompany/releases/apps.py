from django.apps import AppConfig


class Releases(AppConfig):
    name = "accompany.releases"
    label = "releases"
    default_auto_field = "django.db.models.BigAutoField"
