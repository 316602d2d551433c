"""Sessions: what a stolen table gives away (nothing), and when a session ends."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.http import StreamingHttpResponse
from django.test import Client

from accompany import clock
from accompany.ledger.models import Line
from accompany.staff import due
from accompany.staff.capabilities import Role
from accompany.staff.models import Session
from accompany.staff.testing import make_colleague, session_of, sign_in

A_NIGHT = datetime(2026, 11, 12, 11, 2, tzinfo=UTC)
ME = "/desk/me/"


@pytest.fixture(autouse=True)
def night():
    with clock.stopped_at(A_NIGHT):
        yield


def later(**kwargs):
    return clock.stopped_at(A_NIGHT + timedelta(**kwargs))


def is_in(client):
    return client.get(ME).status_code == 200


def test_a_stolen_session_table_opens_nothing(client):
    ruth = make_colleague()
    sign_in(client, ruth)
    row = session_of(ruth)

    thief = Client()
    thief.cookies["desk"] = row.name
    stolen = [row.name.encode(), bytes(row.sealed), str(row.id).encode()]

    assert not is_in(thief)
    assert client.cookies["desk"].value.encode() not in b"".join(stolen)
    assert ruth.keys.to_session().encode() not in bytes(row.sealed)
    with pytest.raises((ValueError, UnicodeDecodeError)):
        json.loads(bytes(row.sealed))


def test_a_row_moved_under_another_cookie_signs_nobody_in(client):
    ruth, cal = make_colleague(), make_colleague()
    sign_in(client, ruth)
    other = sign_in(Client(), cal)
    hers = session_of(ruth)
    Session.objects.filter(pk=session_of(cal).pk).update(sealed=hers.sealed)

    assert not is_in(other)
    assert other.get(ME)["Location"].startswith("/desk/sign-in/")


def test_the_desk_locks_after_fifteen_quiet_minutes(client):
    sign_in(client, make_colleague())

    with later(minutes=14, seconds=59):
        assert is_in(client)
    with later(minutes=15 + 14, seconds=58):
        assert is_in(client)
    with later(minutes=15 + 15 + 14, seconds=59):
        assert not is_in(client)


def test_a_session_ends_after_twelve_hours_however_busy(client):
    sign_in(client, make_colleague())

    for minutes in range(10, 12 * 60, 10):
        with later(minutes=minutes):
            assert is_in(client)
    with later(hours=12, seconds=1):
        assert not is_in(client)


def test_a_session_moves_on_at_most_once_a_minute(client):
    ruth = make_colleague()
    sign_in(client, ruth)

    with later(seconds=59):
        client.get(ME)
    assert session_of(ruth).seen_at == A_NIGHT
    with later(seconds=61):
        client.get(ME)
    assert session_of(ruth).seen_at == A_NIGHT + timedelta(seconds=61)


def test_a_page_that_refreshes_itself_is_not_activity(client):
    ruth = make_colleague()
    sign_in(client, ruth)

    with later(minutes=10):
        client.get(ME, headers={"X-Live": "1"})
        client.get("/desk/here/")

    assert session_of(ruth).seen_at == A_NIGHT


def test_a_stream_is_not_activity(client, monkeypatch):
    ruth = make_colleague()
    sign_in(client, ruth)
    stream = StreamingHttpResponse([b"changed"])
    monkeypatch.setattr("accompany.staff.views.me.render", lambda *_args, **_more: stream)

    with later(minutes=10):
        client.get(ME)

    assert session_of(ruth).seen_at == A_NIGHT


def test_a_page_that_refreshes_itself_is_told_that_the_desk_is_locked(client):
    assert client.get(ME, headers={"X-Live": "1"}).status_code == 401


def test_whether_somebody_is_here_can_be_asked(client):
    assert client.get("/desk/here/").status_code == 401

    sign_in(client, make_colleague())

    assert client.get("/desk/here/").status_code == 204


def test_lock_ends_the_session_and_clears_the_browser(client):
    ruth = make_colleague()
    sign_in(client, ruth)

    response = client.post("/desk/lock/")

    assert response["Location"] == "/desk/locked/"
    assert "storage" in response["Clear-Site-Data"]
    assert not Session.objects.filter(colleague_id=ruth.id).exists()
    assert not is_in(client)
    assert Line.objects.filter(verb="locked the desk", who=ruth.id).count() == 1


def test_the_locked_page_leads_back_and_nowhere_else(client):
    back = client.get("/desk/locked/", {"next": "/desk/people/"}).content.decode()
    away = client.get("/desk/locked/", {"next": "//elsewhere.example"}).content.decode()

    assert "/desk/sign-in/?next=%2Fdesk%2Fpeople%2F" in back
    assert "elsewhere" not in away


def test_pages_of_the_desk_are_kept_nowhere(client):
    sign_in(client, make_colleague())

    assert "no-store" in client.get(ME)["Cache-Control"]


def test_she_sees_her_devices_and_ends_one(client):
    ruth = make_colleague()
    sign_in(client, ruth)
    phone = sign_in(Client(), ruth)
    here = client.get(ME).context["devices"][0]
    other = next(d for d in client.get(ME).context["devices"] if not d.is_this_one)

    response = client.post(f"/desk/me/devices/{other.id}/end/")

    assert here.is_this_one
    assert response.status_code == 302
    assert not is_in(phone)
    assert is_in(client)
    assert Line.objects.filter(verb="ended a session", who=ruth.id).count() == 1


def test_a_strangers_session_looks_like_none(client):
    ruth, cal = make_colleague(), make_colleague()
    sign_in(client, ruth)
    sign_in(Client(), cal)
    his = session_of(cal)

    assert client.post(f"/desk/me/devices/{his.id}/end/").status_code == 404
    assert client.post(f"/desk/me/devices/{his.id}/name/", {"hint": "x"}).status_code == 404
    assert Session.objects.filter(pk=his.pk).exists()


def test_the_name_of_a_device_is_sealed_to_her(client):
    ruth = make_colleague()
    sign_in(client, ruth)
    row = session_of(ruth)

    client.post(f"/desk/me/devices/{row.id}/name/", {"hint": "the blue phone"})

    assert "the blue phone" in client.get(ME).content.decode()
    assert b"blue" not in bytes(session_of(ruth).sealed_hint)


def test_every_other_device_can_be_locked_at_once(client):
    ruth = make_colleague()
    phones = [sign_in(Client(), ruth) for _n in range(3)]
    sign_in(client, ruth)

    client.post("/desk/me/devices/end-others/")

    assert is_in(client)
    assert not any(is_in(phone) for phone in phones)


def test_an_ended_session_is_not_made_again_by_a_page_under_way(client):
    ruth = make_colleague(Role.SUPERVISOR)
    sign_in(client, ruth)
    session = client.session
    assert session["keys"]
    Session.objects.all().delete()

    session["something"] = 1
    with pytest.raises(UpdateError):
        session.save()

    assert not Session.objects.exists()


def test_ended_sessions_are_swept(client):
    sign_in(client, make_colleague())

    with later(minutes=16):
        due.forget()

    assert not Session.objects.exists()


def test_no_row_says_which_browser_or_address(client):
    names = {field.name for field in Session._meta.get_fields()}

    assert not names & {"user_agent", "ip", "ip_address", "address", "browser"}


def test_a_form_whose_token_is_no_longer_good_is_answered_calmly():
    client = Client(enforce_csrf_checks=True)
    sign_in(client, make_colleague())

    response = client.post("/desk/lock/")

    assert response.status_code == 403
    assert "What you sent was not taken" in response.content.decode()
    assert is_in(client)
