"""Many lockboxes made at once are as those made alone."""

import pytest

from accompany.sealed import due, lockboxes
from accompany.sealed.bulk import Wanted, make_lockboxes
from accompany.sealed.circles import GLASS, SURVIVORS
from accompany.sealed.lockboxes import TooFewOpeners, open_lockbox, open_lockboxes, sealing
from accompany.sealed.models import Grant


def test_each_opens_for_whom_it_was_wanted_and_for_nobody_else(tamsin, delphine, bea, wren):
    wanted = [
        Wanted("card", circles=frozenset({SURVIVORS})),
        Wanted("file", people=frozenset({tamsin.id, delphine.id}), circles=frozenset({GLASS})),
    ] * 3

    boxes = make_lockboxes(wanted, openers=[tamsin])

    ids = [box.id for box in boxes]
    assert [box.kind for box in boxes] == [each.kind for each in wanted]
    assert {id: box.key for id, box in open_lockboxes(ids, by=tamsin).items()} == {
        box.id: box.key for box in boxes
    }
    assert open_lockboxes(ids, by=delphine).keys() == set(ids)
    assert open_lockboxes(ids, by=bea).keys() == set(ids[::2])
    assert open_lockbox(ids[1], by=bea, through_glass=True).key == boxes[1].key
    assert open_lockboxes(ids, by=wren) == {}
    assert sealing(ids[0]).public == lockboxes.cipher.public_half(boxes[0].private)
    assert due.alarm_openers() == []


def test_with_keys_at_hand_the_grant_is_symmetric_from_the_start(tamsin, delphine):
    (box,) = make_lockboxes(
        [Wanted("file", people=frozenset({tamsin.id, delphine.id}))], openers=[tamsin]
    )

    forms = {
        grant.person: bytes(grant.sealed)[:1] for grant in Grant.objects.filter(lockbox=box.id)
    }
    assert forms == {tamsin.id: lockboxes.SYMMETRIC, delphine.id: lockboxes.SEALED_BOX}


def test_two_living_people_at_least_open_each_of_many(tamsin, delphine):
    with pytest.raises(TooFewOpeners):
        make_lockboxes([Wanted("file", people=frozenset({tamsin.id}))])
