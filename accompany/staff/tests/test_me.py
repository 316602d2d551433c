"""A colleague's own page: what she changes about herself, and nobody else about her."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accompany import clock
from accompany.ledger.models import Line
from accompany.staff import factors
from accompany.staff.capabilities import Role
from accompany.staff.models import Authenticator, Colleague, RecoveryCode
from accompany.staff.testing import PASSPHRASE, SEED, make_colleague, sign_in

A_NIGHT = datetime(2026, 11, 12, 11, 2, tzinfo=UTC)
NEW = "nine herons by the slow canal"


@pytest.fixture(autouse=True)
def night():
    with clock.stopped_at(A_NIGHT):
        yield


@pytest.fixture
def ruth():
    return make_colleague(Role.HELPLINE, "Ruth K.")


def comes_in(name, passphrase, code=None):
    client = Client()
    code = code or factors.code_now(SEED)
    client.post("/desk/sign-in/", {"name": name, "passphrase": passphrase, "code": code})
    return client.get("/desk/me/").status_code == 200


def change(client, **more):
    typed = {"present_passphrase": PASSPHRASE, "passphrase": NEW, "again": NEW}
    return client.post("/desk/me/passphrase/", {**typed, **more})


def test_a_new_passphrase_works_and_the_old_one_does_not(client, ruth):
    phone = sign_in(Client(), ruth)
    sign_in(client, ruth)

    response = change(client)

    assert response.status_code == 302
    assert client.get("/desk/me/").status_code == 200
    assert phone.get("/desk/me/").status_code == 302
    assert not comes_in(ruth.colleague.name, PASSPHRASE)
    with clock.stopped_at(A_NIGHT + timedelta(minutes=2)):
        assert comes_in(ruth.colleague.name, NEW)
    assert Line.objects.filter(verb="changed her passphrase", who=ruth.id).count() == 1


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"present_passphrase": "wrong but long enough"}, "That is not your passphrase"),
        ({"passphrase": "short", "again": "short"}, "15 characters or longer"),
        ({"again": "nine herons by the slow canaL"}, "These two differ"),
        ({"passphrase": "Ruth K. Ruth K. Ruth", "again": "Ruth K. Ruth K. Ruth"}, "Many people"),
    ],
)
def test_what_is_wrong_with_a_new_passphrase_is_said(client, ruth, more, says):
    sign_in(client, ruth)

    response = change(client, **more)

    assert response.status_code == 422
    assert says in response.content.decode()
    assert comes_in(ruth.colleague.name, PASSPHRASE)


def test_whoever_finds_an_open_desk_cannot_guess_her_passphrase_for_long(client, ruth):
    sign_in(client, ruth)
    for _try in range(6):
        change(client, present_passphrase="wrong but long enough")

    assert "Too many tries" in change(client).content.decode()


def test_new_printed_codes_are_shown_once_and_end_the_old_ones(client, ruth):
    old, *_rest = factors.new_recovery_codes(ruth.colleague)
    sign_in(client, ruth)

    page = client.post("/desk/me/codes/", {"present_passphrase": PASSPHRASE}).content.decode()

    assert page.count("<code>") == 10
    assert "<code>" not in client.get("/desk/me/codes/").content.decode()
    assert not comes_in(ruth.colleague.name, PASSPHRASE, code=old)
    assert comes_in(ruth.colleague.name, PASSPHRASE, code=page.split("<code>")[1][:19])


def test_codes_are_stored_as_digests(ruth):
    codes = factors.new_recovery_codes(ruth.colleague)

    stored = set(RecoveryCode.objects.values_list("digest", flat=True))

    assert len(stored) == 10
    assert not stored & set(codes)


def test_without_her_passphrase_nobody_gets_codes(client, ruth):
    sign_in(client, ruth)

    response = client.post("/desk/me/codes/", {"present_passphrase": "wrong but long enough"})

    assert response.status_code == 422
    assert not RecoveryCode.objects.exists()


def test_another_app_takes_the_place_of_the_first(client, ruth):
    sign_in(client, ruth)
    client.get("/desk/me/app/")
    seed = client.session["seed"]

    client.post("/desk/me/app/", {"present_passphrase": PASSPHRASE, "code": factors.code_now(seed)})

    with clock.stopped_at(A_NIGHT + timedelta(minutes=1)):
        assert not comes_in(ruth.colleague.name, PASSPHRASE)
        later = factors.code_now(seed)
        assert comes_in(ruth.colleague.name, PASSPHRASE, code=later)


def test_an_app_that_shows_a_wrong_code_is_not_taken(client, ruth):
    sign_in(client, ruth)
    client.get("/desk/me/app/")

    response = client.post("/desk/me/app/", {"present_passphrase": PASSPHRASE, "code": "000000"})

    assert response.status_code == 422
    opened = ruth.keys.unseal(bytes(Authenticator.objects.get().sealed_seed))
    assert opened.decode() == SEED


def test_she_chooses_her_name_on_the_line(client, ruth):
    sign_in(client, ruth)

    client.post("/desk/me/line-name/", {"line_name": "Lou"})

    assert Colleague.objects.get(pk=ruth.id).on_the_line == "Lou"


def test_nobody_signed_in_has_no_page(client):
    assert client.get("/desk/me/")["Location"] == "/desk/sign-in/?next=%2Fdesk%2Fme%2F"
