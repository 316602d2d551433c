from django.apps import AppConfig


class Awards(AppConfig):
    name = "accompany.awards"
    label = "awards"
    default_auto_field = "django.db.models.BigAutoField"
