"""Drafts: what was typed survives the lock, sealed to whoever typed it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from accompany import clock
from accompany.sealed import days
from accompany.sealed.cipher import CannotOpen
from accompany.staff import drafts, due
from accompany.staff.capabilities import Role
from accompany.staff.models import Draft, Invitation
from accompany.staff.testing import make_colleague, sign_in

A_NIGHT = datetime(2026, 11, 12, 11, 2, tzinfo=UTC)
PAGE = "/desk/colleagues/invite/"


@pytest.fixture(autouse=True)
def night():
    with clock.stopped_at(A_NIGHT):
        yield


@pytest.fixture
def priya():
    return make_colleague(Role.SUPERVISOR, "Priya N.")


def typed(priya, **more):
    return {"draft": drafts.token(priya.id, PAGE), "name": "Newcomer X.", **more}


def kept(client):
    return client.get(PAGE).content.decode()


def test_an_expired_session_in_the_middle_of_a_form_loses_nothing(client, priya):
    sign_in(client, priya)
    with clock.stopped_at(A_NIGHT + timedelta(minutes=40)):
        response = client.post(PAGE, typed(priya, role="helpline"))
        sign_in(client, priya)
        page = kept(client)

        assert response["Location"] == "/desk/sign-in/?next=%2Fdesk%2Fcolleagues%2Finvite%2F"
        assert not Invitation.objects.exists()
        assert "We kept what you typed." in page
        assert "Newcomer X." in page


def test_it_is_kept_before_any_other_check(priya):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(PAGE, typed(priya))

    assert response.status_code == 302
    assert Draft.objects.filter(colleague_id=priya.id).count() == 1


def test_a_draft_is_sealed_and_only_its_writer_gets_it_back(client, priya):
    client.post(PAGE, typed(priya))
    odile = make_colleague(Role.SUPERVISOR)

    sign_in(client, odile)

    row = Draft.objects.get()
    assert "Newcomer X." not in kept(client)
    assert b"Newcomer" not in bytes(row.sealed)
    assert "invite" not in row.place


def test_a_form_without_a_true_token_keeps_nothing(client, priya):
    client.post(PAGE, typed(priya, draft="made:up:token"))
    client.post(PAGE, {"name": "Newcomer X."})

    assert not Draft.objects.exists()


def test_passphrases_and_codes_are_never_kept(client, priya):
    client.post(
        PAGE,
        typed(priya, passphrase="very secret words", code="123456", present_passphrase="secret"),
    )
    sign_in(client, priya)

    page = kept(client)

    assert "secret" not in page
    assert "We kept" in page
    assert "123456" not in page


def test_what_is_being_typed_is_saved_while_typing(client, priya):
    sign_in(client, priya)

    response = client.post("/desk/drafts/", typed(priya))

    assert response.status_code == 204
    assert "Newcomer X." in kept(client)


def test_nobody_saves_a_draft_in_anothers_name(client, priya):
    sign_in(client, make_colleague(Role.SUPERVISOR))

    response = client.post("/desk/drafts/", typed(priya))

    assert response.status_code == 400
    assert not Draft.objects.exists()


def test_a_draft_saved_too_late_is_kept_all_the_same(client, priya):
    client.post("/desk/drafts/", typed(priya))
    sign_in(client, priya)

    assert "Newcomer X." in kept(client)


def test_the_later_draft_of_one_form_replaces_the_earlier(client, priya):
    client.post(PAGE, typed(priya))
    client.post(PAGE, typed(priya, name="Another Y."))
    sign_in(client, priya)

    assert Draft.objects.count() == 1
    assert "Another Y." in kept(client)


def test_a_form_that_succeeds_needs_its_draft_no_more(client, priya):
    sign_in(client, priya)
    page = "/desk/me/line-name/"
    token = drafts.token(priya.id, page)
    drafts.keep(priya.id, page, "", {"line_name": ["Wy"]})

    client.post(page, {"draft": token, "line_name": "Wyn"})

    assert not Draft.objects.exists()


def test_a_form_that_comes_back_with_questions_keeps_its_draft(client, priya):
    sign_in(client, priya)
    drafts.keep(priya.id, PAGE, "", {"name": ["Newcomer X."]})

    response = client.post(PAGE, typed(priya, role="no such role"))

    assert response.status_code == 422
    assert Draft.objects.exists()


def test_drafts_are_forgotten_after_seven_days(client, priya):
    client.post(PAGE, typed(priya))

    with clock.stopped_at(A_NIGHT + timedelta(days=7, seconds=1)):
        sign_in(client, priya)
        assert "Newcomer X." not in kept(client)
        due.forget()

    assert not Draft.objects.exists()


def test_markup_in_a_draft_is_shown_as_text(client, priya):
    client.post(PAGE, typed(priya, name='"><script>alert(1)</script>'))
    sign_in(client, priya)

    assert "<script>alert" not in kept(client)


def test_a_view_can_fill_its_form_with_what_was_kept(rf, priya):
    drafts.keep(priya.id, "/desk/x/", "note", {"text": ["She found a room."], "tags": ["a", "b"]})
    request = rf.get("/desk/x/")
    request.by = priya

    assert drafts.kept(request, "note") == {"text": "She found a room.", "tags": ["a", "b"]}
    assert drafts.kept(request) is None


def test_two_forms_of_one_page_are_kept_apart(rf, priya):
    drafts.keep(priya.id, "/desk/x/", "note", {"text": ["a"]})
    drafts.keep(priya.id, "/desk/x/", "service", {"text": ["b"]})
    request = rf.get("/desk/x/")
    request.by = priya

    assert drafts.kept(request, "note") == {"text": "a"}
    assert drafts.kept(request, "service") == {"text": "b"}


def test_a_huge_form_is_not_kept(client, priya):
    client.post(PAGE, typed(priya, name="x" * (drafts.LARGEST + 1)))

    assert not Draft.objects.exists()


def test_what_was_typed_about_a_row_goes_with_it(priya):
    note, other = uuid4(), uuid4()
    for id, form in ((note, ""), (note, "reply"), (other, "")):
        drafts.keep(priya.id, f"/desk/notes/{id}/", form, {"text": ["She found a room."]})

    drafts.forget_about([note])

    assert Draft.objects.count() == 1


def test_a_page_that_is_forgotten_takes_every_form_about_the_same_row_along(priya):
    her = uuid4()
    drafts.keep(priya.id, f"/desk/people/{her}/note/", "", {"text": ["a"]})
    drafts.keep(priya.id, f"/desk/people/{her}/glass/", "why", {"reason": ["b"]})

    drafts.forget_everybodys([f"/desk/people/{her}/note/"])

    assert not Draft.objects.exists()


def test_a_draft_in_an_old_backup_does_not_open(rf, priya):
    drafts.keep(priya.id, "/desk/x/", "", {"text": ["She found a room."]})
    request = rf.get("/desk/x/")
    request.by = priya
    with clock.stopped_at(A_NIGHT + timedelta(days=9)):
        backup = bytes(Draft.objects.get().sealed)
        due.forget()
        with pytest.raises(CannotOpen):
            days.unlock(backup, priya.id.bytes)

    assert drafts.kept(request) is None


def test_a_draft_under_another_writers_row_does_not_open(rf, priya):
    odile = make_colleague(Role.SUPERVISOR)
    drafts.keep(priya.id, "/desk/x/", "", {"text": ["She found a room."]})
    Draft.objects.update(colleague_id=odile.id)
    request = rf.get("/desk/x/")
    request.by = odile

    assert drafts.kept(request) is None
