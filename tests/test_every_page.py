"""Every address, for every role, with odd questions and odd answers: never a 500, never a word
too much, and the same headers everywhere."""

import re
from html.parser import HTMLParser
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from accompany.house.headers import POLICY
from accompany.staff.capabilities import Role
from accompany.staff.testing import sign_in
from tests.whole_house import LOCK, doors, make_whole_house

HER_WORDS = ("Juniper", "rides", "lemon", "5550175", "5550160", "She found a room")
MEETS_NOBODY = (Role.GRANTS, Role.DIRECTION, Role.ADMINISTRATOR)
ODD_QUESTIONS = [
    "before=%00&after=nan~x&page=-1&for=%00&current=%00&next=//elsewhere.example",
    "before=0001-01-01&after=1e300~00000000-0000-0000-0000-000000000000",
    f"before=9999-12-31&after=0001-01-01.{UUID(int=0)}&page={'9' * 30}",
]
ODD_ANSWERS = ["a\0b", "9" * 5000, "9999-12-31", "\u202e<script>"]
NO_LOOP = {"/readyz"}  # no loop runs beside a test


class Forms(HTMLParser):
    """The forms of a page: where each goes, and its fields as they stand."""

    def __init__(self, page):
        super().__init__()
        self.found, self._here = [], None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self._here = (given.get("action", ""), {})
            if given.get("method") == "post":
                self.found.append(self._here)
        elif self._here and given.get("name") and tag in ("input", "textarea", "select", "button"):
            self._here[1].setdefault(given["name"], given.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "form":
            self._here = None


@pytest.fixture
def house():
    return make_whole_house(Client())


def client_of(house, role):
    client = sign_in(Client(), house.people[role])
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("role", list(Role))
def test_every_page_says_what_it_may_do_and_that_nobody_keeps_it(house, role):
    client = client_of(house, role)
    for door in doors():
        for method in ("GET", "OPTIONS"):
            page = client.generic(method, house.address(door))
            where = (method, door["address"])
            assert page.status_code < 500 or door["address"] in NO_LOOP, where
            assert page["Content-Security-Policy"] == POLICY, where
            assert page["Cache-Control"] == "no-store", where
            assert page["X-Content-Type-Options"] == "nosniff", where
            assert page["Referrer-Policy"] == "no-referrer", where
            if not door["address"].startswith("/desk/"):
                assert not page.cookies, where


@pytest.mark.parametrize("role", MEETS_NOBODY)
def test_whoever_meets_nobody_by_name_reads_no_word_anywhere(house, role):
    client = client_of(house, role)
    for door in doors():
        if not door["address"].startswith("/desk/"):
            continue
        for method in ("GET", "POST"):
            with transaction.atomic():
                page = client.generic(method, house.address(door))
                transaction.set_rollback(True)
            said = page.content.decode(errors="replace")
            assert [word for word in HER_WORDS if word in said] == [], door["address"]


@pytest.mark.parametrize("role", [Role.OUTREACH, *MEETS_NOBODY])
def test_a_closed_door_is_the_same_for_a_row_and_for_none(house, role):
    client = client_of(house, role)
    for door in doors():
        if role.value in door["opens_for"] or "everybody" in door["opens_for"]:
            continue
        for method in ("GET", "POST"):
            real = client.generic(method, house.address(door))
            none = client.generic(method, house.address(door, real=False))
            assert (real.status_code, real.content) == (none.status_code, none.content)
            assert real.status_code == 404, door["address"]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.GRANTS])
def test_no_question_in_an_address_breaks_a_page(house, role):
    client = client_of(house, role)
    for door in doors():
        address = house.address(door)
        if client.get(address).status_code != 200:
            continue
        for question in ODD_QUESTIONS:
            assert client.get(f"{address}?{question}").status_code < 500, (address, question)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.GRANTS])
def test_no_answer_in_a_form_breaks_a_page(house, role):
    client, sent = client_of(house, role), set()
    for door in doors():
        address = house.address(door)
        page = client.get(address)
        if page.status_code != 200 or "html" not in page["Content-Type"]:
            continue
        for action, fields in Forms(page.content.decode()).found:
            to = (action or address).partition("?")[0]
            if to == LOCK or (to, *sorted(fields)) in sent:
                continue
            sent.add((to, *sorted(fields)))
            for odd in ODD_ANSWERS:
                for asked in (dict.fromkeys(fields, odd), *_one_by_one(fields, odd)):
                    with transaction.atomic():
                        answer = client.post(to, asked)
                        transaction.set_rollback(True)
                    assert answer.status_code < 500, (_kind(to), asked)
    assert len(sent) > 1


def _one_by_one(fields, odd):
    """Each field odd while the others stand: for what the database itself would choke on."""
    if odd != "a\0b":
        return []
    return [{**fields, name: odd} for name in fields if name != "csrfmiddlewaretoken"]


def _kind(address):
    return re.sub(r"[0-9a-f-]{36}", "<id>", address)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//elsewhere.example/",
        "https://elsewhere.example/",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "javascript:alert(1)",
        "/desk/\r\nSet-Cookie: a=b",
        "\t//elsewhere.example",
        "///elsewhere.example",
        "\0//elsewhere.example",
    ],
)
def test_signing_in_leads_to_no_other_house(house, elsewhere):
    client = client_of(house, Role.ADVOCATE)

    answer = client.get("/desk/sign-in/", {"next": elsewhere})
    locked = client.post(LOCK, {"next": elsewhere})

    for each in (answer, locked):
        assert each.status_code == 302
        assert each["Location"].startswith("/desk/")
        assert "Set-Cookie" not in each.headers or "a=b" not in str(each.headers["Set-Cookie"])
        assert "elsewhere" not in each["Location"].partition("?")[0]


def test_a_host_that_is_not_ours_is_refused_everywhere():
    client = Client(headers={"host": "elsewhere.example"})

    for address in ("/", "/chat/", "/desk/", "/desk/sign-in/", "/hooks/text/"):
        assert client.get(address).status_code == 400, address


def test_one_id_is_never_read_as_another_kind(house):
    """A participant's id at a note's address, and so on: not found, not broken."""
    client = client_of(house, Role.SUPERVISOR)
    ids: set[UUID] = {*house.named.values(), *house.of_prefix.values()}
    for door in doors():
        if "<uuid:" not in door["address"] or door["address"].startswith("/desk/people/<"):
            continue
        right = house.address(door)
        for id in ids:
            wrong = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", str(id), right)
            if wrong != right:
                assert client.get(wrong).status_code in (302, 404, 405), wrong
