from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules

from accompany.ledger import triggers


class Ledger(AppConfig):
    name = "accompany.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autodiscover_modules("verbs")
        post_migrate.connect(triggers.put_up, sender=self, dispatch_uid="ledger triggers")
