from django.apps import AppConfig


class Grants(AppConfig):
    name = "accompany.grants"
    label = "grants"
    default_auto_field = "django.db.models.BigAutoField"
