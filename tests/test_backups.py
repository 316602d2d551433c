"""A backup comes back whole, and what was forgotten stays forgotten."""

import json
import shutil

import pytest

from accompany.commands import keeping
from tests.houses import new_house

FORGET = """
from django.db import transaction
from accompany.sealed.lockboxes import make_lockbox, order_shred
from accompany.staff.models import Colleague
with transaction.atomic():
    kept, gone = (make_lockbox("test", circles=["survivors"]).id for _ in range(2))
print(kept, gone)
"""
SHRED = """
from uuid import UUID
from django.db import transaction
from accompany.sealed.lockboxes import order_shred
with transaction.atomic():
    order_shred([UUID("{gone}")])
"""
KEYS = """
from accompany.sealed.keyring.models import ShredKey, Tombstone
from accompany.sealed.models import Grant, Lockbox
for box in ("{kept}", "{gone}"):
    print(
        ShredKey.objects.filter(lockbox=box).exists(),
        Grant.objects.filter(lockbox=box).exists(),
        Tombstone.objects.filter(lockbox=box).exists(),
        Lockbox.objects.get(id=box).shredded_at is not None,
    )
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory, django_db_setup):
    folder = tmp_path_factory.mktemp("house")
    house = new_house(folder)
    done = house.found(folder)
    assert done.returncode == 0, done.stderr
    return house


def back_up(house, folder):
    done = house.run("backup", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_house_comes_back_whole(house, tmp_path):
    files = house.data / "survivors" / "files"
    files.mkdir(exist_ok=True)
    (files / "one").write_bytes(b"sealed bytes")
    made = back_up(house, tmp_path / "backups")

    other = new_house(tmp_path, name="other")
    done = other.run("restore", str(tmp_path / "backups"))

    assert done.returncode == 0, done.stderr
    assert (other.data / "survivors" / "files" / "one").read_bytes() == b"sealed bytes"
    verified = json.loads(other.run("ledger", "verify", "--json").stdout)
    assert verified["lines"] > made["head"][0]
    assert verified["findings"] == []


def test_the_keyring_lies_apart_and_no_host_secret_is_in_either(house, tmp_path):
    made = back_up(house, tmp_path / "backups")

    names = {str(p.relative_to(tmp_path / "backups")) for p in (tmp_path / "backups").rglob("*")}
    assert f"house/{made['at']}/manifest.json" in names
    assert f"keyring/{made['at']}/manifest.json" in names
    assert not any("keyring." in name for name in names if name.startswith("house/"))
    assert not any("secret" in name or name.endswith(".key") for name in names)


def test_what_was_forgotten_after_the_backup_stays_forgotten(house, tmp_path):
    kept, gone = house.python(FORGET).split()
    old = back_up(house, tmp_path / "backups")
    house.python(SHRED.format(gone=gone))
    shutil.rmtree(tmp_path / "backups" / "keyring")
    (tmp_path / "backups" / "house" / old["at"]).rename(tmp_path / "older")
    back_up(house, tmp_path / "backups")
    shutil.rmtree(tmp_path / "backups" / "house")
    (tmp_path / "backups" / "house").mkdir()
    (tmp_path / "older").rename(tmp_path / "backups" / "house" / old["at"])

    other = new_house(tmp_path, name="other")
    done = other.run("restore", str(tmp_path / "backups"))

    assert done.returncode == 0, done.stderr
    said = other.python(KEYS.format(kept=kept, gone=gone)).splitlines()
    assert said == ["True True False False", "False False True True"]


def test_a_restore_needs_an_empty_folder(house, tmp_path):
    back_up(house, tmp_path / "backups")

    done = house.run("restore", str(tmp_path / "backups"))

    assert done.returncode == 1
    assert "empty folder" in done.stderr


@pytest.mark.parametrize("half", ["house", "keyring"])
def test_a_changed_backup_is_refused(house, tmp_path, half):
    made = back_up(house, tmp_path / "backups")
    folder = tmp_path / "backups" / half / made["at"]
    changed = next(p for p in folder.iterdir() if p.suffix in (".sqlite3", ".dump"))
    words = bytearray(changed.read_bytes())
    words[-1] ^= 1
    changed.write_bytes(words)

    other = new_house(tmp_path, name="other")
    done = other.run("restore", str(tmp_path / "backups"))

    assert done.returncode == 1
    assert "changed after the backup" in done.stderr
    assert not (other.data / "survivors" / "default.sqlite3").exists()


def test_half_a_backup_is_none(house, tmp_path):
    made = back_up(house, tmp_path / "backups")
    (tmp_path / "backups" / "house" / made["at"] / "manifest.json").unlink()

    done = new_house(tmp_path, name="other").run("restore", str(tmp_path / "backups"))

    assert done.returncode == 1
    assert "no whole copy" in done.stderr


def test_keyring_copies_go_after_thirty_days_but_the_newest_never(tmp_path):
    for stamp in ("2001-01-01T000000Z", "2001-01-02T000000Z"):
        (tmp_path / stamp).mkdir()
        (tmp_path / stamp / "manifest.json").write_text("{}")

    assert keeping.forget_old_keyrings(tmp_path) == 1
    assert [each.name for each in keeping.stamps(tmp_path)] == ["2001-01-02T000000Z"]
    assert keeping.forget_old_keyrings(tmp_path) == 0
