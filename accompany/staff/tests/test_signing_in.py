"""Signing in: what lets somebody in, and everything that does not."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.urls import reverse

from accompany import clock
from accompany.ledger.models import Line
from accompany.staff import crowd, factors, signing_in, slowing
from accompany.staff.capabilities import Role
from accompany.staff.models import Authenticator, Session, Slowdown
from accompany.staff.testing import PASSPHRASE, SEED, make_colleague, session_of, sign_in

A_NIGHT = datetime(2026, 11, 12, 11, 2, tzinfo=UTC)
SIGN_IN = "/desk/sign-in/"
ME = "/desk/me/"


@pytest.fixture(autouse=True)
def night():
    with clock.stopped_at(A_NIGHT):
        yield


def come_in(client, name, passphrase=PASSPHRASE, code=None, **more):
    code = factors.code_now(SEED) if code is None else code
    typed = {"name": name, "passphrase": passphrase, "code": code, **more}
    return client.post(SIGN_IN, typed)


def is_in(client):
    return client.get(ME).status_code == 200


def test_a_name_a_passphrase_and_a_code_open_the_desk(client):
    tamsin = make_colleague(Role.HELPLINE, "Tamsin O.")

    response = come_in(client, tamsin.colleague.sign_in_name)

    assert response.status_code == 302
    assert response["Location"] == "/desk/"
    assert is_in(client)
    assert Line.objects.filter(verb="signed in", who=tamsin.id).count() == 1


@pytest.mark.parametrize("typed", ["tamsin o.", "  TAMSIN O. ", "Tamsin  O."])
def test_her_full_name_works_in_any_case(client, typed):
    make_colleague(Role.HELPLINE, "Tamsin O.")

    come_in(client, typed)

    assert is_in(client)


def test_the_page_she_wanted_comes_next(client):
    ruth = make_colleague()

    asked = client.get("/desk/colleagues/?a=1")
    response = come_in(client, ruth.colleague.name, next="/desk/colleagues/?a=1")

    assert asked["Location"] == "/desk/sign-in/?next=%2Fdesk%2Fcolleagues%2F%3Fa%3D1"
    assert response["Location"] == "/desk/colleagues/?a=1"


@pytest.mark.parametrize(
    "next", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "desk"]
)
def test_nothing_leads_to_another_site(client, next):
    ruth = make_colleague()

    assert come_in(client, ruth.colleague.name, next=next)["Location"] == "/desk/"


@pytest.mark.parametrize("passphrase", ["", "wrong but long enough", PASSPHRASE.upper(), "a\0b"])
def test_a_wrong_passphrase_opens_nothing(client, passphrase):
    ruth = make_colleague()

    response = come_in(client, ruth.colleague.name, passphrase=passphrase)

    assert response.status_code == 422
    assert "do not go together" in response.content.decode()
    assert not is_in(client)


def test_a_name_nobody_has_is_answered_as_a_wrong_passphrase_is(client, django_assert_num_queries):
    ruth = make_colleague()

    known = come_in(client, ruth.colleague.name, passphrase="wrong but long enough")
    unknown = come_in(client, "Nobody At All", passphrase="wrong but long enough")

    def body(response, name):
        return response.content.decode().replace(name, "NAME")

    assert body(known, ruth.colleague.name) == body(unknown, "Nobody At All")
    assert known.status_code == unknown.status_code
    assert set(known.cookies) == set(unknown.cookies) == set()


def test_a_megabyte_of_passphrase_is_answered_like_any_wrong_one(client):
    ruth = make_colleague()

    assert come_in(client, ruth.colleague.name, passphrase="x" * 1_000_000).status_code == 422


def test_a_failed_try_leaves_a_line_without_anything_typed(client):
    ruth = make_colleague()

    come_in(client, ruth.colleague.name, passphrase="wrong but long enough")
    come_in(client, "hunter2hunter2hunter2", passphrase="wrong but long enough")

    lines = list(Line.objects.filter(verb="failed to sign in").order_by("seq"))
    assert [line.row for line in lines] == [ruth.id, None]
    assert all("hunter2" not in line.facts for line in lines)
    assert all("hunter2" not in row.digest for row in Slowdown.objects.all())


def test_a_right_passphrase_without_a_code_waits_half_way(client):
    ruth = make_colleague()

    response = come_in(client, ruth.colleague.name, code="")

    assert response["Location"].startswith("/desk/sign-in/second/")
    assert not is_in(client)
    assert client.post("/desk/sign-in/second/", {"code": factors.code_now(SEED)}).status_code == 302
    assert is_in(client)


def test_a_wrong_code_waits_half_way_too(client):
    ruth = make_colleague()

    response = come_in(client, ruth.colleague.name, code="000000")

    assert response.status_code == 422
    assert "That code did not match" in response.content.decode()
    assert not is_in(client)


def test_half_way_ends_after_five_minutes(client):
    ruth = make_colleague()
    come_in(client, ruth.colleague.name, code="")

    with clock.stopped_at(A_NIGHT + timedelta(minutes=5, seconds=1)):
        response = client.post("/desk/sign-in/second/", {"code": factors.code_now(SEED)})

        assert response["Location"] == "/desk/sign-in/?next=%2Fdesk%2F"
        assert not is_in(client)


def test_half_way_ends_after_five_tries(client):
    ruth = make_colleague()
    come_in(client, ruth.colleague.name, code="")

    for _try in range(5):
        assert client.post("/desk/sign-in/second/", {"code": "000000"}).status_code == 422
    response = client.post("/desk/sign-in/second/", {"code": factors.code_now(SEED)})

    assert "Start again" in response.content.decode()
    assert not is_in(client)
    assert not Session.objects.exists()


def test_a_code_works_once(client, client_of):
    ruth = make_colleague()
    come_in(client, ruth.colleague.name)

    second = client_of()
    come_in(second, ruth.colleague.name)

    assert is_in(client)
    assert not is_in(second)


def test_an_older_code_does_not_work_after_a_newer_one(client, client_of):
    ruth = make_colleague()
    older = factors.code_now(SEED)
    with clock.stopped_at(A_NIGHT + timedelta(seconds=30)):
        come_in(client, ruth.colleague.name)

        second = client_of()
        come_in(second, ruth.colleague.name, code=older)

        assert not is_in(second)


def test_a_printed_code_works_once(client, client_of):
    ruth = make_colleague()
    code, *_rest = factors.new_recovery_codes(ruth.colleague)

    come_in(client, ruth.colleague.name, code=code.upper().replace("-", " "))
    second = client_of()
    come_in(second, ruth.colleague.name, code=code)

    assert is_in(client)
    assert not is_in(second)
    assert Line.objects.filter(verb="signed in with a recovery code").count() == 1


def test_somebody_elses_printed_code_does_not_work(client):
    ruth, ines = make_colleague(), make_colleague()
    code, *_rest = factors.new_recovery_codes(ines.colleague)

    come_in(client, ruth.colleague.name, code=code)

    assert not is_in(client)


def test_the_seed_is_nowhere_in_the_clear():
    make_colleague()

    row = Authenticator.objects.get()

    assert SEED.encode() not in bytes(row.sealed_seed)


def test_tries_slow_down_and_nobody_is_locked_out(client):
    ruth = make_colleague()
    for _try in range(slowing.FREE):
        come_in(client, ruth.colleague.name, passphrase="wrong but long enough")

    at_once = come_in(client, ruth.colleague.name)
    with clock.stopped_at(A_NIGHT + timedelta(seconds=slowing.LONGEST + 1)):
        come_in(client, ruth.colleague.name)

        assert "Too many tries" in at_once.content.decode()
        assert is_in(client)


def test_a_stranger_cannot_take_her_place_in_the_queue(client, client_of):
    ruth = make_colleague()
    come_in(client, ruth.colleague.name)
    client.post("/desk/lock/")
    stranger = client_of()
    for _try in range(slowing.FREE + 3):
        come_in(stranger, ruth.colleague.name, passphrase="wrong but long enough")

    with clock.stopped_at(A_NIGHT + timedelta(seconds=30)):
        come_in(client, ruth.colleague.name)

        assert is_in(client)


def test_the_longest_wait_is_half_a_minute(client):
    ruth = make_colleague()
    moment = A_NIGHT
    for _try in range(20):
        with clock.stopped_at(moment):
            come_in(client, ruth.colleague.name, passphrase="wrong but long enough")
        moment += timedelta(seconds=31)

    with clock.stopped_at(moment):
        come_in(client, ruth.colleague.name)

        assert is_in(client)


def test_guessing_codes_slows_down_however_often_the_passphrase_is_typed(client, client_of):
    ruth = make_colleague()
    moment = A_NIGHT
    for _try in range(12):
        with clock.stopped_at(moment):
            come_in(client_of(), ruth.colleague.name, code="000000")
        moment += timedelta(seconds=31)

    with clock.stopped_at(moment):
        right = come_in(client, ruth.colleague.name)

        assert "Wait five minutes" in right.content.decode()
    with clock.stopped_at(moment + timedelta(minutes=5)):
        come_in(client, ruth.colleague.name)

        assert is_in(client)


def test_names_nobody_has_slow_down_too(client):
    for _try in range(slowing.FREE):
        come_in(client, "Nobody At All")

    assert "Too many tries" in come_in(client, "nobody at all").content.decode()


def test_somebody_who_left_is_nobody(client):
    ruth = make_colleague()
    ruth.colleague.left_at = clock.now()
    ruth.colleague.save()

    assert "do not go together" in come_in(client, ruth.colleague.name).content.decode()


def test_two_colleagues_of_one_name_sign_in_with_their_sign_in_names(client):
    make_colleague(name="Ruth K.")
    ruth = make_colleague(name="Ruth K.")

    by_name = come_in(client, "Ruth K.")
    come_in(client, ruth.colleague.sign_in_name)

    assert by_name.status_code == 422
    assert is_in(client)


def test_django_has_no_second_door_for_passphrases(rf):
    ruth = make_colleague()

    found = authenticate(rf.get("/"), username=ruth.colleague.sign_in_name, password=PASSPHRASE)

    assert found is None


def test_the_page_of_a_real_house_shows_nobody(client):
    make_colleague(Role.HELPLINE, "Tamsin O.")

    page = client.get(SIGN_IN)

    assert "Tamsin" not in page.content.decode()
    assert not page.cookies


def test_a_colleague_who_is_in_is_sent_on(client):
    ruth = make_colleague()
    sign_in(client, ruth)

    response = client.get(SIGN_IN, {"next": "/desk/colleagues/"})

    assert response["Location"] == "/desk/colleagues/"


def test_signing_in_begins_a_fresh_session(client):
    ruth = make_colleague()
    come_in(client, ruth.colleague.name, code="")
    half = client.cookies["desk"].value

    client.post(reverse("staff:second"), {"code": factors.code_now(SEED)})

    assert client.cookies["desk"].value != half
    assert session_of(ruth).is_pending is False
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    ("only_takes_forms", "above"),
    [("/desk/lock/", "/desk/"), ("/desk/me/line-name/", "/desk/me/")],
)
def test_coming_back_to_an_address_that_only_takes_forms_leads_to_its_page(
    client, only_takes_forms, above
):
    sign_in(client, make_colleague(Role.HELPLINE))

    answer = client.get(only_takes_forms, headers={"Accept": "text/html,*/*;q=0.8"})

    assert answer.status_code == 302
    assert answer["Location"] == above
    assert client.get(only_takes_forms).status_code == 405


@pytest.fixture
def crowded(monkeypatch):
    """A door at which one stranger stands and many have failed."""
    monkeypatch.setattr(crowd, "door", crowd.Door())
    for _ in range(crowd.MANY):
        crowd.door.failed()
    with crowd.door.passing(is_known=False):
        yield


def test_in_a_crowd_strangers_are_asked_to_wait_and_nothing_is_tried(client, crowded):
    ruth = make_colleague()

    response = come_in(client, ruth.colleague.name)

    assert "Many are trying to sign in right now" in response.content.decode()
    assert not is_in(client)
    assert not Slowdown.objects.exists()
    assert not Line.objects.filter(verb="failed to sign in").exists()


def test_a_crowd_keeps_no_colleague_from_her_own_browser(client, crowded):
    ruth = make_colleague()
    client.cookies["known-browser"] = signing_in.known_browser_mark(ruth.colleague)

    come_in(client, ruth.colleague.name)

    assert is_in(client)


def test_a_mark_of_another_colleague_is_a_strangers(client, crowded):
    ruth, ines = make_colleague(), make_colleague()
    client.cookies["known-browser"] = signing_in.known_browser_mark(ines.colleague)

    come_in(client, ruth.colleague.name)

    assert not is_in(client)


def test_in_quiet_times_many_may_sign_in_at_once(client, monkeypatch):
    monkeypatch.setattr(crowd, "door", crowd.Door())
    ruth = make_colleague()

    with crowd.door.passing(is_known=False), crowd.door.passing(is_known=False):
        come_in(client, ruth.colleague.name)

    assert is_in(client)
