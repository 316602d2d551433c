"""What was forgotten stays forgotten after a restore, and a new host learns whom to trust."""

import pytest

from accompany.sealed import colleagues, due, pins
from accompany.sealed.circles import GLASS, SURVIVORS
from accompany.sealed.keyring import keys as shred_keys
from accompany.sealed.keyring.models import ShredKey
from accompany.sealed.keyring.models import Tombstone as KeyTombstone
from accompany.sealed.lockboxes import (
    Shredded,
    make_lockbox,
    open_lockbox,
    open_lockboxes,
    order_shred,
    sealing,
)
from accompany.sealed.models import Grant, Lockbox, Tombstone
from accompany.sealed.pins import SwappedKey
from accompany.sealed.restoring import replay_tombstones, trust_database


@pytest.fixture
def forgotten(box, django_capture_on_commit_callbacks):
    """A lockbox shredded, and what both databases held about it before."""
    grants = list(Grant.objects.filter(lockbox=box.id))
    key = ShredKey.objects.get(lockbox=box.id)
    with django_capture_on_commit_callbacks(execute=True):
        order_shred([box.id])
    return box, grants, key


def bring_back_default(box, grants):
    Lockbox.objects.filter(id=box.id).update(ordered_at=None, shredded_at=None)
    Grant.objects.bulk_create(grants)
    Tombstone.objects.all().delete()


def bring_back_keyring(key):
    key.save(force_insert=True)
    KeyTombstone.objects.all().delete()


def test_an_older_default_is_brought_up_to_date_by_the_keyring(forgotten, tamsin):
    box, grants, _key = forgotten
    bring_back_default(box, grants)

    assert replay_tombstones() == 1

    with pytest.raises(Shredded):
        open_lockbox(box.id, by=tamsin)
    assert not Grant.objects.filter(lockbox=box.id).exists()
    assert Tombstone.objects.filter(lockbox=box.id).exists()


def test_an_older_keyring_is_brought_up_to_date_by_default(forgotten, tamsin):
    box, _grants, key = forgotten
    bring_back_keyring(key)

    assert replay_tombstones() == 1

    assert shred_keys.find([box.id]) == {}
    assert KeyTombstone.objects.filter(lockbox=box.id).exists()


def test_replaying_twice_changes_nothing(forgotten):
    assert replay_tombstones() == 0
    assert replay_tombstones() == 0


def test_what_was_never_forgotten_still_opens_after_a_replay(forgotten, tamsin, delphine):
    kept = make_lockbox("file", people=[tamsin.id, delphine.id])

    replay_tombstones()

    assert open_lockbox(kept.id, by=tamsin).key == kept.key


def test_a_new_host_takes_nothing_in_until_it_is_told_whom_to_trust(
    box, tamsin, bea, tmp_path, settings
):
    card = make_lockbox("card", circles=[SURVIVORS])
    settings.HOST = tmp_path / "new-host"
    with pytest.raises(SwappedKey):
        make_lockbox("card", circles=[SURVIVORS])
    with pytest.raises(SwappedKey):
        sealing(card.id)

    trust_database()

    assert sealing(card.id)
    assert make_lockbox("card", circles=[SURVIVORS], people=[bea.id])
    pins.take_alarms()


def test_on_a_new_host_colleagues_make_the_glass_grants_anew(
    tamsin, delphine, bea, tmp_path, settings
):
    box = make_lockbox("file", people=[tamsin.id, delphine.id], circles=[GLASS])
    settings.HOST = tmp_path / "new-host"
    trust_database()
    assert open_lockboxes([box.id], by=bea, through_glass=True) == {}

    assert colleagues.work_some(by=tamsin) == 1

    assert open_lockbox(box.id, by=bea, through_glass=True).key == box.key


def test_what_one_cannot_open_keeps_nobody_from_the_rest(tamsin, delphine, bea, tmp_path, settings):
    for _ in range(3):
        make_lockbox("file", people=[delphine.id, bea.id], circles=[GLASS])
    hers = make_lockbox("file", people=[tamsin.id, bea.id], circles=[GLASS])
    settings.HOST = tmp_path / "new-host"
    trust_database()

    assert colleagues.work_some(by=tamsin, limit=2) == 1

    assert open_lockbox(hers.id, by=delphine, through_glass=True).key == hers.key
    assert colleagues.work_some(by=tamsin, limit=2) == 0
    assert colleagues.work_some(by=delphine, limit=2) == 2


def test_shreds_ordered_before_a_restore_are_finished_by_it(box, tamsin):
    order_shred([box.id])

    replay_tombstones()

    assert shred_keys.find([box.id]) == {}
    assert due.finish_shreds() == 0
