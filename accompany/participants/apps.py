from django.apps import AppConfig


class Participants(AppConfig):
    name = "accompany.participants"
    label = "participants"
    default_auto_field = "django.db.models.BigAutoField"
