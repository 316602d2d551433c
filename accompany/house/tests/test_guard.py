"""The guard of public forms: a flood is slowed down, and nobody is turned away."""

import re
import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count

import pytest
from django.core import signing
from django.test import Client

from accompany import clock
from accompany.contact.models import Letter
from accompany.helpline.models import Conversation
from accompany.helpline.testing import make_line
from accompany.house import guard, proof
from accompany.house.buckets import Bucket, Buckets
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague

A_NIGHT = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)
SHELTER = "192.0.2.7"
ELSEWHERE = "198.51.100.20"
THIRTY = 30


@pytest.fixture(autouse=True)
def readers():
    make_line()
    make_colleague(Role.SUPERVISOR)


def later(seconds):
    return clock.stopped_at(A_NIGHT + timedelta(seconds=seconds))


@pytest.fixture(autouse=True)
def at_night():
    with clock.stopped_at(A_NIGHT):
        yield


class Browser:
    """Somebody with one form open, who fills it in and presses Send; no script runs."""

    def __init__(self, words, *, at="/contact/", address=SHELTER, **more):
        field = "say" if at == "/chat/" else "message"
        self.at, self.client = at, Client(REMOTE_ADDR=address)
        self.fields = {field: words, "once": secrets.token_urlsafe(24), **more}

    def send(self):
        self.page = self.client.post(self.at, self.fields)
        if self.page.status_code == 429:
            shown = self.page.content.decode()
            found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', shown)
            self.fields = dict(found)
        return self.page

    @property
    def is_through(self):
        return self.page.status_code == 303

    @property
    def wait(self):
        return int(re.search(r'data-wait="(\d+)"', self.page.content.decode())[1])

    def solve(self):
        """What the script does while she looks."""
        bits = int(re.search(r'data-bits="(\d+)"', self.page.content.decode())[1])
        self.fields["solution"] = solve(self.fields["ticket"], bits)


def solve(ticket, bits):
    """What `proof-worker.js` finds."""

    def is_found(part, n):
        digest = sha256(f"{proof.seed(ticket)}:{part}:{n}".encode()).digest()
        return format(int.from_bytes(digest), "0256b").startswith("0" * bits)

    parts = range(proof.PARTS)
    return ",".join(str(next(n for n in count() if is_found(part, n))) for part in parts)


def flood(times, *, at="/contact/", address=SHELTER, words="cheap loans"):
    """A machine that posts and never looks at an answer. How many got through."""
    machine, through = Client(REMOTE_ADDR=address), 0
    field = "say" if at == "/chat/" else "message"
    for n in range(times):
        fields = {field: f"{words} {n}", "once": secrets.token_urlsafe(24)}
        through += machine.post(at, fields).status_code == 303
    return through


# At rest


def test_at_rest_nobody_is_asked_for_anything():
    people = [Browser(f"letter {n}") for n in range(THIRTY)]

    assert {each.send().status_code for each in people} == {303}


def test_thirty_chats_begin_at_one_moment_behind_one_address():
    people = [Browser("hello", at="/chat/") for _ in range(THIRTY)]

    assert {each.send().status_code for each in people} == {303}
    assert Conversation.objects.count() == THIRTY


# While somebody floods


def test_thirty_people_behind_one_address_get_through_while_a_machine_floods_from_it():
    stored = flood(150)
    people = [Browser(f"person {n}") for n in range(THIRTY)]
    for each in people:
        assert each.send().status_code == 429
        flood(5)
    with later(guard.FIRST_WAIT):
        for each in people:
            each.send()
            flood(5)

    assert all(each.is_through for each in people)
    assert stored <= guard.FREE_AT_ONCE
    assert Letter.objects.count() == stored + THIRTY


def test_a_machine_that_hammers_gets_no_more_however_long_it_goes_on():
    first = flood(100)
    more = 0
    for seconds in range(1, 600, 5):
        with later(seconds):
            more += flood(3)

    assert (first, more) == (guard.FREE_AT_ONCE, 0)


def test_once_a_machine_is_quiet_its_neighbors_are_asked_for_nothing():
    flood(100)
    with later(600):
        assert Browser("hello").send().status_code == 303


def test_a_flood_from_one_place_asks_nothing_of_another():
    flood(150)

    assert Browser("hello", address=ELSEWHERE).send().status_code == 303


def test_a_flood_of_letters_slows_no_chat():
    flood(150)

    assert Browser("hello", at="/chat/").send().status_code == 303


def test_a_flood_from_everywhere_gets_what_everybody_gets_and_no_more():
    through = sum(flood(3, address=f"203.{n % 200}.{n // 200}.9") for n in range(300))
    she = Browser("please call", address=ELSEWHERE)
    she.send()
    with later(guard.FIRST_WAIT):
        she.send()

    assert through == guard.ALL_AT_ONCE
    assert she.is_through


