"""A quarter's way out of the house: Jo counts it, Sunniva ticks it, Jo freezes it, and it stays."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.look import assert_readable, photograph_all
from journeys.serving import House, make_demo_house, serving
from journeys.signing_in import sign_in


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data = tmp_path_factory.mktemp("quarter") / "var"
    make_demo_house(data)
    with serving(data) as running:
        yield running


def desk(browser: Browser, house: House, who: str) -> Page:
    """A browser of her own in which a colleague is signed in."""
    page = browser.new_context().new_page()
    sign_in(page, house, who)
    return page


def last_quarter(page: Page, house: House) -> str:
    """The newest quarter that is over, of the first award."""
    page.goto(f"{house.url}/desk/grants/")
    assert_readable(page)
    with page.expect_navigation():
        page.locator("main section").first.locator(".what a").nth(1).click()
    return page.url


def numbers(page: Page) -> list[str]:
    return page.locator("main td.num").all_inner_texts()


def saved(page: Page) -> list[list[str]]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    path = Path(download.value.path())
    with path.open(newline="") as rows:
        return list(csv.reader(rows))


def test_a_quarter_is_counted_ticked_frozen_and_stays(browser: Browser, house: House) -> None:
    jo = desk(browser, house, "jo")
    address = last_quarter(jo, house)
    assert_readable(jo)
    photograph_all(jo, "quarter-funder")

    jo.goto(f"{address}?for=public")
    assert_readable(jo)
    photograph_all(jo, "quarter-public")
    assert not [n for n in numbers(jo) if re.fullmatch("[1-9]|10", n)]
    expect(jo.locator("svg.chart rect.kept").first).to_be_attached()

    jo.goto(address)
    jo.get_by_role("button", name="Make ready for a second person").click()
    expect(jo.get_by_role("button", name="Tick these numbers")).to_have_count(0)

    sunniva = desk(browser, house, "sunniva")
    sunniva.goto(address)
    assert_readable(sunniva)
    sunniva.get_by_role("button", name="Tick these numbers").click()

    jo.goto(address)
    jo.get_by_role("button", name="Freeze and send").click()
    expect(jo.get_by_text("Frozen. What was sent stays as it was sent.")).to_be_visible()
    sent = saved(jo)

    log_a_service_of_that_quarter(browser, house, address)
    jo.goto(address)
    assert saved(jo) == sent
    jo.goto(f"{address}since/")
    assert_readable(jo)
    expect(jo.get_by_text("written down later").first).to_be_visible()

    jo.goto(f"{address}?for=public")
    assert not [row for row in saved(jo) if re.fullmatch("[1-9]|10", row[3])]
    jo.get_by_role("button", name="Page to print").click()
    jo.get_by_role("link", name="Back to the report").wait_for()
    assert_readable(jo)
    photograph_all(jo, "quarter-print")


def log_a_service_of_that_quarter(browser: Browser, house: House, address: str) -> None:
    """An advocate remembers something she did in the quarter's last month."""
    award = address.split("/grants/")[1].split("/")[0]
    year, month = (int(part) for part in address.rstrip("/").rsplit("/", 1)[1].split("-"))
    day = f"{year}-{month + 2:02d}-28"
    delphine = desk(browser, house, "delphine")
    delphine.goto(f"{house.url}/desk/people/")
    hers = re.search(r"/desk/people/[0-9a-f-]{36}/", delphine.content())
    assert hers is not None
    delphine.goto(f"{house.url}{hers[0]}log/")
    delphine.locator("input[name=codes]").first.check()
    delphine.locator("[name=award]").first.select_option(award)
    delphine.locator("input[name=day]").fill(day)
    delphine.locator("main form button.btn-go").first.click()
    delphine.wait_for_load_state()
