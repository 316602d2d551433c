"""Nothing hangs that the survivor council said no yes to; a no goes back with its reason."""

import pytest
from django.test import Client
from django.urls import reverse

from accompany.gallery import access, actions, council
from accompany.gallery.models import Face, Hanging, Proposal
from accompany.gallery.testing import (
    a_picture,
    let_hang,
    make_asked,
    make_hung,
)
from accompany.gallery.tests.acts import (
    assert_shredded,
    change,
    everything_on_disk,
    get,
    hang,
    page_of,
    press,
    ready,
    standing,
)
from accompany.ledger.models import Line
from accompany.ledger.verify import verify
from accompany.sealed.documents import open_many
from accompany.sealed.lockboxes import holders_of
from accompany.sealed.models import Lockbox, SealedFile
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Role
from accompany.staff.models import Colleague
from accompany.staff.testing import make_colleague, sign_in

# Yes


def test_a_yes_lets_it_hang_and_stands_in_the_ledger(lena, thea):
    proposal = make_asked(lena)

    response = press(thea, "say-yes", proposal.id)

    assert response.status_code == 302
    assert "The council said yes on" in page_of(lena, proposal.artwork)
    assert "It may hang." in page_of(lena, proposal.artwork)
    assert hang(lena, proposal.artwork).status_code == 302
    assert Hanging.objects.get().proposal == Proposal.objects.get()
    line = Line.objects.get(verb="said yes to a work")
    assert (line.row, line.who) == (proposal.id, thea.id)
    assert verify().findings == []


def test_with_a_yes_the_councils_key_opens_it_no_more(lena, thea, committed):
    proposal = make_asked(lena)

    with committed():
        press(thea, "say-yes", proposal.id)

    assert holders_of(proposal.lockbox_id) == (set(), {"gallery"})
    assert get(thea, "gallery:proposal-picture", proposal.id).status_code == 404
    gone = sign_in(Client(), thea).get(reverse("gallery:proposal", args=[proposal.id]), follow=True)
    assert "not waiting for the council any more" in gone.content.decode()
    assert SealedFile.objects.count() == len(everything_on_disk()) == 2


def test_a_second_word_changes_nothing(lena, thea):
    proposal = make_asked(lena)
    press(thea, "say-yes", proposal.id)

    press(thea, "say-yes", proposal.id)
    press(make_colleague(Role.COUNCIL), "say-no", proposal.id, reason="Too late.")

    found = Proposal.objects.get()
    assert (found.decided_by, found.said_no_at) == (thea.colleague, None)
    assert Line.objects.filter(verb="said yes to a work").count() == 1


def test_the_keeper_who_asked_does_not_decide_once_she_is_of_the_council(lena, thea):
    proposal = make_asked(lena)
    from accompany.sealed import circles

    circles.seal_halves_to("council", lena.id, by=thea)
    Colleague.objects.filter(id=lena.id).update(role=Role.COUNCIL)
    now = Acting(Colleague.objects.get(id=lena.id), lena.keys)

    page = get(now, "gallery:proposal", proposal.id).content.decode()
    answer = sign_in(Client(), now).post(
        reverse("gallery:say-yes", args=[proposal.id]), follow=True
    )

    assert "Another member of the council decides." in page
    assert reverse("gallery:say-yes", args=[proposal.id]) not in page
    assert "Another member of the council decides." in answer.content.decode()
    assert Proposal.objects.get().is_waiting


def test_what_the_council_said_yes_to_is_not_asked_again(lena, thea):
    work = ready(lena)
    let_hang(work, lena)

    response = press(lena, "ask", work.id)

    assert response.status_code == 422
    assert "said yes to exactly this already" in response.content.decode()


def test_a_work_hung_again_with_the_same_face_needs_no_other_yes(lena, thea):
    face = make_hung(lena)

    press(lena, "take-down", face.artwork_id)

    assert hang(lena, face.artwork).status_code == 302
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize(
    "new",
    [
        {"title": "Porch light, again"},
        {"medium": "Paper"},
        {"year": "2026"},
        {"statement": "Somebody’s up."},
        {"alt": "Hills and a light, and a house number."},
        {"credit_name": "R.T.T."},
        {"credit": "none"},
    ],
)
def test_other_words_ask_again(lena, thea, new):
    work = ready(lena)
    let_hang(work, lena)

    assert change(lena, work, **new).status_code == 302

    assert standing(work) is None
    assert hang(lena, work).status_code == 422
    assert "has not been asked about it as it is now" in page_of(lena, work)
    let_hang(work, lena)
    assert hang(lena, work).status_code == 302


