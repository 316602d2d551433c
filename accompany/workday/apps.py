from django.apps import AppConfig


class Workday(AppConfig):
    name = "accompany.workday"
    label = "workday"
    default_auto_field = "django.db.models.BigAutoField"
