"""What every test stands on: both databases, migrated once and copied; the organization in them.

Every test may use both databases and is rolled back; a test that asks for `transaction=True` is
emptied after. The migrated template is kept under `build/` by a digest of the migrations.
`ACCOMPANY_TEST_DATABASE=postgres` runs the same tests on a PostgreSQL cluster of their own.
"""

from collections.abc import Iterator

import pytest
from django.test import TransactionTestCase

from accompany.testing import databases as ground


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker is None:
            item.add_marker(pytest.mark.django_db(databases="__all__"))
        elif "databases" not in marker.kwargs:
            whole = pytest.mark.django_db(*marker.args, **marker.kwargs, databases="__all__")
            item.add_marker(whole, append=False)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Nothing: the settings already name the test's own files, or its own cluster."""


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[None]:
    TransactionTestCase._fixture_teardown = lambda _test: ground.restore()
    with django_db_blocker.unblock():
        ground.lay()
    yield
    with django_db_blocker.unblock():
        ground.clear()


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    """Nothing that a process remembers goes from one test to the next."""
    from accompany.house import guard
    from accompany.house.models import Organization
    from accompany.sealed.keyring.keys import forget_reserved

    Organization.forget()
    forget_reserved()
    guard.forget()
    yield
    Organization.forget()