def test_a_chat_costs_one_press_more_and_never_two_in_the_worst_of_floods():
    flood(300, at="/chat/")
    machines = [Browser(f"machine {n}", at="/chat/") for n in range(60)]
    for each in machines:
        each.send()
    with later(guard.LONGEST_ONLY_WAIT):
        for each in machines:
            each.send()
    with later(30):
        people = [Browser("hello", at="/chat/") for _ in range(THIRTY)]
        for each in people:
            each.send()
    asked = [each for each in people if not each.is_through]
    with later(30 + guard.LONGEST_ONLY_WAIT):
        for each in asked:
            each.send()

    assert len(asked) > 20
    assert all(each.is_through for each in people)


def test_a_machine_that_waits_is_held_to_its_neighborhoods_share_by_longer_waits():
    flood(100)
    machines = [Browser(f"machine {n}") for n in range(120)]
    waits = []
    for each in machines:
        each.send()
    for seconds in range(15, 300, 15):
        with later(seconds):
            for each in machines:
                if not each.is_through:
                    each.send()
                    waits += [] if each.is_through else [each.wait]

    through = sum(each.is_through for each in machines)
    share = guard.PROVED_AT_ONCE + 300 / guard.PROVED_EVERY + 300 / guard.FREE_EVERY
    assert guard.PROVED_AT_ONCE <= through <= share
    assert max(waits) > 60


# The page that asks for Send once more


def test_the_page_keeps_every_word_and_says_when_and_whom_to_call(settings):
    flood(50)
    she = Browser('rain & "more"\n\n<b>', name="Juniper", topic="press", safe="careful")

    page = she.send().content.decode()

    assert f"Press Send once more in {guard.FIRST_WAIT} seconds" in page
    assert she.page["Retry-After"] == str(guard.FIRST_WAIT)
    assert she.page["Cache-Control"] == "no-store"
    assert not she.page.cookies
    assert " data-flat" in page
    for said in ("rain &amp; &quot;more&quot;\n\n&lt;b&gt;", "Juniper", "press", "careful"):
        assert f'value="{said}"' in page
    assert "<p>press</p>" not in page
    assert "<b>" not in page.split("<main", 1)[1].split("What you wrote", 1)[0]


def test_the_helplines_number_stands_on_top_of_the_page():
    from accompany.house.models import Organization

    Organization.objects.update_or_create(
        id=1, defaults={"name": "Alder Street", "helpline_number": "+12065550142"}
    )
    Organization.forget()
    flood(50)

    page = Browser("hello").send().content.decode()

    assert page.index("Call 206-555-0142") < page.index("Many messages are arriving")


def test_pressing_too_early_keeps_the_place_and_the_words():
    flood(50)
    she = Browser("hello")
    she.send()
    ticket = she.fields["ticket"]
    with later(1):
        she.send()

    assert she.page.status_code == 429
    assert she.fields["ticket"] == ticket
    assert she.wait == guard.FIRST_WAIT - 1
    with later(guard.FIRST_WAIT):
        assert she.send().status_code == 303


def test_the_second_press_sends_the_same_words_and_makes_one_letter():
    flood(50)
    before = Letter.objects.count()
    she = Browser("hello\r\nthere")
    she.send()
    with later(guard.FIRST_WAIT):
        for _ in range(3):
            assert she.send().status_code == 303

    assert Letter.objects.count() == before + 1


def test_the_page_can_lie_open_for_hours():
    flood(50)
    she = Browser("hello")
    she.send()
    with later(20 * 3600):
        flood(50)
        assert she.send().status_code == 303


def test_whoever_fills_the_field_that_nobody_sees_is_shown_the_same_page():
    flood(50)
    honest, trapped = Browser("hello"), Browser("hello", subject="cheap loans")
    pages = [each.send() for each in (honest, trapped)]
    before = Letter.objects.count()
    with later(guard.FIRST_WAIT):
        trapped.send()

    assert [each.status_code for each in pages] == [429, 429]
    assert trapped.is_through
    assert Letter.objects.count() == before


def test_the_field_that_nobody_sees_uses_up_nothing():
    trapped = Client(REMOTE_ADDR=SHELTER)
    for n in range(200):
        trapped.post("/contact/", {"message": f"loans {n}", "subject": "loans"})

    assert Browser("hello").send().status_code == 303
    assert Letter.objects.count() == 1


# Tickets and puzzles


def test_a_puzzle_sleeps_until_there_is_a_flood_and_sleeps_again_after():
    flood(guard.FREE_AT_ONCE)
    calm = Browser("one too many for one shelter")
    calm.send()
    flood(100)
    awake = Browser("hello")
    awake.send()
    with later(3600):
        flood(guard.FREE_AT_ONCE)
        asleep = Browser("hello")
        asleep.send()

    has_puzzle = [b"data-bits" in each.page.content for each in (calm, awake, asleep)]
    assert has_puzzle == [False, True, False]


def test_a_solved_puzzle_is_as_good_as_the_wait_and_good_for_one_letter():
    flood(100)
    before = Letter.objects.count()
    she = Browser("hello")
    she.send()
    she.solve()

    answers = [she.send() for _ in range(2)]
    other = Browser("something else", ticket=she.fields["ticket"], solution=she.fields["solution"])
    other.send()

    assert {each.status_code for each in answers} == {303}
    assert not other.is_through
    assert Letter.objects.count() == before + 1


