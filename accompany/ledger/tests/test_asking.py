"""What is asked with statements written out comes back as Django's own queries bring it."""

from datetime import timedelta
from uuid import uuid4

from accompany import clock
from accompany.ledger.asking import as_id, ask, find, places
from accompany.ledger.inserting import change
from accompany.participants.models import Participant
from accompany.participants.testing import make_circles, make_participant
from accompany.staff.models import Colleague
from accompany.staff.testing import make_colleague


def test_a_row_found_is_the_row_that_django_finds():
    make_circles()
    her = make_participant(by=make_colleague())

    found = find(Participant, "WHERE id = %s", [her.id])

    assert [vars(each) | {"_state": None} for each in found] == [
        vars(Participant.objects.get(id=her.id)) | {"_state": None}
    ]
    assert not found[0]._state.adding


def test_moments_and_ids_go_in_and_come_out_whole():
    delphine = make_colleague().colleague
    before, after = (delphine.joined_at + timedelta(seconds=each) for each in (-1, 1))

    rows = ask(
        "SELECT id FROM staff_colleague WHERE joined_at > %s AND joined_at < %s",
        [before, after],
    )

    assert delphine.id in {as_id(id) for (id,) in rows}
    assert find(Colleague, "WHERE joined_at > %s", [clock.now() + timedelta(days=1)]) == []


def test_as_many_places_as_ids():
    ids = [make_colleague().id, uuid4()]

    found = find(Colleague, f"WHERE id IN ({places(ids)})", ids)

    assert [each.id for each in found] == ids[:1]


def test_a_row_is_changed_here_and_in_the_database_and_no_other_row_is():
    delphine, ines = make_colleague().colleague, make_colleague().colleague
    later = clock.now() + timedelta(days=1)

    change(delphine, {"lost_key_at": later, "line_name": "Del"})

    for row in (delphine, Colleague.objects.get(id=delphine.id)):
        assert (row.lost_key_at, row.line_name) == (later, "Del")
    assert Colleague.objects.get(id=ines.id).lost_key_at is None
