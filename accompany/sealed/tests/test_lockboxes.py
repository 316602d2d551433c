"""A lockbox opens with a grant and its shred key, and with nothing less."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from accompany import clock
from accompany.sealed import alarms, cipher, circles, colleagues, due, host, lockboxes, pins
from accompany.sealed.cipher import CannotOpen
from accompany.sealed.circles import GLASS, HELPLINE, SURVIVORS
from accompany.sealed.keyring import keys as shred_keys
from accompany.sealed.keyring.models import ShredKey
from accompany.sealed.keyring.models import Tombstone as KeyTombstone
from accompany.sealed.lockboxes import (
    NotYours,
    Shredded,
    TooFewOpeners,
    grant,
    holders_of,
    make_lockbox,
    open_lockbox,
    open_lockboxes,
    openable,
    order_shred,
    sealing,
    withdraw,
)
from accompany.sealed.models import Grant, Lockbox, PersonKey, Tombstone
from accompany.sealed.people import NoSuchKey
from accompany.sealed.pins import SwappedKey
from accompany.sealed.testing import make_person
from accompany.sealed.tests.paper import Paper, PaperWords, a_paper

often = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def shred(*boxes, capture):
    with capture(execute=True):
        order_shred([box.id for box in boxes])


def test_who_was_granted_opens_and_who_was_not_does_not(box, tamsin, delphine, wren):
    assert open_lockbox(box.id, by=tamsin).key == box.key
    assert open_lockbox(box.id, by=delphine).key == box.key

    with pytest.raises(NotYours):
        open_lockbox(box.id, by=wren)


def test_a_lockbox_that_never_was_is_not_yours(tamsin):
    with pytest.raises(NotYours):
        open_lockbox(uuid4(), by=tamsin)


def test_a_member_opens_what_was_granted_to_her_circle(tamsin, bea, wren):
    box = make_lockbox("card", circles=[SURVIVORS])

    assert open_lockbox(box.id, by=bea).key == box.key
    assert openable([box.id], by=bea) == {box.id}
    assert openable([box.id], by=wren) == set()


def test_intake_needs_nobody_signed_in(tamsin, bea):
    """The house holds public halves only; what it seals, members open later."""
    circles.make_circle("night", [tamsin.id, bea.id])
    made = make_lockbox("conversation", circles=["night"])
    Paper().seal(PaperWords("first text"), box=made).save()

    Paper().seal(PaperWords("second text"), box=sealing(made.id)).save()

    box = open_lockbox(made.id, by=bea)
    said = {paper.open(box).words.text for paper in Paper.objects.filter(lockbox=made.id)}
    assert said == {"first text", "second text"}


def test_a_sealing_lockbox_opens_nothing(box):
    write_only = sealing(box.id)

    assert not hasattr(write_only, "key")
    assert not hasattr(write_only, "secret")
    with pytest.raises(AttributeError):
        Paper().seal(PaperWords("in"), box=write_only).open(write_only)


def test_two_living_people_at_least_open_each_lockbox(tamsin, delphine):
    with pytest.raises(TooFewOpeners):
        make_lockbox("file", people=[tamsin.id])
    with pytest.raises(TooFewOpeners):
        make_lockbox("file")
    with pytest.raises(TooFewOpeners):
        make_lockbox("file", people=[tamsin.id], circles=[HELPLINE])

    assert make_lockbox("file", people=[tamsin.id], circles=[SURVIVORS])


def test_the_first_colleague_of_a_house_may_be_alone():
    alone = make_person()

    box = make_lockbox("file", people=[alone.id])

    assert open_lockbox(box.id, by=alone).key == box.key
    assert due.alarm_openers() == []


def test_somebody_without_a_key_is_granted_nothing(tamsin):

    with pytest.raises(NoSuchKey):
        make_lockbox("file", people=[tamsin.id, uuid4()])


def test_a_grant_made_with_a_sealed_box_is_rewritten_at_its_first_opening(box, tamsin):
    mine = Grant.objects.get(lockbox=box.id, person=tamsin.id)
    assert bytes(mine.sealed)[:1] == lockboxes.SEALED_BOX

    open_lockbox(box.id, by=tamsin)

    mine.refresh_from_db()
    assert bytes(mine.sealed)[:1] == lockboxes.SYMMETRIC
    assert open_lockbox(box.id, by=tamsin).key == box.key


@often
@given(place=some.integers(0, 10_000), bit=some.integers(0, 7), symmetric=some.booleans())
def test_a_grant_with_one_changed_bit_does_not_open(tamsin, delphine, place, bit, symmetric):
    box = make_lockbox("file", people=[tamsin.id, delphine.id])
    if symmetric:
        open_lockbox(box.id, by=tamsin)
    mine = Grant.objects.get(lockbox=box.id, person=tamsin.id)
    changed = bytearray(mine.sealed)
    changed[place % len(changed)] ^= 1 << bit
    Grant.objects.filter(pk=mine.pk).update(sealed=bytes(changed))

    with pytest.raises(NotYours):
        open_lockbox(box.id, by=tamsin)


@pytest.mark.parametrize("symmetric", [True, False])
def test_a_grant_moved_to_another_lockbox_does_not_open(tamsin, delphine, symmetric):
    one, two = (make_lockbox("file", people=[tamsin.id, delphine.id]) for _ in range(2))
    if symmetric:
        open_lockboxes([one.id, two.id], by=tamsin)
    taken = Grant.objects.get(lockbox=one.id, person=tamsin.id).sealed
    Grant.objects.filter(lockbox=two.id, person=tamsin.id).update(sealed=taken)

    with pytest.raises(NotYours):
        open_lockbox(two.id, by=tamsin)


@pytest.mark.parametrize("symmetric", [True, False])
def test_a_grant_given_to_somebody_else_by_hand_does_not_open(box, tamsin, wren, symmetric):
    if symmetric:
        open_lockbox(box.id, by=tamsin)
    taken = Grant.objects.get(lockbox=box.id, person=tamsin.id)
    Grant.objects.create(lockbox_id=box.id, person=wren.id, epoch=1, sealed=taken.sealed)

    with pytest.raises(NotYours):
        open_lockbox(box.id, by=wren)


def test_a_shred_key_exchanged_does_not_open_the_words(box, tamsin):
    paper = a_paper(box)
    ShredKey.objects.filter(lockbox=box.id).update(key=cipher.new_key())

    with pytest.raises(CannotOpen):
        paper.open(open_lockbox(box.id, by=tamsin))


def test_granting_more_people_lets_them_in_and_withdrawing_ends_it(box, tamsin, bea):
    grant(box, people=[bea.id], circles=[SURVIVORS])
    assert open_lockbox(box.id, by=bea).key == box.key
    assert holders_of(box.id)[1] == {SURVIVORS}

    withdraw(box.id, people=[bea.id], circles=[SURVIVORS])

    with pytest.raises(NotYours):
        open_lockbox(box.id, by=bea)
    assert open_lockbox(box.id, by=tamsin).key == box.key


def test_granting_twice_changes_nothing(box, tamsin):
    open_lockbox(box.id, by=tamsin)
    before = list(Grant.objects.filter(lockbox=box.id).order_by("pk").values_list("pk", "sealed"))

    grant(box, people=[tamsin.id])

    after = list(Grant.objects.filter(lockbox=box.id).order_by("pk").values_list("pk", "sealed"))
    assert [(pk, bytes(sealed)) for pk, sealed in after] == [
        (pk, bytes(sealed)) for pk, sealed in before
    ]


def test_withdrawing_nobody_withdraws_nobody(box, tamsin):
    withdraw(box.id)

    assert open_lockbox(box.id, by=tamsin).key == box.key


def test_one_missing_grant_leaves_the_others_open(tamsin, delphine):
    boxes = [make_lockbox("file", people=[tamsin.id, delphine.id]) for _ in range(5)]
    withdraw(boxes[2].id, people=[tamsin.id])

    opened = open_lockboxes([box.id for box in boxes], by=tamsin)

    assert opened.keys() == {box.id for box in boxes} - {boxes[2].id}


def test_fifty_lockboxes_open_with_three_queries(tamsin, bea, django_assert_num_queries):
    boxes = [make_lockbox("card", circles=[SURVIVORS]) for _ in range(50)]
    open_lockboxes([box.id for box in boxes], by=tamsin)

    with django_assert_num_queries(2), django_assert_num_queries(1, using="keyring"):
        opened = open_lockboxes([box.id for box in boxes], by=tamsin)

    assert len(opened) == 50


def test_opening_nothing_asks_nothing(tamsin, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert open_lockboxes([], by=tamsin) == {}


# Through the glass


def test_glass_opens_only_when_it_is_broken(tamsin, delphine, bea):
    box = make_lockbox("file", people=[tamsin.id, delphine.id], circles=[GLASS])

    with pytest.raises(NotYours):
        open_lockbox(box.id, by=bea)
    assert openable([box.id], by=bea) == set()

    assert open_lockbox(box.id, by=bea, through_glass=True).key == box.key


def test_a_stolen_backup_and_one_passphrase_do_not_open_by_glass(
    tamsin, delphine, bea, tmp_path, settings
):
    """Host secrets are in no backup: on the thief's machine they are others."""
    box = make_lockbox("file", people=[tamsin.id, delphine.id], circles=[GLASS])
    open_lockbox(box.id, by=bea, through_glass=True)

    settings.HOST = tmp_path / "thief"

    with pytest.raises(NotYours):
        open_lockbox(box.id, by=bea, through_glass=True)
    assert open_lockbox(box.id, by=tamsin).key == box.key


