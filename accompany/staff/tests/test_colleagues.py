"""Coming, waiting, coming back, leaving."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accompany import clock
from accompany.ledger.models import Line
from accompany.sealed import circles
from accompany.sealed.lockboxes import NotYours, make_lockbox, open_lockbox
from accompany.staff import factors
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Role
from accompany.staff.models import Colleague, Invitation, Session
from accompany.staff.testing import PASSPHRASE, SEED, is_in, make_colleague, sign_in

A_NIGHT = datetime(2026, 11, 12, 11, 2, tzinfo=UTC)
NEW = "nine herons by the slow canal"


@pytest.fixture(autouse=True)
def night():
    with clock.stopped_at(A_NIGHT):
        yield


@pytest.fixture
def priya():
    return make_colleague(Role.SUPERVISOR, "Priya N.")


@pytest.fixture
def odile(priya):
    return make_colleague(Role.SUPERVISOR, "Odile F.")


def as_(acting):
    return sign_in(Client(), acting)


def invite(by, name="Newcomer X.", role=Role.HELPLINE):
    return as_(by).post("/desk/colleagues/invite/", {"name": name, "role": role})


def link_in(response):
    return re.search(r"http://testserver(/desk/join/[^\"]+)", response.content.decode())[1]


def take(link, client=None, **more):
    """Open an invitation's page, scan its picture, fill it in."""
    client = client or Client()
    client.get(link)
    seed = client.session["seed"]
    typed = {
        "sign_in_name": "newcomer",
        "passphrase": NEW,
        "again": NEW,
        "code": factors.code_now(seed),
    }
    return client, client.post(link, {**typed, **more})


def approve(by, colleague):
    return as_(by).post(f"/desk/colleagues/{colleague.id}/approve/")


def newcomer():
    return Colleague.objects.get(sign_in_name="newcomer")


def test_a_newcomer_comes_in_with_her_own_key_and_two_yeses(priya, odile):
    client, made = take(link_in(invite(priya)))
    waits = client.get("/desk/colleagues/")
    approve(priya, newcomer())
    half = newcomer().is_pending
    approve(odile, newcomer())

    assert made.status_code == 200
    assert len(re.findall(r"<code>", made.content.decode())) == 10
    assert waits["Location"] == "/desk/waiting/"
    assert half
    assert not newcomer().is_pending
    assert {"helpline", "survivors", "glass"} <= circles.circles_of(newcomer().id)
    assert client.get("/desk/colleagues/").status_code == 200


def test_the_newcomer_signs_in_with_what_she_chose(priya, odile):
    link = link_in(invite(priya))
    client = Client()
    client.get(link)
    seed = client.session["seed"]
    take(link, client)

    fresh = Client()
    with clock.stopped_at(A_NIGHT + timedelta(minutes=1)):
        code = factors.code_now(seed)
        fresh.post("/desk/sign-in/", {"name": "newcomer", "passphrase": NEW, "code": code})

        assert fresh.get("/desk/me/").status_code == 200


def test_the_code_that_confirmed_the_app_is_spent(priya):
    link = link_in(invite(priya))
    client = Client()
    client.get(link)
    code = factors.code_now(client.session["seed"])
    take(link, client)

    fresh = Client()
    fresh.post("/desk/sign-in/", {"name": "newcomer", "passphrase": NEW, "code": code})

    assert fresh.get("/desk/me/").status_code == 302


def test_one_yes_is_not_enough_and_one_person_is_not_two(priya, odile):
    take(link_in(invite(priya)))

    approve(priya, newcomer())
    again = approve(priya, newcomer())

    assert again.status_code == 404
    assert newcomer().is_pending
    assert not circles.circles_of(newcomer().id)


def test_nobody_approves_herself(priya, odile):
    client, _made = take(link_in(invite(priya)))

    response = client.post(f"/desk/colleagues/{newcomer().id}/approve/")

    assert response.status_code == 302
    assert not newcomer().approvals.exists()


def test_an_administrator_may_say_yes_but_gives_no_keys(priya, odile):
    wren, sam = make_colleague(Role.ADMINISTRATOR), make_colleague(Role.ADMINISTRATOR)
    take(link_in(invite(wren)))

    approve(wren, newcomer())
    approve(sam, newcomer())

    assert newcomer().is_pending
    assert not circles.circles_of(newcomer().id)


def test_a_role_without_circles_needs_two_yeses_too(priya, odile):
    take(link_in(invite(priya, role=Role.ADMINISTRATOR)))

    approve(priya, newcomer())
    half = newcomer().is_pending
    approve(odile, newcomer())

    assert half
    assert not newcomer().is_pending


