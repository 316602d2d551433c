"""Files of a test lie in a folder of its own; a keeper and a member of the council act in it."""

import pytest

from accompany.gallery import pacing
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    settings.HOUSE_DATA = tmp_path / "house"
    pacing.pace.forget()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What is done inside is committed at the end, as far as what follows a commit goes."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def priya():
    return make_colleague(Role.SUPERVISOR)


@pytest.fixture
def lena(priya):
    return make_colleague(Role.KEEPER)


@pytest.fixture
def thea(priya):
    return make_colleague(Role.COUNCIL)
