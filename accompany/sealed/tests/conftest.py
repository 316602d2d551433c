"""Papers to seal, and the people who do."""

import pytest

from accompany.sealed.circles import GLASS, HELPLINE, SURVIVORS
from accompany.sealed.lockboxes import make_lockbox
from accompany.sealed.testing import make_person
from accompany.sealed.tests import paper


@pytest.fixture(scope="session", autouse=True)
def _tables(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        paper.make_tables()


@pytest.fixture
def tamsin():
    return make_person(circles=[HELPLINE, SURVIVORS, GLASS])


@pytest.fixture
def delphine():
    return make_person(circles=[SURVIVORS, GLASS])


@pytest.fixture
def bea(tamsin):
    return make_person(circles=[SURVIVORS, GLASS])


@pytest.fixture
def wren():
    """The administrator: a key pair, and no circle."""
    return make_person()


@pytest.fixture
def box(tamsin, delphine):
    return make_lockbox("file", people=[tamsin.id, delphine.id])
