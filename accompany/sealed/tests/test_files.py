"""A sealed file opens for its row, in its lockbox, as it was sealed, and nowhere else."""

import os
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as some

from accompany import clock
from accompany.sealed import due, files
from accompany.sealed.cipher import CannotOpen
from accompany.sealed.files import PIECE, delete_files, open_file, seal_file
from accompany.sealed.lockboxes import make_lockbox, open_lockbox, order_shred
from accompany.sealed.models import SealedFile
from accompany.sealed.tests.paper import OtherPaper, a_paper

often = how(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
HERS = b"a picture of a porch light " * 100


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return settings.FILES


def on_disk():
    return [path for path in files.Path(files.settings.FILES).rglob("*") if path.is_file()]


@often
@given(data=some.binary(max_size=3000) | some.integers(0, 3).map(lambda n: b"x" * (n * PIECE - 4)))
def test_what_was_sealed_opens_the_same(box, tamsin, data):
    paper = a_paper(box)

    file = seal_file(data, box=box, row=paper)

    assert open_file(file.id, box=open_lockbox(box.id, by=tamsin), row=paper) == data
    size = files._path(file.id).stat().st_size
    assert (size - 1 - 24 - 16) % PIECE == 0
    assert file.pieces * PIECE == size - 41


def test_no_byte_of_it_lies_in_the_clear_and_its_name_says_nothing(box):
    paper = a_paper(box)

    file = seal_file(HERS, box=box, row=paper)

    (path,) = on_disk()
    assert path.name == file.id.hex
    assert HERS[:20] not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


@often
@given(place=some.integers(0, PIECE + 40), bit=some.integers(0, 7))
def test_one_changed_bit_and_it_does_not_open(box, place, bit):
    paper = a_paper(box)
    file = seal_file(HERS, box=box, row=paper)
    changed = bytearray(files._path(file.id).read_bytes())
    changed[place % len(changed)] ^= 1 << bit
    files._path(file.id).write_bytes(changed)

    with pytest.raises(CannotOpen):
        open_file(file.id, box=box, row=paper)


@often
@given(cut=some.integers(1, PIECE + 41))
def test_a_file_cut_short_does_not_open(box, cut):
    paper = a_paper(box)
    file = seal_file(HERS, box=box, row=paper)
    path = files._path(file.id)
    path.write_bytes(path.read_bytes()[:-cut])

    with pytest.raises(CannotOpen):
        open_file(file.id, box=box, row=paper)


def test_a_file_put_in_anothers_place_does_not_open(box):
    mine, yours = a_paper(box), a_paper(box)
    first, second = (seal_file(HERS, box=box, row=each) for each in (mine, yours))

    os.replace(files._path(second.id), files._path(first.id))

    with pytest.raises(CannotOpen):
        open_file(first.id, box=box, row=mine)
    with pytest.raises(CannotOpen):
        open_file(second.id, box=box, row=yours)


def test_a_file_of_another_row_table_lockbox_or_side_does_not_open(box, tamsin, delphine, settings):
    paper, other = a_paper(box), make_lockbox("file", people=[tamsin.id, delphine.id])
    file = seal_file(HERS, box=box, row=paper)

    for asked in (
        {"box": box, "row": a_paper(box)},
        {"box": box, "row": OtherPaper(id=paper.id, lockbox_id=box.id)},
        {"box": other, "row": paper},
    ):
        with pytest.raises(CannotOpen):
            open_file(file.id, **asked)
    settings.SIDE = "program"
    with pytest.raises(CannotOpen):
        open_file(file.id, box=box, row=paper)


def test_a_file_that_is_deleted_is_gone_after_the_commit(box, django_capture_on_commit_callbacks):
    paper = a_paper(box)
    file = seal_file(HERS, box=box, row=paper)

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        delete_files([file.id, None])
        assert len(on_disk()) == 1

    assert on_disk() == []
    assert not SealedFile.objects.exists()
    with pytest.raises(CannotOpen):
        open_file(file.id, box=box, row=paper)


def test_a_file_goes_with_its_lockbox(box, tamsin, django_capture_on_commit_callbacks):
    paper = a_paper(box)
    kept = make_lockbox("file", people=[tamsin.id], circles=["survivors"])
    seal_file(HERS, box=box, row=paper)
    seal_file(HERS, box=kept, row=a_paper(kept))
    assert due.sweep_files() == 0

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        order_shred([box.id])

    assert due.sweep_files() == 1
    assert due.sweep_files() == 0
    assert len(on_disk()) == 1


def test_a_file_that_never_got_a_row_is_swept_after_a_day(box):
    file = seal_file(HERS, box=box, row=a_paper(box))
    SealedFile.objects.all().delete()
    assert due.sweep_files() == 0

    with clock.stopped_at(clock.now() + timedelta(days=2)):
        assert due.sweep_files() == 1

    assert not files._path(file.id).exists()


def test_a_file_with_a_row_is_never_swept(box):
    paper = a_paper(box)
    file = seal_file(HERS, box=box, row=paper)

    with clock.stopped_at(clock.now() + timedelta(days=900)):
        assert due.sweep_files() == 0

    assert open_file(file.id, box=box, row=paper) == HERS
