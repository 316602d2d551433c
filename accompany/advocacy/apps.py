from django.apps import AppConfig


class Advocacy(AppConfig):
    name = "accompany.advocacy"
    label = "advocacy"
    default_auto_field = "django.db.models.BigAutoField"