def test_another_picture_asks_again(lena, thea, committed):
    work = ready(lena)
    old = let_hang(work, lena)

    with committed():
        change(lena, work, picture=a_picture((300, 200)))

    assert hang(lena, work).status_code == 422
    assert Lockbox.objects.get(id=old.lockbox_id).shredded_at


def test_what_the_council_never_sees_asks_nobody(lena, thea):
    work = ready(lena)
    let_hang(work, lena)

    change(lena, work, artist="R. Teague", reach="Mondays")

    assert hang(lena, work).status_code == 302


def test_a_face_changed_behind_the_desks_back_does_not_hang(lena, thea):
    """The keeper's key compares word for word, whatever the rows say."""
    work = ready(lena)
    let_hang(work, lena)
    found = access.artwork(work.id, lena)
    box = access.box_of(found, lena)
    words = access.words_of(found.open(box))
    found.reseal(type(words)(title="Another", alt=words.alt), box=box)

    assert hang(lena, work).status_code == 422
    assert access.hung() == ()


def test_a_work_moved_to_therapy_waits_for_nobody(lena, thea, committed):
    proposal = make_asked(lena)

    with committed():
        change(lena, proposal.artwork, made_in="therapy")

    assert_shredded(proposal)
    assert not council.waiting(thea).exists()


def test_what_is_put_right_while_it_waits_waits_no_more(lena, thea, committed):
    proposal = make_asked(lena)

    with committed():
        change(lena, proposal.artwork, title="Porch light, again")
    press(thea, "say-yes", proposal.id)

    assert_shredded(proposal)
    assert Proposal.objects.get().yes is None


# No


def test_a_no_sends_it_back_with_a_reason_for_the_keepers_alone(lena, thea, committed):
    proposal = make_asked(lena)

    with committed():
        response = press(thea, "say-no", proposal.id, reason="The house number can be read.")

    found = Proposal.objects.get()
    assert response.status_code == 302
    assert b"house number" not in bytes(found.sealed)
    assert found.open(access.box_of(found.artwork, lena)).words == Face(
        reason="The house number can be read."
    )
    page = page_of(lena, proposal.artwork)
    assert "Sent back" in page
    assert "The house number can be read." in page
    assert "Ask the council again" in page
    assert "Sent back" in get(lena, "gallery:wall").content.decode()
    assert hang(lena, proposal.artwork).status_code == 422
    assert_shredded(proposal)
    line = Line.objects.get(verb="sent a work back")
    assert (line.row, line.who) == (proposal.id, thea.id)
    assert "house" not in line.facts
    assert open_many([found], by=thea) == []
    assert verify().findings == []


@pytest.mark.parametrize("reason", ["", " \n", "a\0b", "x" * 1_000_000])
def test_a_no_says_why(lena, thea, reason):
    proposal = make_asked(lena)

    response = press(thea, "say-no", proposal.id, reason=reason)

    assert response.status_code == 422
    assert "Porch light" in response.content.decode()
    assert Proposal.objects.get().is_waiting


def test_odd_words_are_shown_as_text(lena, thea):
    odd = "\u202e<script>🙂</script>"
    proposal = make_asked(lena, odd, statement=odd)

    seen = get(thea, "gallery:proposal", proposal.id).content.decode()
    listed = get(thea, "council").content.decode()
    press(thea, "say-no", proposal.id, reason=odd)

    for page in (seen, listed, page_of(lena, proposal.artwork)):
        assert "<script>🙂" not in page
        assert "&lt;script&gt;🙂" in page


def test_the_action_wants_a_reason_too(lena, thea):
    proposal = make_asked(lena)

    with pytest.raises(actions.SayWhy):
        actions.say_no(id=proposal.id, reason=" ", by=thea)


def test_after_a_no_it_is_asked_about_anew(lena, thea):
    proposal = make_asked(lena)
    press(thea, "say-no", proposal.id, reason="Leave the year out.")

    let_hang(proposal.artwork, lena)

    assert hang(lena, proposal.artwork).status_code == 302
    assert Proposal.objects.count() == 2
