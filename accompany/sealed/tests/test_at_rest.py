"""Nothing readable at rest: what was said is searched for in the files themselves."""

import sqlite3
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from accompany.sealed import dispatch, tags
from accompany.sealed.circles import GLASS, SURVIVORS, seal_to_circle
from accompany.sealed.keyring import keys as shred_keys
from accompany.sealed.lockboxes import make_lockbox, order_shred, sealing
from accompany.sealed.testing import PASSPHRASE, make_person
from accompany.sealed.tests.paper import Paper, PaperWords
from accompany.testing import postgres

WORDS = "Kim from the salon will call between ten and two"
NUMBER = "+12135550177"

pytestmark = pytest.mark.django_db(transaction=True)
IS_SQLITE = connection.vendor == "sqlite"
only_sqlite = pytest.mark.skipif(not IS_SQLITE, reason="about the files of SQLite's keyring")


@pytest.fixture
def said():
    """Words sealed in every way there is, on disk."""
    one, two = (make_person(circles=[SURVIVORS, GLASS]) for _ in range(2))
    with transaction.atomic():
        box = make_lockbox("file", people=[one.id, two.id], circles=[GLASS])
        paper = Paper().seal(PaperWords(WORDS, names=(NUMBER,)), box=box)
        paper.save()
        Paper().seal(PaperWords(WORDS), box=sealing(box.id)).save()
        paper.reseal(PaperWords(WORDS + "."), box=box)
        Paper(
            shelf=tags.phone_tag(NUMBER)[:20],
        ).seal(PaperWords(str(dispatch.seal(WORDS.encode()))), box=box).save()
    seal_to_circle(SURVIVORS, WORDS.encode())
    return box, one


def everything_on_disk():
    roots = [Path(settings.DATA), Path(settings.HOST)]
    if connection.vendor == "postgresql":
        roots.append(postgres.folder())
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
    return {path: path.read_bytes() for root in roots for path in root.rglob("*") if path.is_file()}


def test_no_file_of_the_house_holds_a_word_a_number_or_a_passphrase(said):
    box, one = said
    files = everything_on_disk()

    assert any(path.name.endswith("-wal") and data for path, data in files.items()) or not IS_SQLITE
    for path, data in files.items():
        for secret in (WORDS, "salon", NUMBER, NUMBER[1:], NUMBER[5:], PASSPHRASE):
            for written in (secret.encode(), secret.encode("utf-16-le"), secret.encode().hex()):
                needle = written if isinstance(written, bytes) else written.encode()
                assert needle not in data, path
        for key in (box.key, box.secret, one.keys._private):
            assert key not in data, path


def test_the_search_finds_what_is_there(said):
    """The control: a word stored in the clear is found, so the search above means something."""
    with transaction.atomic():
        Paper.objects.update(shelf="salon")

    assert any(b"salon" in data for data in everything_on_disk().values())


@only_sqlite
def test_a_shred_key_destroyed_is_in_no_file_of_the_keyring(said):
    box, _one = said
    (key,) = shred_keys.find([box.id]).values()
    files = Path(connections["keyring"].settings_dict["NAME"])
    assert key in files.read_bytes()

    with transaction.atomic():
        order_shred([box.id])

    for path in files.parent.glob(files.name + "*"):
        assert key not in path.read_bytes(), path


@only_sqlite
def test_the_keyring_keeps_no_journal_that_outlives_a_commit(said):
    with connections["keyring"].cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone()[0] == "delete"
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone()[0] == 1


@only_sqlite
def test_a_stolen_copy_of_default_alone_opens_nothing(said, tmp_path):
    """Whoever has `default` and a passphrase still lacks the shred key."""
    stolen = tmp_path / "default.sqlite3"
    with sqlite3.connect(connections["default"].settings_dict["NAME"]) as source:
        with sqlite3.connect(stolen) as copy:
            source.backup(copy)
        copy.close()
    source.close()
    data = stolen.read_bytes()

    box, _one = said
    (key,) = shred_keys.find([box.id]).values()
    assert key not in data
