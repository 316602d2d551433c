"""Who comes into a circle, who leaves it, and what stays readable meanwhile."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from accompany.ledger.models import Line
from accompany.sealed import cipher, circles, due
from accompany.sealed.cipher import CannotOpen
from accompany.sealed.circles import (
    GLASS,
    HELPLINE,
    SUPERVISORS,
    SURVIVORS,
    NotAMember,
    admit,
    make_circle,
    members,
    pending,
    remove,
    seal_to_circle,
    unseal_from_circle,
)
from accompany.sealed.colleagues import (
    NotYourOwn,
    approve_return,
    begin_return,
    heal_some,
    leave,
    returning,
    rewrap_some,
    work_some,
)
from accompany.sealed.lockboxes import NotYours, grant, make_lockbox, open_lockbox, open_lockboxes
from accompany.sealed.models import CircleSeal, Grant, Return
from accompany.sealed.people import WrongPassphrase, seal_to_person, unlock
from accompany.sealed.testing import PASSPHRASE, Person, make_person
from accompany.sealed.tests.paper import Paper, a_paper

often = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@often
@given(some.binary(max_size=300))
def test_what_is_sealed_to_a_circle_its_members_open_and_nobody_else(tamsin, bea, wren, data):
    sealed = seal_to_circle(SURVIVORS, data)

    assert unseal_from_circle(SURVIVORS, sealed, by=tamsin) == data
    assert unseal_from_circle(SURVIVORS, sealed, by=bea) == data
    with pytest.raises(NotAMember):
        unseal_from_circle(SURVIVORS, sealed, by=wren)


def test_what_is_sealed_to_one_circle_does_not_open_as_another(tamsin):
    sealed = seal_to_circle(SURVIVORS, b"x")

    with pytest.raises(CannotOpen):
        unseal_from_circle(HELPLINE, sealed, by=tamsin)


def test_a_seal_copied_to_somebody_else_makes_her_no_member(tamsin, wren):
    box = make_lockbox("card", circles=[SURVIVORS], people=[wren.id])
    seal = CircleSeal.objects.get(person=tamsin.id, circle=SURVIVORS)
    CircleSeal.objects.create(
        circle_id=SURVIVORS, epoch=seal.epoch, person=wren.id, sealed=seal.sealed
    )

    with pytest.raises(CannotOpen):
        unseal_from_circle(SURVIVORS, seal_to_circle(SURVIVORS, b"x"), by=wren)
    assert box


# Coming in


def test_a_newcomer_waits_until_two_members_have_approved(tamsin, delphine, bea, wren):
    assert admit(SURVIVORS, wren.id, by=tamsin) is False
    assert pending() == [(SURVIVORS, wren.id, {tamsin.id})]
    assert wren.id not in members(SURVIVORS)
    assert admit(SURVIVORS, wren.id, by=tamsin) is False

    assert admit(SURVIVORS, wren.id, by=delphine) is True

    assert wren.id in members(SURVIVORS)
    assert pending() == []
    box = make_lockbox("card", circles=[SURVIVORS])
    assert open_lockbox(box.id, by=wren).key == box.key
    assert Line.objects.filter(verb="sealed a circle's keys to a colleague").exists()


def test_a_lone_member_is_enough_to_bring_in_the_second(wren):
    alone = make_person(circles=[SUPERVISORS])

    assert admit(SUPERVISORS, wren.id, by=alone) is True

    assert members(SUPERVISORS) == {alone.id, wren.id}


def test_only_a_member_brings_somebody_in(tamsin, wren):
    with pytest.raises(NotAMember):
        admit(SURVIVORS, uuid4(), by=wren)


def test_admitting_a_member_again_changes_nothing(tamsin, bea):
    assert admit(SURVIVORS, bea.id, by=tamsin) is True
    assert CircleSeal.objects.filter(circle=SURVIVORS, person=bea.id).count() == 1


def test_an_approval_by_somebody_who_left_since_does_not_count(tamsin, delphine, bea, wren):
    admit(SURVIVORS, wren.id, by=tamsin)
    remove(SURVIVORS, tamsin.id)

    assert admit(SURVIVORS, wren.id, by=delphine) is False
    assert admit(SURVIVORS, wren.id, by=bea) is True


# Leaving


def test_who_leaves_opens_nothing_from_then_on(tamsin, delphine, bea):
    card = make_lockbox("card", circles=[SURVIVORS])
    file = make_lockbox("file", people=[bea.id, delphine.id], circles=[GLASS])
    open_lockboxes([card.id, file.id], by=bea)

    leave(bea.id)

    later = make_lockbox("card", circles=[SURVIVORS])
    assert open_lockboxes([card.id, file.id, later.id], by=bea, through_glass=True) == {}
    with pytest.raises(NotAMember):
        unseal_from_circle(SURVIVORS, seal_to_circle(SURVIVORS, b"x"), by=bea)
    with pytest.raises(WrongPassphrase):
        unlock(bea.id, PASSPHRASE)
    assert not Grant.objects.filter(person=bea.id).exists()
    assert not CircleSeal.objects.filter(person=bea.id).exists()


def test_a_circle_key_somebody_kept_opens_nothing_made_after_she_left(tamsin, delphine, bea):
    kept = circles.halves([SURVIVORS], by=bea)[SURVIVORS, 1]
    remove(SURVIVORS, bea.id)

    sealed = seal_to_circle(SURVIVORS, b"x")

    with pytest.raises(CannotOpen):
        kept.unseal(sealed[5:])


def test_older_grants_are_rewritten_in_pieces_and_open_all_the_while(tamsin, delphine, bea):
    boxes = [make_lockbox("card", circles=[SURVIVORS]) for _ in range(5)]
    old = seal_to_circle(SURVIVORS, b"said before")
    open_lockboxes([box.id for box in boxes[:2]], by=tamsin)

    remove(SURVIVORS, bea.id)
    done = []
    while piece := rewrap_some(by=tamsin, limit=2):
        done.append(piece)
        assert len(open_lockboxes([box.id for box in boxes], by=delphine)) == 5

    assert done == [2, 2, 1]
    assert set(Grant.objects.filter(circle=SURVIVORS).values_list("epoch", flat=True)) == {2}
    assert unseal_from_circle(SURVIVORS, old, by=delphine) == b"said before"
    assert due.alarm_openers() == []


def test_grants_through_the_glass_are_rewritten_too(tamsin, delphine, bea):
    box = make_lockbox("file", people=[tamsin.id, delphine.id], circles=[GLASS])

    remove(GLASS, bea.id)
    assert work_some(by=delphine) == 1

    newcomer = make_person(circles=[GLASS])
    assert open_lockbox(box.id, by=newcomer, through_glass=True).key == box.key


def test_when_nothing_waits_nothing_is_done(tamsin, bea, django_assert_num_queries):
    make_lockbox("card", circles=[SURVIVORS])

    with django_assert_num_queries(1):
        assert work_some(by=tamsin) == 0


def test_removing_somebody_who_is_no_member_begins_no_epoch(tamsin, wren):
    remove(SURVIVORS, wren.id)

    assert circles.current([SURVIVORS])[SURVIVORS][0] == 1


def test_the_last_member_removed_leaves_a_circle_nobody_opens(wren):
    alone = make_person(circles=[SUPERVISORS])

    remove(SUPERVISORS, alone.id)

    assert members(SUPERVISORS) == set()
    assert seal_to_circle(SUPERVISORS, b"x")


# A lost passphrase


@pytest.fixture
def lost(tamsin, delphine, bea):
    """Delphine has forgotten her passphrase; her file and her circles wait for her."""
    box = make_lockbox("file", people=[tamsin.id, delphine.id])
    a_paper(box)
    open_lockbox(box.id, by=delphine)
    return box


def test_a_new_key_pair_opens_nothing_until_two_have_approved(lost, tamsin, delphine, bea):
    keys = begin_return(delphine.id, "another harbor, fewer lanterns")
    back = Person(delphine.id, keys)

    assert unlock(delphine.id, "another harbor, fewer lanterns").public == keys.public
    with pytest.raises(WrongPassphrase):
        unlock(delphine.id, PASSPHRASE)
    assert members(SURVIVORS) == {tamsin.id, bea.id}
    with pytest.raises(NotYours):
        open_lockbox(lost.id, by=back)

    assert approve_return(delphine.id, by=tamsin) is False
    assert [each.person for each in returning()] == [delphine.id]
    assert approve_return(delphine.id, by=tamsin) is False
    with pytest.raises(NotYours):
        open_lockbox(lost.id, by=back)

    assert approve_return(delphine.id, by=bea) is True
    assert delphine.id in members(SURVIVORS)
    heal_some(by=tamsin)

    box = open_lockbox(lost.id, by=back)
    assert Paper.objects.get(lockbox=lost.id).open(box).words.text == "She found a room."
    assert not Return.objects.exists()
    assert returning() == []


def test_what_was_granted_meanwhile_opens_with_the_new_key(lost, tamsin, delphine, bea):
    back = Person(delphine.id, begin_return(delphine.id, "another harbor, fewer lanterns"))

    box = make_lockbox("file", people=[tamsin.id, delphine.id])
    grant(lost, people=[delphine.id])

    assert open_lockboxes([box.id, lost.id], by=back).keys() == {box.id, lost.id}
    assert back.keys.unseal(seal_to_person(delphine.id, b"x")) == b"x"


def test_nobody_approves_her_own_return(lost, delphine):
    keys = begin_return(delphine.id, "another harbor, fewer lanterns")

    with pytest.raises(NotYourOwn):
        approve_return(delphine.id, by=Person(delphine.id, keys))


def test_the_only_other_colleague_is_enough():
    one, two = (make_person(circles=[SURVIVORS]) for _ in range(2))
    box = make_lockbox("file", people=[one.id, two.id])
    back = Person(two.id, begin_return(two.id, "another harbor, fewer lanterns"))

    assert approve_return(two.id, by=one) is True

    assert open_lockbox(box.id, by=back).key == box.key
    assert members(SURVIVORS) == {one.id, two.id}


def test_losing_it_twice_keeps_the_circles_to_come_back_to(lost, tamsin, delphine, bea):
    begin_return(delphine.id, "another harbor, fewer lanterns")
    back = Person(delphine.id, begin_return(delphine.id, "a third harbor, no lanterns at all"))

    approve_return(delphine.id, by=tamsin)
    approve_return(delphine.id, by=bea)
    heal_some(by=tamsin)

    assert circles.circles_of(delphine.id) == {SURVIVORS, GLASS}
    assert open_lockbox(lost.id, by=back).key == lost.key


def test_until_she_is_healed_an_outdated_grant_counts_for_nobody(lost, tamsin, delphine, bea):
    begin_return(delphine.id, "another harbor, fewer lanterns")

    assert due.alarm_openers() == [lost.id]


def test_a_circle_is_made_once(tamsin):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_circle(SURVIVORS, [tamsin.id])


def test_opened_halves_show_nothing(tamsin):
    half = circles.halves([SURVIVORS], by=tamsin)[SURVIVORS, 1]

    assert repr(half) == "<Half>"
    assert cipher.public_half(half.private) == half.public
