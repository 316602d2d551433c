from django.apps import AppConfig


class Ledger(AppConfig):
    name = "accompany.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
