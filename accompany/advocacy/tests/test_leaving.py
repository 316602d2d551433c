"""What goes: with her when she is forgotten, and ninety days after her record is closed."""

from datetime import timedelta

import pytest

from accompany import clock
from accompany.advocacy.due import let_notes_go
from accompany.advocacy.models import Note, Service
from accompany.advocacy.testing import make_note, make_service
from accompany.ledger.models import Line
from accompany.participants import erasure
from accompany.participants.actions import close_record
from accompany.participants.testing import make_circles, make_participant
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague


@pytest.fixture
def delphine():
    make_circles()
    return make_colleague()


def test_forgetting_her_takes_her_notes_and_services(delphine):
    her, other = make_participant(by=delphine), make_participant(by=delphine, called="Sol")
    for each in (her, other):
        make_note(each, delphine)
        make_service(each, delphine)

    asked = erasure.ask_to_be_forgotten(participant=her, by=delphine)
    erasure.forget(erasure=asked, by=make_colleague(Role.SUPERVISOR))

    assert Note.objects.get().participant == other
    assert Service.objects.get().participant == other


def test_notes_go_ninety_days_after_closing(delphine):
    her, other = make_participant(by=delphine), make_participant(by=delphine, called="Sol")
    note = make_note(her, delphine)
    make_note(other, delphine)
    make_service(her, delphine)
    close_record(participant=her, by=delphine)

    with clock.stopped_at(clock.now() + timedelta(days=89)):
        assert let_notes_go() == 0
    with clock.stopped_at(clock.now() + timedelta(days=91)):
        assert let_notes_go() == 1

    assert Note.objects.get().participant == other
    assert Service.objects.filter(participant=her).exists()
    assert Line.objects.get(verb="let a note go").row == note.id


def test_what_the_law_holds_stays(delphine):
    her = make_participant(by=delphine)
    make_note(her, delphine)
    close_record(participant=her, by=delphine)
    erasure.place_hold(participant=her, by=make_colleague(Role.SUPERVISOR))

    with clock.stopped_at(clock.now() + timedelta(days=91)):
        assert let_notes_go() == 0
