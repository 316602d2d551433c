"""Whatever is stored in the clear has a reason, and the printed inventory says the same."""

from pathlib import Path

from django.apps import apps
from django.db import models

from accompany.sealed import inventory
from accompany.sealed.documents import SealedRow

PRINTED = Path(__file__).parents[3] / "docs" / "inventory.md"


def test_every_column_in_the_clear_has_a_reason():
    assert [each for each in inventory.columns() if not each.reason] == []


def test_no_reason_is_given_for_a_column_that_is_gone():
    assert inventory.stale_reasons() == []


def test_the_printed_inventory_is_what_the_models_say():
    assert PRINTED.read_text() == inventory.render(), (
        "Print it again: accompany inventory > docs/inventory.md"
    )


def test_every_model_of_the_house_is_in_the_inventory():
    ours = {
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("accompany.") and not model.__module__.endswith("paper")
    }

    assert ours - set(inventory.our_models()) == set()


def test_a_sealed_row_keeps_no_text_in_the_clear_that_somebody_types():
    """A sealed row's clear text columns are short codes: they have choices or fit in 64 letters."""
    for model in inventory.our_models():
        if not issubclass(model, SealedRow):
            continue
        for field in model._meta.concrete_fields:
            assert not isinstance(field, models.TextField), field
            if isinstance(field, models.CharField):
                assert field.choices or (field.max_length or 0) <= 64, field