def test_a_glass_grant_stripped_of_its_wrap_is_refused(tamsin, delphine, bea):
    box = make_lockbox("file", people=[tamsin.id, delphine.id], circles=[GLASS])
    glass = Grant.objects.get(lockbox=box.id, circle=GLASS)
    bare = lockboxes._unwrapped(bytes(glass.sealed), box.id, GLASS)
    Grant.objects.filter(pk=glass.pk).update(sealed=bare)

    with pytest.raises(NotYours):
        open_lockbox(box.id, by=bea, through_glass=True)


# Keys that were swapped


def test_a_circle_key_swapped_in_the_database_is_refused_and_told(tamsin, bea):
    public = cipher.public_half(cipher.new_key())
    circles.CircleKey.objects.filter(circle=SURVIVORS).update(public=public)

    with pytest.raises(SwappedKey):
        make_lockbox("card", circles=[SURVIVORS])
    with pytest.raises(SwappedKey):
        circles.seal_to_circle(SURVIVORS, b"x")

    assert due.tell_alarms() == 1
    assert due.tell_alarms() == 0
    assert alarms.refused_keys().names == ("circle/survivors/1",)
    with clock.stopped_at(clock.now() + alarms.REFUSALS_SHOWN_FOR):
        assert alarms.refused_keys() is None