def test_a_machine_that_solves_is_held_to_its_neighborhoods_share_too():
    flood(100)
    through = 0
    for n in range(60):
        machine = Browser(f"machine {n}")
        machine.send()
        if b"data-bits" in machine.page.content:
            machine.solve()
            machine.send()
            through += machine.is_through

    assert through == guard.PROVED_AT_ONCE


@pytest.mark.parametrize(
    "solution",
    ["", "1,2,3,4,5,6,7,8", "x", "9" * 5000, "1,2", "a\0b", ",".join("\u0661" * 8), "-1" * 8],
)
def test_a_wrong_solution_is_no_solution(solution):
    flood(100)
    she = Browser("hello")
    she.send()
    she.fields["solution"] = solution

    assert she.send().status_code == 429


@pytest.mark.parametrize(
    "ticket",
    [
        "x",
        "a\0b",
        "9" * 5000,
        "\ud83c\udf27".encode("utf-16", "surrogatepass").decode("utf-16"),
        signing.Signer(salt="accompany.house.proof").sign_object([1, 2]),
        signing.Signer(salt="accompany.house.proof").sign_object(["letters", "b", "c", 0, 0]),
        signing.Signer(salt="elsewhere").sign_object(["letters", "b", 1.0, 0, 0]),
    ],
    ids=["short", "nul", "long", "emoji", "of other things", "too few", "of another"],
)
def test_a_ticket_that_is_not_ours_is_no_ticket(ticket):
    flood(50)
    she = Browser("hello", ticket=ticket)

    assert she.send().status_code == 429


def test_a_ticket_is_for_its_own_form_and_its_own_words():
    ticket = proof.Ticket("letters", "a", A_NIGHT, 0, 0)

    assert ticket.is_for("letters", "a", A_NIGHT)
    assert not ticket.is_for("chat", "a", A_NIGHT)
    assert not ticket.is_for("letters", "b", A_NIGHT)
    assert not ticket.is_for("letters", "a", A_NIGHT + timedelta(days=2))


def test_a_ticket_is_read_as_it_was_given():
    ticket = proof.Ticket("letters", "a", A_NIGHT, 3, 11)

    assert proof.read(str(ticket), A_NIGHT) == ticket
    assert proof.read(str(ticket)[:-1], A_NIGHT) is None


def test_the_same_words_are_the_same_however_a_browser_breaks_their_lines():
    assert guard.bound_to("a\r\nb", "c") == guard.bound_to("a\nb", "c")
    assert guard.bound_to("a b", "c") != guard.bound_to("a", "b c")


# Buckets


def test_a_bucket_gives_what_it_holds_and_then_what_drips_in():
    bucket = Bucket(3, 10.0, A_NIGHT)

    at_once = [bucket.draw(A_NIGHT) for _ in range(4)]
    soon = [bucket.draw(A_NIGHT + timedelta(seconds=each)) for each in (9, 11, 12, 22)]

    assert at_once == [True, True, True, False]
    assert soon == [False, True, False, True]


def test_a_clock_that_is_set_back_adds_nothing():
    bucket = Bucket(1, 1.0, A_NIGHT)
    bucket.draw(A_NIGHT)

    assert not bucket.draw(A_NIGHT - timedelta(hours=1))


def test_there_are_never_more_buckets_than_fit():
    buckets = Buckets(1, 1.0, most=10)
    for n in range(100):
        buckets.of(f"203.0.{n}.0/24", A_NIGHT).draw(A_NIGHT)

    assert len(buckets) == 10
    assert not buckets.of("203.0.99.0/24", A_NIGHT).draw(A_NIGHT)


def test_no_address_is_in_the_memory_of_the_guard():
    buckets = Buckets(1, 1.0)
    buckets.of("203.0.113.0/24", A_NIGHT)

    assert "203.0" not in str(vars(buckets))


# Where a request comes from


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("192.0.2.200", "192.0.2.0/24"),
        ("2001:db8:1:2ff:a::1", "2001:db8:1:200::/56"),
        ("::ffff:192.0.2.9", "192.0.2.0/24"),
        ("", "somewhere"),
        ("unix:", "somewhere"),
    ],
)
def test_addresses_are_told_apart_by_neighborhood(rf, address, group):
    assert guard.group_of(rf.get("/", REMOTE_ADDR=address)) == group


def test_our_own_proxy_says_whom_it_saw_and_nobody_else_is_believed(rf):
    said = {"HTTP_X_FORWARDED_FOR": "203.0.113.1, 192.0.2.9"}

    assert guard.group_of(rf.get("/", REMOTE_ADDR="127.0.0.1", **said)) == "192.0.2.0/24"
    assert guard.group_of(rf.get("/", REMOTE_ADDR=ELSEWHERE, **said)) == "198.51.100.0/24"


def test_no_address_reaches_a_log(caplog):
    flood(60)

    assert SHELTER not in caplog.text
    assert "192.0.2" not in caplog.text
