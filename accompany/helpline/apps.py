from django.apps import AppConfig


class Helpline(AppConfig):
    name = "accompany.helpline"
    label = "helpline"
    default_auto_field = "django.db.models.BigAutoField"