def test_a_key_of_a_lockbox_of_several_words_is_told_as_one(tamsin, bea):
    box = make_lockbox("find page", circles=[SURVIVORS])
    Lockbox.objects.filter(id=box.id).update(public=cipher.public_half(cipher.new_key()))
    with pytest.raises(SwappedKey):
        sealing(box.id)

    assert due.tell_alarms() == 1
    assert alarms.refused_keys().names == (f"lockbox/{box.id.hex}/find-page",)


def test_an_epoch_slipped_in_by_hand_is_refused(tamsin, bea):
    circles.CircleKey.objects.create(
        circle_id=SURVIVORS,
        epoch=99,
        public=cipher.public_half(cipher.new_key()),
        made_at=PersonKey.objects.first().made_at,
    )
    circles.Circle.objects.filter(name=SURVIVORS).update(epoch=99)

    with pytest.raises(SwappedKey):
        make_lockbox("card", circles=[SURVIVORS])
    pins.take_alarms()


def test_a_lockbox_whose_public_half_was_swapped_takes_nothing_in(box):
    public = cipher.public_half(cipher.new_key())
    Lockbox.objects.filter(id=box.id).update(public=public)

    with pytest.raises(SwappedKey):
        sealing(box.id)
    pins.take_alarms()


def test_a_public_half_and_mac_moved_from_another_lockbox_are_refused(box, tamsin, delphine):
    other = Lockbox.objects.get(id=make_lockbox("file", people=[tamsin.id, delphine.id]).id)
    Lockbox.objects.filter(id=box.id).update(public=other.public, mac=other.mac)

    with pytest.raises(SwappedKey):
        sealing(box.id)
    pins.take_alarms()


def test_a_colleague_whose_key_was_swapped_is_granted_nothing(tamsin, delphine):
    public = cipher.public_half(cipher.new_key())
    PersonKey.objects.filter(person=delphine.id).update(public=public)

    with pytest.raises(SwappedKey):
        make_lockbox("file", people=[tamsin.id, delphine.id])
    pins.take_alarms()


# Forgetting


def test_a_shredded_lockbox_opens_no_more(box, tamsin, django_capture_on_commit_callbacks):
    shred(box, capture=django_capture_on_commit_callbacks)

    with pytest.raises(Shredded):
        open_lockbox(box.id, by=tamsin)
    with pytest.raises(Shredded):
        sealing(box.id)
    assert openable([box.id], by=tamsin) == set()
    assert shred_keys.find([box.id]) == {}
    assert Lockbox.objects.get(id=box.id).shredded_at
    assert Tombstone.objects.filter(lockbox=box.id).exists()
    assert KeyTombstone.objects.filter(lockbox=box.id).exists()


def test_from_the_order_on_nothing_opens_though_the_key_still_exists(box, tamsin):
    order_shred([box.id])

    with pytest.raises(Shredded):
        open_lockbox(box.id, by=tamsin)
    assert shred_keys.find([box.id])

    assert due.finish_shreds() == 1
    assert shred_keys.find([box.id]) == {}
    assert due.finish_shreds() == 0


