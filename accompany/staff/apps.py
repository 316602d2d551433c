from django.apps import AppConfig


class Staff(AppConfig):
    name = "accompany.staff"
    label = "staff"
    default_auto_field = "django.db.models.BigAutoField"
