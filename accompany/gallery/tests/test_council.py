"""The survivor council sees a work as it would hang, and nothing hangs that it said no yes to."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from accompany import clock
from accompany.gallery import access, actions, council, due
from accompany.gallery.models import Artwork, Consent, Face, Hanging, MadeIn, Proposal, Use
from accompany.gallery.testing import (
    SMALL,
    a_picture,
    agree,
    ask,
    let_hang,
    make_asked,
    make_hung,
    make_work,
)
from accompany.ledger.models import Line
from accompany.ledger.verify import verify
from accompany.sealed import files
from accompany.sealed.circles import CircleKey, CircleSeal
from accompany.sealed.documents import open_many
from accompany.sealed.lockboxes import NotYours, holders_of, open_lockbox
from accompany.sealed.models import Circle, Lockbox, SealedFile
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Role
from accompany.staff.models import Colleague
from accompany.staff.testing import make_colleague, sign_in

SECRETS = ("Rosalind", "Teague", "Through Bea")
TYPED = {
    "title": "Porch light",
    "medium": "Cut paper",
    "alt": "Paper-cut hills with a round yellow light.",
    "credit": "initials",
    "credit_name": "R.T.",
    "made_in": "studio",
    "artist": "Rosalind Teague",
    "reach": "Through Bea, Tuesdays",
}


@pytest.fixture
def priya():
    return make_colleague(Role.SUPERVISOR)


@pytest.fixture
def lena(priya):
    return make_colleague(Role.KEEPER)


@pytest.fixture
def thea(priya):
    return make_colleague(Role.COUNCIL)


def get(by, name, *args, **query):
    return sign_in(Client(), by).get(reverse(name, args=args), query)


def press(by, name, *args, **typed):
    return sign_in(Client(), by).post(reverse(f"gallery:{name}", args=args), typed)


def hang(by, work):
    return press(by, "hang", work.id, room="Dusk")


def page_of(by, work):
    return get(by, "gallery:work", work.id).content.decode()


def change(by, work, picture=None, **said):
    work.refresh_from_db()
    sent = {**TYPED, "version": work.version, **said}
    if picture is not None:
        sent["picture"] = SimpleUploadedFile("new.jpg", picture)
    return press(by, "change", work.id, **sent)


def ready(by):
    work = make_work(by)
    agree(work, by)
    return work


def standing(work):
    return Proposal.objects.standing().filter(artwork=work).first()


# Asking


def test_a_keeper_asks_and_the_work_waits(lena, thea):
    work = ready(lena)
    offers = page_of(lena, work)

    response = press(lena, "ask", work.id)

    assert reverse("gallery:ask", args=[work.id]) in offers
    assert reverse("gallery:hang", args=[work.id]) not in offers
    assert response.status_code == 302
    assert "Waits for the council since" in page_of(lena, work)
    line = Line.objects.get(verb="asked the survivor council about a work")
    assert (line.row, line.who) == (Proposal.objects.get().id, lena.id)
    assert "Porch" not in line.facts


def test_pressed_twice_it_asks_once(lena, thea):
    work = ready(lena)

    press(lena, "ask", work.id)
    again = press(lena, "ask", work.id)

    assert again.status_code == 302
    assert Proposal.objects.count() == 1


def test_without_a_yes_nothing_hangs(lena, thea):
    work = ready(lena)

    before = hang(lena, work)
    ask(work, lena)
    waiting = hang(lena, work)

    for response in (before, waiting):
        assert response.status_code == 422
        assert "The survivor council has not said yes to this." in response.content.decode()
    assert access.hung() == ()


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"made_in": MadeIn.THERAPY}, "It cannot be hung"),
        ({"alt": ""}, "Put the picture into words first"),
    ],
)
def test_what_could_never_hang_is_not_asked_about(lena, thea, how, says):
    work = make_work(lena, **how)
    agree(work, lena)

    response = press(lena, "ask", work.id)

    assert response.status_code == 422
    assert says in response.content.decode()
    assert reverse("gallery:ask", args=[work.id]) not in page_of(lena, work)
    assert not Proposal.objects.exists()


def test_without_her_consent_the_council_is_not_asked(lena, thea):
    work = make_work(lena)
    agree(work, lena, Use.PRINT)

    assert press(lena, "ask", work.id).status_code == 422
    assert not Proposal.objects.exists()


def test_what_hangs_is_not_asked_about(lena, thea):
    assert press(lena, "ask", make_hung(lena).artwork_id).status_code == 422


def test_a_picture_changed_in_between_is_not_the_one_that_is_asked_about(lena, thea, monkeypatch):
    work = ready(lena)
    one_copy = actions.council.pictures.one_copy

    def slow(*args, **how):
        monkeypatch.setattr(actions.council.pictures, "one_copy", one_copy)
        change(lena, Artwork.objects.get(id=work.id), picture=a_picture((300, 200)))
        return one_copy(*args, **how)

    monkeypatch.setattr(actions.council.pictures, "one_copy", slow)

    response = press(lena, "ask", work.id)

    assert "changed the picture a moment ago" in response.content.decode()
    assert not Proposal.objects.exists()


def test_a_house_whose_council_has_no_key_yet_says_so(lena):
    work = ready(lena)
    for model in (CircleSeal, CircleKey):
        model.objects.filter(circle="council").delete()
    Circle.objects.filter(name="council").delete()

    response = press(lena, "ask", work.id)

    assert response.status_code == 422
    assert "The survivor council has no key yet" in response.content.decode()


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.EDITOR, Role.HELPLINE, Role.ADMINISTRATOR])
def test_whoever_keeps_no_gallery_asks_nothing(lena, role):
    work = ready(lena)

    assert press(make_colleague(role), "ask", work.id).status_code == 404
    assert press(lena, "ask", uuid4()).status_code == 404
    assert not Proposal.objects.exists()


# What the council sees


def test_the_council_sees_the_face_that_would_hang_and_nothing_else(lena, thea):
    proposal = make_asked(lena, statement="Somebody’s up.", year="2026")

    page = get(thea, "gallery:proposal", proposal.id).content.decode()

    for said in ("Porch light", "Cut paper", "2026", "Somebody’s up.", "R.T.", "Paper-cut hills"):
        assert said in page
    for secret in (*SECRETS, str(proposal.artwork_id), str(proposal.artwork.original_id)):
        assert secret not in page
    assert Line.objects.get(verb="opened a work that waits for the council").who == thea.id


def test_the_list_holds_works_and_the_rail_counts_them(lena, thea):
    make_asked(lena)

    page = get(thea, "council").content.decode()

    assert "Porch light" in page
    assert lena.colleague.name in page
    assert "A work for the gallery" in page
    assert re.search(r'Council\s*<span class="tag tag-count">1<', page)
    assert council.waiting(thea).count() == 1
    assert Line.objects.filter(verb="looked at the works that wait for the council").count() == 1


def test_a_list_of_nothing_leaves_no_line(thea):
    assert "Nothing waits for you." in get(thea, "council").content.decode()
    assert not Line.objects.filter(verb__contains="wait for the council").exists()


def test_the_picture_is_pixels_opened_with_her_key_and_kept_by_no_browser(lena, thea, tmp_path):
    proposal = make_asked(lena)
    seen = get(thea, "gallery:proposal", proposal.id).context["seen"]
    lines = Line.objects.count()

    response = get(thea, "gallery:proposal-picture", proposal.id, seen=seen)
    assert Line.objects.count() == lines
    by_itself = get(thea, "gallery:proposal-picture", proposal.id)

    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "no-store"
    assert response.content == by_itself.content
    (tmp_path / "shown").write_bytes(response.content)
    with Image.open(tmp_path / "shown") as read:
        assert max(read.size) == SMALL[0]
        assert not read.getexif()
    assert Line.objects.count() == lines + 1
    assert all(response.content[:40] not in each for each in everything_on_disk())


def everything_on_disk():
    found = [each for each in files.Path(files.settings.FILES).rglob("*") if each.is_file()]
    return [each.read_bytes() for each in found]


def test_nothing_else_of_a_work_opens_to_the_council(lena, thea):
    proposal = make_asked(lena)

    assert holders_of(proposal.lockbox_id) == (set(), {"council", "gallery"})
    assert holders_of(proposal.artwork.lockbox_id) == (set(), {"gallery"})
    with pytest.raises(NotYours):
        open_lockbox(proposal.artwork.lockbox_id, by=thea)
    assert b"Porch" not in bytes(proposal.sealed)


PAGES = ("proposal", "proposal-picture")
BUTTONS = ("say-yes", "say-no")


@pytest.mark.parametrize(
    "role", [Role.KEEPER, Role.SUPERVISOR, Role.EDITOR, Role.DIRECTION, Role.ADMINISTRATOR]
)
def test_whoever_is_not_of_the_council_finds_no_page(lena, role):
    proposal, by = make_asked(lena), make_colleague(role)

    for name in PAGES:
        assert get(by, f"gallery:{name}", proposal.id).status_code == 404
    for name in BUTTONS:
        assert press(by, name, proposal.id, reason="No.").status_code == 404
    assert standing(proposal.artwork).is_waiting


def test_the_administrator_opens_nothing(lena):
    proposal = make_asked(lena)

    assert open_many([proposal], by=make_colleague(Role.ADMINISTRATOR)) == []


def test_what_nobody_asked_is_not_found(thea):
    for name in PAGES:
        assert get(thea, f"gallery:{name}", uuid4()).status_code == 404
    for name in BUTTONS:
        assert press(thea, name, uuid4(), reason="No.").status_code == 404


def test_a_member_who_holds_no_key_yet_is_told_that_works_are_sealed(lena, thea):
    proposal = make_asked(lena)
    CircleSeal.objects.filter(circle="council", person=thea.id).delete()

    listed = get(thea, "council").content.decode()

    assert "sealed to a key that is not yours" in listed
    assert "Porch light" not in listed
    assert get(thea, "gallery:proposal", proposal.id).status_code == 404
    assert press(thea, "say-yes", proposal.id).status_code == 404


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


# A yes lasts as long as the consent that it stands on


def assert_shredded(proposal):
    found = Proposal.objects.get(id=proposal.id)
    assert found.ended_at
    assert found.picture_id is None
    assert Lockbox.objects.get(id=proposal.lockbox_id).shredded_at
    assert not SealedFile.objects.filter(lockbox=proposal.lockbox_id).exists()
    assert len(everything_on_disk()) == SealedFile.objects.count()


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