def test_an_older_copy_of_the_database_beside_todays_keyring_opens_nothing(
    box, tamsin, django_capture_on_commit_callbacks
):
    paper = a_paper(box)
    grants = list(Grant.objects.filter(lockbox=box.id))
    shred(box, capture=django_capture_on_commit_callbacks)

    Lockbox.objects.filter(id=box.id).update(ordered_at=None, shredded_at=None)
    Grant.objects.bulk_create(grants)

    assert open_lockboxes([box.id], by=tamsin) == {}
    with pytest.raises(Shredded):
        open_lockbox(box.id, by=tamsin)
    assert Paper.objects.filter(id=paper.id).exists()


@pytest.mark.django_db(transaction=True)
def test_shredding_is_ordered_inside_the_transaction_that_says_why(tamsin, delphine):
    box = make_lockbox("file", people=[tamsin.id, delphine.id])

    with pytest.raises(RuntimeError):
        order_shred([box.id])
    with transaction.atomic():
        order_shred([box.id])

    assert shred_keys.find([box.id]) == {}
    assert Lockbox.objects.get(id=box.id).shredded_at


@pytest.mark.django_db(transaction=True)
def test_an_order_rolled_back_shreds_nothing(tamsin, delphine):
    box = make_lockbox("file", people=[tamsin.id, delphine.id])

    with transaction.atomic():
        order_shred([box.id])
        transaction.set_rollback(True)

    assert open_lockbox(box.id, by=tamsin).key == box.key


# The keyring


@pytest.mark.django_db(transaction=True)
def test_shred_keys_are_reserved_ahead_in_one_commit_of_many(
    tamsin, bea, django_assert_num_queries
):
    make_lockbox("card", circles=[SURVIVORS])
    assert ShredKey.objects.count() == shred_keys.BATCH

    with django_assert_num_queries(0, using="keyring"):
        for _ in range(shred_keys.BATCH - 1):
            make_lockbox("card", circles=[SURVIVORS])

    assert ShredKey.objects.count() == shred_keys.BATCH


@pytest.mark.django_db(transaction=True)
def test_a_key_reserved_hours_ago_is_not_used_since_it_may_have_been_swept(
    tamsin, bea, monkeypatch
):
    make_lockbox("card", circles=[SURVIVORS])
    early = set(ShredKey.objects.values_list("lockbox", flat=True))
    later = shred_keys._hours() + 7

    monkeypatch.setattr(shred_keys, "_hours", lambda: later)

    assert make_lockbox("card", circles=[SURVIVORS]).id not in early


@pytest.mark.django_db(transaction=True)
def test_an_intake_costs_few_statements(tamsin, bea, django_assert_num_queries):
    make_lockbox("conversation", circles=[SURVIVORS])

    with transaction.atomic(), django_assert_num_queries(5):
        box = make_lockbox("conversation", circles=[SURVIVORS])
        Paper().seal(PaperWords("text"), box=box).save()


def test_keys_that_never_got_a_lockbox_are_swept_after_a_day(box, tamsin):

    orphan = uuid4()
    ShredKey.objects.create(lockbox=orphan, key=cipher.new_key(), made_on=clock.today())
    assert due.sweep_orphan_keys() == 0

    with clock.stopped_at(clock.now() + timedelta(days=2)):
        assert due.sweep_orphan_keys() == 1

    assert not ShredKey.objects.filter(lockbox=orphan).exists()
    assert open_lockbox(box.id, by=tamsin).key == box.key


# Who could open


def test_a_lockbox_that_fewer_than_two_living_people_can_open_is_told(box, tamsin, delphine, bea):
    card = make_lockbox("card", circles=[SURVIVORS])
    assert due.alarm_openers() == []

    withdraw(box.id, people=[delphine.id])

    assert due.alarm_openers() == [box.id]
    assert due.tell_of_too_few_openers() == 1
    grant(box, circles=[SURVIVORS])
    assert due.alarm_openers() == []
    assert open_lockbox(card.id, by=bea)


def test_somebody_who_left_counts_no_more(box, delphine):
    colleagues.leave(delphine.id)

    assert due.alarm_openers() == [box.id]


def test_a_person_and_a_circle_have_one_grant_each(box, tamsin):

    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(lockbox_id=box.id, person=tamsin.id, epoch=9, sealed=b"")
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(lockbox_id=box.id, person=tamsin.id, circle="x", epoch=9, sealed=b"")
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(lockbox_id=box.id, epoch=9, sealed=b"")


def test_host_secrets_are_for_the_house_alone(box):
    host.secret("dispatch")

    assert host.loose_files() == []
