from django.apps import AppConfig


class Keyring(AppConfig):
    name = "accompany.sealed.keyring"
    label = "keyring"
    default_auto_field = "django.db.models.BigAutoField"
