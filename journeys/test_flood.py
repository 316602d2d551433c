"""While a machine floods the public forms, people write to us: with script without noticing much,
without script by pressing Send once more."""

import http.client
import re
import secrets
import time
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accompany.house.static_files import nameless
from journeys.look import assert_accessible, assert_fits, photograph
from journeys.serving import House, make_demo_house, serving
from journeys.signing_in import sign_in

WORDS = "could somebody call me\non Thursday, <quietly> & late"
FORM = {"/contact/": "message", "/chat/": "say"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data = tmp_path_factory.mktemp("flood") / "var"
    make_demo_house(data)
    with serving(data) as running:
        flood(running, "/contact/", times=300)
        flood(running, "/chat/", times=300)
        yield running


@pytest.fixture
def scripted(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context
    context.close()


@pytest.fixture
def plain(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=False)
    yield context
    context.close()


def flood(house: House, path: str, *, times: int) -> list[int]:
    """A machine that posts and never looks at an answer. The statuses it was given."""
    line = http.client.HTTPConnection(urlsplit(house.url).netloc, timeout=30)
    statuses = []
    for n in range(times):
        fields = {FORM[path]: f"cheap loans {n}", "once": secrets.token_urlsafe(24)}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", path, urlencode(fields), kind)
        answer = line.getresponse()
        answer.read()
        statuses.append(answer.status)
    line.close()
    return statuses


def write(page: Page, house: House) -> None:
    flood(house, "/contact/", times=30)
    page.goto(f"{house.url}/contact/")
    page.get_by_label("Press").check()
    page.get_by_label("Your message").fill(WORDS)
    page.get_by_label("What should we call you?").fill("Juniper")
    page.get_by_role("button", name="Send").click()


def test_a_letter_goes_through_by_itself_where_script_runs(
    house: House, scripted: BrowserContext
) -> None:
    page, statuses, failed = scripted.new_page(), [], []
    page.on("response", lambda answer: statuses.append((answer.status, answer.request.method)))
    page.on("console", lambda said: failed.append(said.text) if "Policy" in said.text else None)
    began = time.monotonic()

    write(page, house)
    page.wait_for_url("**/contact/thanks/")

    assert time.monotonic() - began < 15
    assert (429, "POST") in statuses
    assert not failed
    assert scripted.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_puzzle_is_found_long_before_the_wait_is_over(
    house: House, scripted: BrowserContext
) -> None:
    page = scripted.new_page()
    page.goto(f"{house.url}/contact/")

    took = page.evaluate(
        """async () => {
          const worker = new Worker('/static/house/proof-worker.js')
          const from = performance.now()
          for (let n = 0; n < 5; n++) {
            await new Promise(done => {
              worker.onmessage = done
              worker.postMessage({ seed: 'f'.repeat(31) + n, bits: 13, parts: 8 })
            })
          }
          return (performance.now() - from) / 5
        }"""
    )

    assert took < 1000


def test_a_letter_goes_through_by_the_second_press_where_no_script_runs(
    house: House, plain: BrowserContext
) -> None:
    page = plain.new_page()

    write(page, house)
    expect(page.get_by_text("Press Send once more in 4 seconds")).to_be_visible()
    expect(page.get_by_role("link", name="Call 206-555-0188")).to_be_visible()
    page.get_by_text("What you wrote").click()
    expect(page.get_by_text("on Thursday, <quietly> & late")).to_be_visible()
    page.wait_for_timeout(4_200)
    flood(house, "/contact/", times=30)
    page.get_by_role("button", name="Send").click()

    page.wait_for_url("**/contact/thanks/")


def test_what_both_wrote_is_there_word_for_word(house: House, browser: Browser) -> None:
    context = browser.new_context()
    desk = context.new_page()
    sign_in(desk, house, "noor")
    desk.goto(f"{house.url}/desk/letters/")

    desk.get_by_role("link", name="Press,").first.click()

    expect(desk.get_by_text("on Thursday, <quietly> & late")).to_be_visible()
    expect(desk.get_by_text("Juniper")).to_be_visible()
    context.close()


def test_a_chat_begins_by_itself_where_script_runs(house: House, scripted: BrowserContext) -> None:
    flood(house, "/chat/", times=30)
    page = scripted.new_page()
    page.goto(f"{house.url}/chat/")
    page.locator("#say").fill("i cant talk long")
    page.get_by_role("button", name="Start").click()

    page.wait_for_url(re.compile(r"/chat/[\w-]{43}/"), timeout=15_000)
    expect(page.get_by_text("i cant talk long")).to_be_visible()


def test_a_chat_begins_by_the_second_press_where_no_script_runs(
    house: House, plain: BrowserContext
) -> None:
    flood(house, "/chat/", times=30)
    page = plain.new_page()
    page.goto(f"{house.url}/chat/")
    page.locator("#say").fill("i cant talk long")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Press Send once more")).to_be_visible()
    page.wait_for_timeout(4_200)
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_text("i cant talk long")).to_be_visible()


def test_the_page_that_asks_for_send_once_more_can_be_read_by_everybody(
    house: House, browser: Browser
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route(f"**{nameless('house/proof.js')}", lambda route: route.abort())

    write(page, house)
    expect(page.get_by_text("Press Send once more")).to_be_visible()

    assert_accessible(page)
    assert_fits(page, 320)
    photograph(page, "wait")
    context.close()


def test_without_a_worker_the_seconds_are_waited_out(house: House, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route(f"**{nameless('house/proof-worker.js')}", lambda route: route.abort())

    write(page, house)

    page.wait_for_url("**/contact/thanks/", timeout=15_000)
    context.close()


def test_whoever_leaves_while_it_is_on_its_way_has_left(house: House, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route(f"**{nameless('house/proof-worker.js')}", lambda route: route.abort())
    page.route("https://weather.gov/**", lambda route: route.fulfill(body="cloudy"))

    write(page, house)
    page.get_by_role("link", name="Leave this site").last.click()

    page.wait_for_url("https://weather.gov/")
    context.close()
