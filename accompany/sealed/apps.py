from django.apps import AppConfig


class Sealed(AppConfig):
    name = "accompany.sealed"
    label = "sealed"
    default_auto_field = "django.db.models.BigAutoField"
