"""Paper shares open what nobody living can, and fewer of them open nothing."""

from itertools import combinations

import pytest

from accompany.ledger.models import Line
from accompany.sealed import cipher, circles, pins
from accompany.sealed.circles import SUPERVISORS, SURVIVORS, remove
from accompany.sealed.lockboxes import NotYours, make_lockbox, open_lockbox
from accompany.sealed.models import CircleKey, RecoveryKey
from accompany.sealed.pins import SwappedKey
from accompany.sealed.recovery import (
    WrongShares,
    drill,
    make_recovery,
    recover,
    seal_for_recovery,
)
from accompany.sealed.testing import make_person
from accompany.sealed.tests.paper import Paper, a_paper


@pytest.fixture
def shares():
    return make_recovery()


def test_every_paper_has_thirty_three_words(shares):
    assert len(shares.council) == 3
    assert len(shares.direction) == 1
    assert {len(share.split()) for share in (*shares.council, *shares.direction)} == {33}


def test_any_two_of_the_council_with_direction_make_the_key(shares):
    for two in combinations(shares.council, 2):
        assert drill([*two, *shares.direction])


def test_typed_with_capitals_and_spaces_they_still_do(shares):
    assert drill([f"  {share.upper()}\n" for share in shares.enough()])


def test_fewer_make_nothing(shares):
    one, two, three = shares.council
    for papers in (
        [],
        [*shares.direction],
        [one, two],
        [one, two, three],
        [one, *shares.direction],
        [one, one, *shares.direction],
    ):
        assert not drill(papers)


def test_a_mistyped_word_makes_nothing(shares):
    words = shares.council[0].split()
    words[20] = "academic" if words[20] != "academic" else "acid"

    assert not drill([" ".join(words), shares.council[1], *shares.direction])


def test_papers_of_another_house_make_nothing(shares):
    others = make_recovery()

    assert not drill(shares.enough())
    assert drill(others.enough())


def test_nobody_living_can_open_and_the_papers_can(shares):
    make_person(circles=[SURVIVORS])
    make_person(circles=[SURVIVORS])
    box = make_lockbox("card", circles=[SURVIVORS])
    a_paper(box, "still here")
    newcomer = make_person()
    with pytest.raises(NotYours):
        open_lockbox(box.id, by=newcomer)

    recover(shares.enough(), circle=SURVIVORS, person=newcomer.id)

    opened = open_lockbox(box.id, by=newcomer)
    assert Paper.objects.get().open(opened).words.text == "still here"
    assert Line.objects.filter(verb="recovered a circle with the paper shares").count() == 1


def test_a_later_epoch_is_recovered_too(shares):
    stays, goes = (make_person(circles=[SURVIVORS]) for _ in range(2))
    early = make_lockbox("card", circles=[SURVIVORS])
    remove(SURVIVORS, goes.id)
    third = make_person()
    late = make_lockbox("card", circles=[SURVIVORS], people=[third.id])

    recover(shares.enough(), circle=SURVIVORS, person=third.id)

    assert open_lockbox(early.id, by=third).key == early.key
    assert open_lockbox(late.id, by=third).key == late.key
    assert stays.id in circles.members(SURVIVORS)


def test_circles_made_before_the_papers_are_sealed_to_them_by_a_member():
    member = make_person(circles=[SUPERVISORS])

    shares = make_recovery(opener=member)

    newcomer = make_person()
    recover(shares.enough(), circle=SUPERVISORS, person=newcomer.id)
    assert newcomer.id in circles.members(SUPERVISORS)


def test_a_member_seals_to_the_papers_what_they_lack():
    member = make_person(circles=[SUPERVISORS])
    make_recovery()
    assert CircleKey.objects.filter(for_recovery=None).count() == 1

    assert seal_for_recovery(by=member) == 1

    assert not CircleKey.objects.filter(for_recovery=None).exists()


def test_wrong_papers_recover_nothing(shares, wren, tamsin):
    with pytest.raises(WrongShares):
        recover(shares.council, circle=SURVIVORS, person=wren.id)

    assert wren.id not in circles.members(SURVIVORS)


def test_a_recovery_key_swapped_in_the_database_is_sealed_to_by_nobody(shares):
    public = cipher.public_half(cipher.new_key())
    RecoveryKey.objects.update(public=public)

    with pytest.raises(SwappedKey):
        make_person(circles=[SUPERVISORS])
    pins.take_alarms()


def test_the_papers_are_stored_nowhere(shares):
    for line in Line.objects.all():
        assert not set(shares.council[0].split()) & set(line.facts.split())
    assert repr(shares) == "<Shares>"
