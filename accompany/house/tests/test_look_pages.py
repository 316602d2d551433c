"""The front page, and the pages for when something is wrong."""

import json
from html.parser import HTMLParser

import pytest
from django.db import OperationalError
from django.templatetags.static import static
from django.test import Client, RequestFactory
from django.urls import reverse

from accompany.house import known, presence, views
from accompany.house.models import Organization

FRONT = "/"


class Links(HTMLParser):
    """Every address that a page leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


@pytest.fixture(autouse=True)
def alder_street(tmp_path, settings, monkeypatch):
    settings.HOST = tmp_path / "host"
    monkeypatch.setattr(known, "_kept", None)
    monkeypatch.setattr(presence, "_people", None)
    monkeypatch.setattr(presence, "_on_call", None)
    organization, _ = Organization.objects.update_or_create(
        id=1,
        defaults={
            "name": "Alder Street",
            "helpline_number": "+12065550142",
            "text_number": "+12065550142",
            "neutral_exit_url": "https://weather.example/",
        },
    )
    Organization.forget()
    return organization


def page_of(response) -> str:
    return response.content.decode()


def test_the_front_page_says_how_to_reach_a_person(client):
    page = page_of(client.get(FRONT))

    assert 'href="tel:+12065550142"' in page
    assert "Call 206-555-0142" in page
    assert 'href="sms:+12065550142"' in page


def test_a_text_number_of_its_own_is_shown(client, alder_street):
    alder_street.text_number = "+12065550177"
    alder_street.save()

    assert "Text 206-555-0177" in page_of(client.get(FRONT))


def test_the_front_page_leaves_no_cookie(client):
    response = client.get(FRONT)

    assert not response.cookies
    assert "Set-Cookie" not in response.headers


def test_the_title_gives_nothing_away(client):
    assert "<title>Alder Street</title>" in page_of(client.get(FRONT))


def test_no_link_of_the_front_page_leads_nowhere(client):
    links = Links()
    links.feed(page_of(client.get(FRONT)))

    inside = [each for each in links.found if each.startswith("/")]
    assert inside
    assert {client.get(each).status_code for each in inside} == {200}


@pytest.mark.parametrize(
    ("people", "said"),
    [
        (1, "One of us is on the line right now"),
        (2, "Two of us are on the line right now"),
        (12, "12 of us are on the line right now"),
    ],
)
def test_the_front_page_says_who_is_there(client, people, said):
    presence.register(people=lambda: people)

    assert said in page_of(client.get(FRONT))


def test_the_front_page_claims_nobody_who_is_not_there(client):
    presence.register(people=lambda: 0)

    page = page_of(client.get(FRONT))

    assert "on the line right now" not in page
    assert "we read every text" in page


def test_a_house_without_a_name_still_has_a_front_page(client, alder_street):
    alder_street.delete()
    Organization.forget()

    response = client.get(FRONT)

    assert response.status_code == 200
    assert "tel:" not in page_of(response)


def test_the_way_out_is_the_organization_s_own(client):
    page = page_of(client.get(FRONT))

    assert 'data-neutral="https://weather.example/"' in page
    assert page.index(static("house/leave.js")) < page.index(static("house/house.css"))


def test_the_specimen_is_for_demo_folders(client, settings):
    settings.DEMO = False

    assert client.get(reverse("house:look")).status_code == 404


def test_the_specimen_shows_in_a_demo_folder(client, settings):
    settings.DEMO = True

    assert "Two strands" in page_of(client.get(reverse("house:look")))


def test_a_page_that_is_not_there_carries_the_number(client):
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "You haven’t done anything wrong." in page_of(response)
    assert "Call 206-555-0142" not in page_of(response)


def test_a_calm_page_carries_the_number_once_any_page_was_shown(client):
    client.get(FRONT)

    assert "Call 206-555-0142" in page_of(client.get("/nowhere/"))


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_a_calm_page_asks_nothing_of_the_database(client, status, django_assert_num_queries):
    client.get(FRONT)
    Organization.forget()

    with django_assert_num_queries(0):
        response = views.calm(RequestFactory().get("/chat/"), status)

    assert response.status_code == status
    assert "Call 206-555-0142" in page_of(response)


def test_a_process_that_never_asked_knows_the_number_from_the_host(client, monkeypatch):
    client.get(FRONT)
    monkeypatch.setattr(known, "_kept", None)

    assert known.known().helpline_number == "+12065550142"


def test_what_another_site_sends_is_answered_calmly(client):
    client.get(FRONT)

    response = client.post("/chat/", headers={"sec-fetch-site": "cross-site"})

    assert response.status_code == 403
    assert "What you sent was not taken" in page_of(response)
    assert "Call 206-555-0142" in page_of(response)


@pytest.mark.parametrize("held", ["", "{", "[]", json.dumps({"nonsense": 1})])
def test_a_spoiled_file_breaks_no_calm_page(settings, held):
    settings.HOST.mkdir()
    (settings.HOST / f"{settings.SIDE}.known.json").write_text(held)

    assert views.calm(RequestFactory().get("/"), 500).status_code == 500


def test_a_calm_page_that_cannot_be_drawn_is_still_an_answer(client, monkeypatch):
    client.get(FRONT)

    def fail(*args: object) -> str:
        raise RuntimeError

    monkeypatch.setattr(views, "render_to_string", fail)
    response = views.calm(RequestFactory().get("/"), 500)

    assert response.status_code == 500
    assert "+12065550142" in page_of(response)


def test_what_was_sent_into_a_full_disk_is_not_said_to_have_arrived():
    client = Client(raise_request_exception=False)
    client.get(FRONT)

    response = views.calm(RequestFactory().post("/chat/"), 503)

    assert "has not reached us" in page_of(response)
    assert response.headers["Retry-After"] == "30"


def test_a_database_that_takes_nothing_in_is_a_503():
    try:
        raise OperationalError("database or disk is full")
    except OperationalError:
        response = views.broken(RequestFactory().get("/"))

    assert response.status_code == 503


def test_a_bug_is_a_500():
    try:
        raise ValueError
    except ValueError:
        response = views.broken(RequestFactory().get("/desk/"))

    assert response.status_code == 500
    assert 'href="/desk/"' in page_of(response)


def test_the_desk_s_calm_pages_do_not_leave_on_three_shifts():
    page = page_of(views.calm(RequestFactory().get("/desk/nowhere/"), 404))

    assert "data-neutral" not in page
    assert static("house/leave.js") not in page


def broken_by(raised, path, sent):
    try:
        raise raised
    except type(raised):
        return views.broken(RequestFactory().post(path, sent))


@pytest.mark.parametrize("raised", [ValueError(), OperationalError("database or disk is full")])
def test_what_a_colleague_typed_is_shown_again_when_it_broke(client, raised):
    client.get(FRONT)
    words = "Court moved to <Friday>.\nShe knows 🌧"

    response = broken_by(raised, "/desk/participants/1/notes/", {"words": words, "kind": "note"})

    assert "Court moved to &lt;Friday&gt;.\nShe knows 🌧" in page_of(response)
    assert ">\nnote</textarea>" not in page_of(response)
    assert response.headers["Refresh"] == "900; url=/desk/"


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/chat/", {"say": "he is here now"}),
        ("/desk/sign-in/", {"name": "Tamsin O", "passphrase": "four words of hers", "code": "1"}),
        ("/desk/join/abc/", {"passphrase": "four words of hers", "again": "four words of hers"}),
    ],
)
def test_what_a_visitor_typed_and_a_passphrase_are_never_shown_again(client, path, sent):
    client.get(FRONT)

    response = broken_by(ValueError(), path, sent)

    assert "<textarea" not in page_of(response)
    assert all(each not in page_of(response) for each in sent.values() if " " in each)
    assert "Refresh" not in response.headers


def test_a_form_that_cannot_be_read_breaks_no_calm_page(client):
    client.get(FRONT)
    request = RequestFactory().post(
        "/desk/", b"--x", content_type="multipart/form-data; boundary=\xff"
    )

    assert views.calm(request, 500).status_code == 500
