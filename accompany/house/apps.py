from django.apps import AppConfig


class House(AppConfig):
    name = "accompany.house"
    label = "house"
    default_auto_field = "django.db.models.BigAutoField"
