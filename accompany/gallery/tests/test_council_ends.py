"""A yes lasts as long as the consent that it stands on; the database holds to it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from accompany import clock
from accompany.gallery import access, council, due
from accompany.gallery.models import Consent, Hanging, Proposal, Use
from accompany.gallery.testing import (
    agree,
    let_hang,
    make_asked,
    make_hung,
    make_work,
)
from accompany.gallery.tests.acts import (
    assert_shredded,
    everything_on_disk,
    get,
    hang,
    press,
    ready,
    standing,
)
from accompany.ledger.models import Line
from accompany.ledger.verify import verify

# A yes lasts as long as the consent that it stands on


def test_a_consent_taken_back_ends_what_waits_and_what_was_said(lena, thea, committed):
    with committed():
        waits, hangs = make_asked(lena, "Waits"), make_hung(lena, "Hangs")
    said = hangs.proposal

    with committed():
        for work in (waits.artwork, hangs.artwork):
            press(lena, "take-back", work.id, use="web")

    for each in (waits, said):
        assert_shredded(each)
    assert access.hung() == ()
    assert not council.waiting(thea).exists()
    agree(hangs.artwork, lena)
    assert hang(lena, hangs.artwork).status_code == 422
    assert verify().findings == []


def test_another_use_taken_back_leaves_the_yes(lena, thea):
    work = ready(lena)
    agree(work, lena, Use.PRINT)
    let_hang(work, lena)

    press(lena, "take-back", work.id, use="print")

    assert hang(lena, work).status_code == 302


def test_when_her_consent_ends_the_yes_ends_and_the_loop_shreds_it(lena, thea, committed):
    with committed():
        waits, hangs = make_asked(lena, "Waits"), make_hung(lena, "Hangs")

    assert due.end_asking() == 0
    with clock.stopped_at(clock.now() + timedelta(days=367)), committed():
        assert not council.waiting(thea).exists()
        assert press(thea, "say-yes", waits.id).status_code == 302
        assert due.end_asking() == 2
        assert due.end_asking() == 0

    for each in (waits, hangs.proposal):
        assert_shredded(each)
    assert Proposal.objects.get(id=waits.id).yes is None
    assert access.hung() == ()
    assert Line.objects.filter(verb="took a work down").count() == 1


def test_a_consent_renewed_in_time_carries_the_yes(lena, thea):
    face = make_hung(lena)
    agree(face.artwork, lena, days=900)

    with clock.stopped_at(clock.now() + timedelta(days=400)):
        assert due.end_asking() == 0
        assert due.take_down_ended() == 0
        assert access.hung_work(face.slug)


def test_a_consent_renewed_too_late_asks_again(lena, thea):
    face = make_hung(lena)

    with clock.stopped_at(clock.now() + timedelta(days=400)):
        agree(face.artwork, lena)

        assert access.hung() == ()
        assert hang(lena, face.artwork).status_code == 422
    assert standing(face.artwork) is None


def test_a_deleted_work_takes_what_waits_with_it(lena, thea, committed):
    with committed():
        proposal = make_asked(lena)

    with committed():
        press(lena, "delete", proposal.artwork_id)

    assert_shredded(proposal)
    assert everything_on_disk() == []
    assert get(thea, "gallery:proposal-picture", proposal.id).status_code == 404
    assert verify().findings == []


# What the database holds to


def hanging_of(work, **fields):
    with transaction.atomic():
        Hanging.objects.create(
            artwork=work, slug=uuid4().hex, title="t", alt="a", hung_at=clock.now(), **fields
        )
        connection.check_constraints()


def test_the_database_hangs_nothing_without_a_yes(lena, thea):
    room = make_hung(lena).room
    waits = make_asked(lena, "Waits")

    with pytest.raises(IntegrityError, match="names_the_councils_yes"):
        hanging_of(waits.artwork, room=room)
    with pytest.raises(IntegrityError):
        hanging_of(waits.artwork, room=room, proposal_id=uuid4())
    with pytest.raises(IntegrityError):
        hanging_of(waits.artwork, room=room, proposal_id=waits.id)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"yes": uuid4()}, "as_a_whole_or_not_at_all"),
        ({"said_yes_at": clock.now()}, "as_a_whole_or_not_at_all"),
        ({"ended_at": clock.now()}, "only_what_waits_has_a_picture"),
    ],
)
def test_the_database_keeps_words_whole(lena, thea, fields, sentence):
    proposal = make_asked(lena)

    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        Proposal.objects.filter(id=proposal.id).update(**fields)


def test_the_database_lets_nobody_decide_on_what_she_asked(lena, thea):
    proposal = let_hang(ready(lena), lena)

    with pytest.raises(IntegrityError, match="nobody_decides"), transaction.atomic():
        Proposal.objects.filter(id=proposal.id).update(decided_by=lena.id)


def test_the_database_keeps_no_word_standing_after_a_no(lena, thea):
    proposal = make_asked(lena)
    press(thea, "say-no", proposal.id, reason="No.")

    with pytest.raises(IntegrityError, match="a_no_ends_it"), transaction.atomic():
        Proposal.objects.filter(id=proposal.id).update(ended_at=None)


def test_the_database_asks_about_a_work_once_at_a_time(lena, thea):
    one, two = make_asked(lena, "One"), make_asked(lena, "Two")

    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(id=two.id).update(artwork=one.artwork_id)


def test_what_hung_before_works_were_the_councils_to_say_stays(lena, thea):
    room = make_hung(lena).room
    older = make_work(lena, "Older")
    agree(older, lena)

    hanging_of(older, room=room, is_older=True)

    assert Hanging.objects.hung().filter(artwork=older).exists()
    assert Consent.objects.filter(artwork=older).exists()