def test_the_second_colleague_of_a_house_needs_one_yes(priya):
    take(link_in(invite(priya)))

    approve(priya, newcomer())

    assert not newcomer().is_pending
    assert "helpline" in circles.circles_of(newcomer().id)


def test_an_advocate_can_say_yes_to_the_circles_she_is_in(priya, odile):
    ines, cal = make_colleague(Role.ADVOCATE), make_colleague(Role.OUTREACH)
    take(link_in(invite(priya, role=Role.ADVOCATE)))

    approve(ines, newcomer())
    approve(cal, newcomer())

    assert not newcomer().is_pending


def test_a_colleague_without_the_key_cannot_say_yes(priya, odile):
    jo = make_colleague(Role.GRANTS)
    take(link_in(invite(priya)))

    assert approve(jo, newcomer()).status_code == 404
    assert not newcomer().approvals.exists()


def test_a_link_works_once(priya):
    link = link_in(invite(priya))
    take(link)

    _client, second = take_page(link)

    assert second.status_code == 404
    assert "was used or has ended" in second.content.decode()


def take_page(link):
    client = Client()
    return client, client.get(link)


def test_a_link_ends_after_72_hours(priya):
    link = link_in(invite(priya))

    with clock.stopped_at(A_NIGHT + timedelta(hours=72)):
        assert take_page(link)[1].status_code == 404


def test_a_link_can_be_taken_back(priya):
    link = link_in(invite(priya))
    invitation = Invitation.objects.get()

    as_(priya).post(f"/desk/colleagues/invitations/{invitation.id}/withdraw/")

    assert take_page(link)[1].status_code == 404


def test_the_link_itself_is_kept_nowhere(priya):
    token = link_in(invite(priya)).split("/")[-2]

    row = Invitation.objects.get()

    assert token not in row.digest
    assert not Line.objects.filter(facts__contains=token).exists()


def test_a_made_up_link_looks_like_an_ended_one(client):
    assert client.get("/desk/join/made-up/").status_code == 404


@pytest.mark.parametrize(
    ("passphrase", "says"),
    [
        ("fourteen chars", "15 characters or longer"),
        ("password password", "Many people would choose that"),
        ("correct horse battery staple", "Many people would choose that"),
        ("qwertyuiopasdfgh", "Many people would choose that"),
        ("Newcomer Newcomer 1", "Many people would choose that"),
        ("aaaaaaaaaaaaaaaaaaaaaa", "Many people would choose that"),
        ("Alder Street 2026!!", "Many people would choose that"),
    ],
)
def test_a_weak_passphrase_is_refused_in_plain_words(priya, passphrase, says):
    _client, response = take(link_in(invite(priya)), passphrase=passphrase, again=passphrase)

    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Colleague.objects.filter(sign_in_name="newcomer").exists()


@pytest.mark.parametrize(
    "passphrase",
    [
        "the crow keeps its own ledger",
        "ünïcödé wörds, and   spaces ",
        "cafe\u0301 under the awning at noon",
        "九つの鷺がゆっくり運河のそばで眠る",
    ],
)
def test_any_characters_will_do(priya, passphrase):
    _client, response = take(link_in(invite(priya)), passphrase=passphrase, again=passphrase)

    assert response.status_code == 200
    assert newcomer()


def test_a_wrong_code_from_the_app_makes_nobody(priya):
    link = link_in(invite(priya))

    _client, response = take(link, code="000000")

    assert response.status_code == 422
    assert not Colleague.objects.filter(sign_in_name="newcomer").exists()
    assert Invitation.objects.get().taken_at is None


def test_a_sign_in_name_belongs_to_one_person(priya):
    taken = priya.colleague.sign_in_name

    _client, response = take(link_in(invite(priya)), sign_in_name=taken)

    assert "is taken" in response.content.decode()


def test_only_who_manages_colleagues_invites():
    make_colleague(Role.SUPERVISOR)
    ines = make_colleague(Role.ADVOCATE)

    response = invite(ines)

    assert response.status_code == 404
    assert not Invitation.objects.exists()


def see_off(by, acting):
    return as_(by).post(f"/desk/colleagues/{acting.id}/leave/")


