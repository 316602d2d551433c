"""What is wrong with keys stands on Today for whoever can put it right, without a name."""

import pytest
from django.test import Client
from django.urls import reverse

from accompany.participants.testing import make_circles, make_participant
from accompany.sealed import cipher, due, pins
from accompany.sealed.circles import SURVIVORS
from accompany.sealed.lockboxes import make_lockbox
from accompany.sealed.models import CircleKey, Grant
from accompany.sealed.pins import SwappedKey
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in

TOLD = {Role.SUPERVISOR, Role.ADMINISTRATOR}


@pytest.fixture(autouse=True)
def circles():
    make_circles()
    make_colleague(Role.ADVOCATE)
    yield
    pins.take_alarms()


def day_of(role):
    page = sign_in(Client(), make_colleague(role)).get(reverse("workday:today"))
    return page.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_a_lockbox_with_too_few_openers_is_told_to_whoever_can_help(role):
    her = make_participant(called="Juniper")
    Grant.objects.filter(lockbox=her.file_box_id).delete()
    assert due.tell_of_too_few_openers() == 1

    page = day_of(role)

    assert ("One lockbox can be opened by fewer than two people." in page) == (role in TOLD)
    assert (str(her.file_box_id) in page) == (role in TOLD)
    if role is Role.ADMINISTRATOR:
        assert "Juniper" not in page


def test_it_is_told_no_longer_once_it_is_put_right():
    her = make_participant()
    grants = list(Grant.objects.filter(lockbox=her.file_box_id))
    Grant.objects.filter(lockbox=her.file_box_id).delete()
    due.tell_of_too_few_openers()
    Grant.objects.bulk_create(grants)

    assert "fewer than two people" not in day_of(Role.SUPERVISOR)


@pytest.mark.parametrize("role", list(Role))
def test_a_key_changed_from_outside_is_told_to_whoever_can_help(role):
    swapped = CircleKey.objects.filter(circle=SURVIVORS)
    was = bytes(swapped.get().public)
    swapped.update(public=cipher.public_half(cipher.new_key()))
    with pytest.raises(SwappedKey):
        make_lockbox("card", circles=[SURVIVORS])
    swapped.update(public=was)
    due.tell_alarms()

    page = day_of(role)

    assert ("A key in the database was changed from outside." in page) == (role in TOLD)
    assert ("circle/survivors/1" in page) == (role in TOLD)


def test_nothing_is_said_of_keys_while_all_is_well():
    assert "Something is wrong with keys" not in day_of(Role.SUPERVISOR)
