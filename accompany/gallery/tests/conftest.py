"""Files of a test lie in a folder of its own."""

import pytest

from accompany.gallery import pacing


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    settings.HOUSE_DATA = tmp_path / "house"
    pacing.pace.forget()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What is done inside is committed at the end, as far as what follows a commit goes."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