def test_leaving_is_one_step(priya, odile):
    ines = make_colleague(Role.ADVOCATE)
    hers = as_(ines)
    box = make_lockbox("file", people=[ines.id, odile.id])
    epoch = circles.current(["survivors"])["survivors"][0]

    see_off(priya, ines)

    assert hers.get("/desk/me/").status_code == 302
    assert not Session.objects.filter(colleague_id=ines.id).exists()
    assert not circles.circles_of(ines.id)
    assert circles.current(["survivors"])["survivors"][0] == epoch + 1
    with pytest.raises(NotYours):
        open_lockbox(box.id, by=ines)
    assert open_lockbox(box.id, by=odile)
    assert Colleague.objects.get(pk=ines.id).left_at == A_NIGHT
    assert Line.objects.filter(verb="saw a colleague off", row=ines.id, who=priya.id).count() == 1


def test_who_left_cannot_sign_in_again(client, priya, odile):
    ines = make_colleague(Role.ADVOCATE)
    see_off(priya, ines)

    code = factors.code_now(SEED)
    name = ines.colleague.sign_in_name
    client.post("/desk/sign-in/", {"name": name, "passphrase": PASSPHRASE, "code": code})

    assert client.get("/desk/me/").status_code == 302


def test_nobody_sees_herself_off(priya, odile):
    assert see_off(priya, priya).status_code == 422
    assert Colleague.objects.get(pk=priya.id).left_at is None


def test_the_last_who_manages_colleagues_stays(priya):
    ines = make_colleague(Role.ADVOCATE)
    wren = make_colleague(Role.ADMINISTRATOR)
    see_off(priya, wren)

    assert see_off(ines, priya).status_code == 404
    assert Colleague.objects.get(pk=priya.id).left_at is None


def test_the_last_who_holds_the_keys_of_a_circle_stays(priya, odile):
    jo = make_colleague(Role.GRANTS)
    refused = see_off(priya, jo)
    make_colleague(Role.DIRECTION)

    assert "Nobody else holds the keys" in refused.content.decode()
    assert see_off(priya, jo).status_code == 302


def test_a_colleague_without_the_key_sees_nobody_off(priya, odile):
    ines = make_colleague(Role.ADVOCATE)

    assert see_off(ines, odile).status_code == 404
    assert Colleague.objects.get(pk=odile.id).left_at is None


def way_back(by, acting):
    response = as_(by).post(f"/desk/colleagues/{acting.id}/way-back/")
    client = Client()
    link = link_in(response)
    client.get(link)
    code = factors.code_now(client.session["seed"])
    made = client.post(link, {"passphrase": NEW, "again": NEW, "code": code})
    return client, made


def keys_in(client, acting):
    from accompany.sealed.people import OpenKeys

    return Acting(acting.colleague, OpenKeys.from_session(client.session["keys"]))


def test_a_lost_passphrase_costs_no_secret(priya, odile):
    ines = make_colleague(Role.ADVOCATE)
    box = make_lockbox("file", people=[ines.id, odile.id])

    client, made = way_back(priya, ines)
    waits = client.get("/desk/colleagues/")
    approve(priya, ines)
    approve(odile, ines)

    assert made.status_code == 200
    assert waits["Location"] == "/desk/waiting/"
    assert client.get("/desk/colleagues/").status_code == 200
    assert {"survivors", "glass"} <= circles.circles_of(ines.id)
    assert open_lockbox(box.id, by=keys_in(client, ines))


def test_until_two_say_yes_the_new_key_opens_nothing(priya, odile):
    ines = make_colleague(Role.ADVOCATE)
    box = make_lockbox("file", people=[ines.id, odile.id])

    client, _made = way_back(priya, ines)
    approve(priya, ines)

    assert Colleague.objects.get(pk=ines.id).is_pending
    with pytest.raises(NotYours):
        open_lockbox(box.id, by=keys_in(client, ines))


def test_a_way_back_ends_her_sessions(priya, odile):
    ines = make_colleague(Role.ADVOCATE)
    hers = as_(ines)

    as_(priya).post(f"/desk/colleagues/{ines.id}/way-back/")

    assert hers.get("/desk/me/").status_code == 302


def test_nobody_gives_herself_a_way_back(priya, odile):
    assert as_(priya).post(f"/desk/colleagues/{priya.id}/way-back/").status_code == 422


def test_every_colleague_sees_who_is_here_and_only_some_manage(priya, odile):
    ines = make_colleague(Role.ADVOCATE, "Ines B.")

    hers = as_(ines).get("/desk/colleagues/").content.decode()
    theirs = as_(priya).get("/desk/colleagues/").content.decode()

    assert "Odile F." in hers
    assert "Leaves" not in hers
    assert "Leaves" in theirs


def test_markup_in_a_name_is_text(priya, odile):
    page = invite(priya, name="<b>Newcomer</b>").content.decode()

    assert "<b>Newcomer</b>" not in page
    assert "&lt;b&gt;Newcomer" in page
    assert is_in(priya, "supervisors")
