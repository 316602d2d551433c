"""Shred keys live in the `keyring` database; everything else lives in `default`."""

from typing import Any  # Any: what Django asks a router with


class KeyringRouter:
    """One app label, one database: a total function."""

    def db_for_read(self, model: Any, **hints: object) -> str:
        return "keyring" if model._meta.app_label == "keyring" else "default"

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: object) -> bool:
        return bool((one._meta.app_label == "keyring") == (other._meta.app_label == "keyring"))

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        return (db == "keyring") == (app_label == "keyring")
