"""Public copies on disk: nothing that a crash left stays, and what is deleted is gone at once."""

from datetime import timedelta

import pytest

from accompany import clock
from accompany.house.copies import Shelf


@pytest.fixture
def shelf(settings, tmp_path):
    settings.HOUSE_DATA = tmp_path
    return Shelf("a-shelf")


def test_a_copy_that_is_deleted_is_gone_from_disk_and_from_memory(shelf):
    shelf.write("a.webp", b"pixels")
    assert shelf.read("a.webp") == b"pixels"

    assert shelf.delete(["a.webp", "never-was.webp"]) == 1

    assert shelf.read("a.webp") is None
    assert not shelf.has("a.webp")


def test_two_shelves_share_no_copy(shelf):
    shelf.write("a.webp", b"pixels")
    shelf.read("a.webp")

    assert Shelf("another").read("a.webp") is None


def test_what_a_crash_left_half_written_is_among_the_older(shelf):
    shelf.write("a.webp", b"pixels")
    (shelf.folder / "tmp9x2k").write_bytes(b"pix")

    assert shelf.older() == []
    with clock.stopped_at(clock.now() + timedelta(hours=2)):
        assert sorted(shelf.older()) == ["a.webp", "tmp9x2k"]


def test_a_copy_is_for_the_houses_own_account(shelf):
    shelf.write("a.webp", b"pixels")

    assert (shelf.folder / "a.webp").stat().st_mode & 0o077 == 0
