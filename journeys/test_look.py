"""The house's own pages, seen in a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from journeys.look import assert_accessible, assert_fits, photograph_all
from journeys.serving import House, make_house, serving

NO_PICTURE = 30 * 1024
MOST_REQUESTS = 6


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data: Path = tmp_path_factory.mktemp("look") / "var"
    make_house(data)
    (data / "demo.json").write_text("{}")
    with serving(data) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_everybody_can_read_the_front_page(page: Page, house: House) -> None:
    page.goto(house.url)

    assert_accessible(page)
    photograph_all(page, "front")


def test_everybody_can_read_the_specimen(page: Page, house: House) -> None:
    page.goto(f"{house.url}/demo/look/")

    assert_accessible(page)


def test_everybody_can_read_a_form_that_needs_another_look(page: Page, house: House) -> None:
    page.goto(f"{house.url}/demo/look/")
    page.get_by_label("In her words").fill("a door that locks")
    page.get_by_label("Email address").fill("kim.example.org")
    page.locator("form").get_by_role("button", name="Save and go on").click()

    assert page.locator(":focus").get_attribute("class") == "errors"
    assert page.get_by_role("heading", name="Four answers need another look").is_visible()
    assert page.get_by_label("In her words").input_value() == "a door that locks"
    assert page.get_by_text("Say what we should call you").count() == 2
    assert_accessible(page)


def test_a_summary_leads_to_the_answer(page: Page, house: House) -> None:
    page.goto(f"{house.url}/demo/look/")
    page.locator("form").get_by_role("button", name="Save and go on").click()

    page.get_by_role("link", name="Choose whether we may leave a message").click()

    assert page.evaluate("location.hash") == "#id_message_0"


@pytest.mark.parametrize("path", ["/nowhere/", "/desk/nowhere/"])
def test_everybody_can_read_that_a_page_is_not_there(page: Page, house: House, path: str) -> None:
    page.goto(house.url + path)

    assert_accessible(page)
    assert page.get_by_role("link", name="Call 206-555-0142").is_visible()


@pytest.mark.parametrize("width", [320, 390, 640, 768, 1024, 1920])
def test_the_mirrored_specimen_fits(page: Page, house: House, width: int) -> None:
    page.goto(f"{house.url}/demo/look/?dir=rtl")

    assert_fits(page, width)


def test_the_front_page_is_light_and_asks_nobody_else(page: Page, house: House) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))

    page.goto(house.url, wait_until="networkidle")

    weights = {
        each.url: (each.sizes()["responseBodySize"] + each.sizes()["responseHeadersSize"])
        for each in asked
    }
    light = sum(size for url, size in weights.items() if "/art/" not in url)
    assert all(url.startswith(house.url) for url in weights)
    assert len(weights) <= MOST_REQUESTS, sorted(weights)
    assert light < NO_PICTURE, weights


def test_the_front_page_leaves_nothing_in_the_browser(page: Page, house: House) -> None:
    answer = page.goto(house.url)

    assert answer is not None
    assert "set-cookie" not in answer.headers
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.title() == "Alder Street"


def test_printed_the_page_has_no_buttons_and_keeps_its_words(page: Page, house: House) -> None:
    page.goto(f"{house.url}/demo/look/")
    page.emulate_media(media="print")

    assert page.get_by_role("button", name="Save and go on").count() == 0
    assert not page.locator(".leave").is_visible()
    assert page.get_by_text("Text only, 10 am to 2 pm.").is_visible()
