"""The ground of the tests itself, and the two tables that processes know each other by."""

import pytest
from django.db import connections

from accompany.house.models import Organization, Stamp


def test_the_organization_is_there():
    assert Organization.current().name == "Alder Street"


def test_both_databases_are_there():
    for alias in ("default", "keyring"):
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", [1, 2])
def test_what_a_test_committed_is_gone_after_it(round_):
    assert not Stamp.objects.exists()
    assert Organization.objects.count() == 1

    Stamp.objects.create(topic="left behind")
    Organization.objects.all().delete()
