"""Circles that a role needs and that do not exist yet are made by the loop."""

import pytest

from accompany import clock
from accompany.ledger.models import Line
from accompany.sealed import circles
from accompany.sealed.lockboxes import make_lockbox, open_lockbox
from accompany.sealed.models import Circle, PersonKey
from accompany.staff.capabilities import Role
from accompany.staff.due import make_missing_circles
from accompany.staff.models import Colleague
from accompany.staff.testing import is_in, make_colleague


@pytest.fixture
def older_house():
    """A house of before: its colleagues are there, and no gallery."""
    people = [make_colleague(role) for role in (Role.SUPERVISOR, Role.KEEPER, Role.HELPLINE)]
    for model in (circles.CircleSeal, circles.CircleKey):
        model.objects.filter(circle="gallery").delete()
    Circle.objects.filter(name="gallery").delete()
    return people


def test_a_circle_is_made_with_everyone_whose_role_belongs_to_it(older_house):
    priya, lena, tamsin = older_house

    assert make_missing_circles() == 1

    assert (is_in(priya, "gallery"), is_in(lena, "gallery")) == (True, True)
    assert not is_in(tamsin, "gallery")
    box = make_lockbox("artwork", circles=["gallery"])
    assert open_lockbox(box.id, by=lena).key == box.key
    assert Line.objects.filter(verb="made a circle", facts__contains="gallery").exists()


def test_once_is_enough(older_house):
    make_missing_circles()

    assert make_missing_circles() == 0


def test_whoever_left_waits_or_has_no_key_is_no_member(older_house):
    priya, lena, _tamsin = older_house
    pending, keyless = make_colleague(Role.COUNCIL), make_colleague(Role.COUNCIL)
    Colleague.objects.filter(id__in=[pending.id, keyless.id]).update(role=Role.KEEPER)
    Colleague.objects.filter(id=pending.id).update(approved_at=None)
    PersonKey.objects.filter(person=keyless.id).update(retired_at=clock.now())
    Colleague.objects.filter(id=priya.id).update(left_at=clock.now())

    make_missing_circles()

    assert circles.members("gallery") == {lena.id}


def test_a_circle_nobody_belongs_to_is_not_made():
    make_colleague(Role.ADMINISTRATOR)

    assert make_missing_circles() == 0
    assert not Circle.objects.exists()
