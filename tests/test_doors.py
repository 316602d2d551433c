"""Doors: every address is closed unless it is listed here, and every role opens what the page says.

The page `docs/doors.md` is the access matrix as it was agreed. When a door changes on purpose,
write it anew with `accompany doors --page > docs/doors.md` and have the change read.
"""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from accompany.commands.listing import door_page, every_door
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in
from accompany.website import zone

PAGE = Path(__file__).resolve().parents[1] / "docs" / "doors.md"
DOORS = list(every_door())

PUBLIC = {
    "/",
    "/(?P<path>(?:[a-z0-9-]+/)+)$",
    "/art/(?P<slug>[a-z0-9-]+)/$",
    "/(?P<path>(?:[a-z0-9-]+/)+)event\\.ics$",
    "/.well-known/security.txt",
    "/news/feed/",
    "/robots.txt",
    "/sitemap.xml",
    "/cms/login/",
    "/art/withdraw/",
    "/chat/",
    "/chat/over/",
    "/contact/thanks/",
    "/demo/look/",
    "/demo/phone/",
    "/desk/here/",
    "/desk/join/<str:token>/",
    "/desk/locked/",
    "/desk/sign-in/",
    "/desk/sign-in/key/",
    "/desk/sign-in/second/",
    "/healthz",
    "/hooks/text/",
    "/hooks/text/status/",
    "/readyz",
}
PUBLIC_BELOW = (
    "/art/pictures/(?P<name>",
    "/pictures/(?P<name>",
    "/chat/(?P<token>",
    "/demo/phone/(?P<line>",
)

PICTURE = r"(?P<name>[0-9a-f]{32}\.(?:avif|webp|jpeg))"
LOCK = "/desk/lock/"  # comes last: it ends the session
STREAMS = {"/desk/live/"}  # it gives its database connection back; tested where it lives

SAMPLES = {
    "uuid": lambda: str(uuid4()),
    "int": lambda: "7",
    "slug": lambda: "a",
    "str": lambda: "a",
    "path": lambda: "a",
}


def address_of(door):
    """The door's address with ids nobody has in it."""
    address = re.sub(r"<(\w+):\w+>", lambda found: SAMPLES[found[1]](), door["address"])
    address = address.replace(r"(?P<token>[A-Za-z0-9_-]{43})", "a" * 43)
    address = address.replace(r"(?P<slug>[a-z0-9-]+)", "a")
    address = address.replace(r"(?P<path>(?:[a-z0-9-]+/)+)", "a/")
    address = address.replace(PICTURE, "0" * 32 + ".webp")
    return address.replace(r"(?P<line>\d\d)", "41").replace(r"\.", ".").rstrip("$")


def is_public(door):
    return door["address"] in PUBLIC or door["address"].startswith(PUBLIC_BELOW)


def knock(client, door):
    client.raise_request_exception = False
    return client.generic(door["methods"][0], address_of(door))


def closed():
    return [door for door in DOORS if not is_public(door)]


def test_the_page_of_doors_is_what_the_code_says():
    said = PAGE.read_text().strip()

    assert said == door_page(), "Run: accompany doors --page > docs/doors.md"


def test_what_needs_no_sign_in_is_listed_here():
    assert {d["address"] for d in DOORS if d["opens_for"] == ["everybody"]} == {
        d["address"] for d in DOORS if is_public(d)
    }


def test_every_address_says_for_whom_it_opens_but_what_is_closed_of_the_cms():
    closed_for_good = tuple(f"/cms/{each}" for each in zone.CLOSED)

    assert [
        door["address"]
        for door in DOORS
        if not door["opens_for"] and not door["address"].startswith(closed_for_good)
        if door["name"].rpartition(":")[2] not in zone.BY_FORM_ALONE
    ] == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_signed_in_gets_past_no_door(client, method):
    let_in = []
    for door in closed():
        response = client.generic(method, address_of(door))
        if response.status_code != 405 and not response.get("Location", "").startswith(
            "/desk/sign-in/"
        ):
            let_in.append((door["address"], response.status_code))

    assert let_in == []


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_past_its_own_doors_and_no_other(role):
    somebody = make_colleague(role)
    wrong, client = [], sign_in(Client(), somebody)
    for door in sorted(closed(), key=lambda door: door["address"] == LOCK):
        if door["address"] in STREAMS:
            continue
        response = knock(client, door)
        got_past = getattr(response.wsgi_request, "by", None) is not None
        if got_past != (role.value in door["opens_for"]):
            wrong.append((door["address"], response.status_code))
        if not got_past and response.status_code != 404:
            wrong.append((door["address"], response.status_code))

    assert wrong == []


def test_a_pending_colleague_gets_past_nothing_but_her_own_pages():
    somebody = make_colleague(Role.SUPERVISOR)
    somebody.colleague.approved_at = None
    somebody.colleague.save(update_fields=["approved_at"])
    got_past, client = set(), sign_in(Client(), somebody)
    for door in sorted(closed(), key=lambda door: door["address"] == LOCK):
        if getattr(knock(client, door).wsgi_request, "by", None) is not None:
            got_past.add(door["address"])

    assert all(
        address.startswith(("/desk/me/", "/desk/waiting/", "/desk/lock/", "/desk/drafts/"))
        for address in got_past
    )


def test_an_address_nobody_has_is_a_page_not_found(client):
    assert client.get("/desk/no-such-place/").status_code == 404
