"""A passphrase is the only thing that opens a person's key."""

import pickle
from base64 import urlsafe_b64encode
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from accompany.sealed import cipher, colleagues, people
from accompany.sealed.cipher import CannotOpen
from accompany.sealed.models import PersonKey
from accompany.sealed.people import (
    NoSuchKey,
    OpenKeys,
    WrongPassphrase,
    change_passphrase,
    make_person_key,
    seal_to_person,
    unlock,
)
from accompany.sealed.testing import PASSPHRASE, make_person

often = settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def test_the_right_passphrase_opens_the_key(tamsin):
    assert unlock(tamsin.id, PASSPHRASE).public == tamsin.keys.public


@often
@given(some.text(max_size=40))
def test_every_other_passphrase_opens_nothing(tamsin, passphrase):
    with pytest.raises(WrongPassphrase):
        unlock(tamsin.id, passphrase)


def test_a_name_nobody_has_costs_as_much_as_one_somebody_has(monkeypatch, tamsin):
    stretched = []
    monkeypatch.setattr(
        cipher, "stretch", lambda *cost: stretched.append(cost[2:]) or bytes(cipher.KEY)
    )

    for person in (None, uuid4(), tamsin.id):
        with pytest.raises(WrongPassphrase):
            unlock(person, "not the passphrase")

    assert stretched == [(1, 8192)] * 3


def test_production_stretches_at_least_sixty_four_mebibytes_three_times():
    source = (Path(people.__file__).parents[1] / "settings.py").read_text()

    assert "STRETCH_OPS = 3" in source
    assert "STRETCH_MEMORY = 64 * 1024 * 1024" in source


def test_at_most_two_stretch_at_once(monkeypatch, tamsin):
    inside, most = [], []

    def stretch(*_cost):
        inside.append(1)
        most.append(len(inside))
        sleep(0.03)
        inside.pop()
        return bytes(cipher.KEY)

    monkeypatch.setattr(cipher, "stretch", stretch)
    began = monotonic()
    threads = [Thread(target=lambda: people._stretched("x", bytes(16), 1, 8192)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert max(most) <= 2
    assert monotonic() - began < 5


def test_the_same_letters_typed_another_way_are_the_same_passphrase():
    person = make_person(passphrase="café at the harbor, open late").id

    assert unlock(person, "cafe\u0301 at the harbor, open late")


def test_a_changed_passphrase_opens_the_same_key_and_the_old_one_nothing(tamsin):
    change_passphrase(tamsin.keys, "another harbor, fewer lanterns")

    assert unlock(tamsin.id, "another harbor, fewer lanterns").public == tamsin.keys.public
    with pytest.raises(WrongPassphrase):
        unlock(tamsin.id, PASSPHRASE)


def test_a_person_has_one_key(tamsin):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_person_key(tamsin.id, PASSPHRASE)


@often
@given(some.binary(max_size=300))
def test_what_is_sealed_to_a_person_only_she_opens(tamsin, delphine, data):
    sealed = seal_to_person(tamsin.id, data)

    assert tamsin.keys.unseal(sealed) == data
    with pytest.raises(CannotOpen):
        delphine.keys.unseal(sealed)


def test_nothing_is_sealed_to_somebody_without_a_key():
    with pytest.raises(NoSuchKey):
        seal_to_person(uuid4(), b"x")


def test_open_keys_go_into_a_session_and_come_back(tamsin):
    again = OpenKeys.from_session(tamsin.keys.to_session())

    assert again.person == tamsin.id
    assert again.unseal(seal_to_person(tamsin.id, b"x")) == b"x"


@given(some.binary(max_size=60))
def test_no_other_text_makes_open_keys(raw):
    if len(raw) != 48:
        with pytest.raises(CannotOpen):
            OpenKeys.from_session(urlsafe_b64encode(raw).decode())


def test_open_keys_are_never_written_down_by_accident(tamsin):
    with pytest.raises(TypeError):
        pickle.dumps(tamsin.keys)
    assert repr(tamsin.keys) == str(tamsin.keys) == "<OpenKeys>"


@often
@given(column=some.sampled_from(["salt", "sealed"]), place=some.integers(0, 999))
def test_a_stored_key_with_one_changed_byte_opens_no_more(tamsin, column, place):
    key = PersonKey.objects.get(person=tamsin.id)
    old = bytes(getattr(key, column))
    changed = bytearray(old)
    changed[place % len(changed)] ^= 1
    PersonKey.objects.filter(person=tamsin.id).update(**{column: bytes(changed)})

    with pytest.raises(WrongPassphrase):
        unlock(tamsin.id, PASSPHRASE)
    PersonKey.objects.filter(person=tamsin.id).update(**{column: old})


def test_a_key_moved_to_another_person_does_not_open(tamsin, delphine):
    theirs = PersonKey.objects.filter(person=tamsin.id).values().get()
    del theirs["person"]
    PersonKey.objects.filter(person=delphine.id).update(**theirs)

    with pytest.raises(WrongPassphrase):
        unlock(delphine.id, PASSPHRASE)


def test_somebody_who_left_opens_nothing(tamsin):
    colleagues.leave(tamsin.id)

    with pytest.raises(WrongPassphrase):
        unlock(tamsin.id, PASSPHRASE)
    assert bytes(PersonKey.objects.get(person=tamsin.id).sealed) == b""


def test_no_table_holds_a_passphrase_or_an_open_key(tamsin):
    row = PersonKey.objects.get(person=tamsin.id)
    stored = b"".join(bytes(value) for value in (row.public, row.mac, row.salt, row.sealed))

    assert tamsin.keys._private not in stored
    assert PASSPHRASE.encode() not in stored
