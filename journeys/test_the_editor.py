"""An editor's day: she changes a page, looks at it, publishes it, asks the council of another.

All day her browser asks nobody but the house for anything.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.look import assert_readable
from journeys.night import Night, night, own_browser

WITHIN = ("data:", "blob:", "about:")  # what a browser reads without asking anybody


@pytest.fixture(scope="module")
def tonight(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    with night(tmp_path_factory.mktemp("editor")) as running:
        yield running


@pytest.fixture(scope="module")
def noor(tonight: Night, browser: Browser) -> Iterator[Page]:
    hers = own_browser(browser, viewport={"width": 1280, "height": 900})
    page = hers.new_page()
    page.asked = []  # type: ignore[attr-defined]  # every address her browser asked, in any tab
    hers.on("request", lambda request: page.asked.append((request.resource_type, request.url)))
    page.on("websocket", lambda opened: page.asked.append(("websocket", opened.url)))
    tonight.sign_in(page, "noor")
    page.said = []  # type: ignore[attr-defined]  # what the browser complained of
    page.on("console", lambda told: page.said.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda raised: page.said.append(str(raised)))
    yield page
    hers.close()


def edit(tonight: Night, page: Page, title: str) -> None:
    """Open a page of the site for editing, by the search of the CMS."""
    page.goto(f"{tonight.house.url}/cms/pages/search/?q={title.replace(' ', '+')}")
    page.get_by_role("link", name=re.compile(f"^(Edit )?'?{title}'?$")).first.click()
    page.wait_for_load_state()
    if "/edit/" not in page.url:
        page.get_by_role("link", name=re.compile("Edit")).first.click()
    expect(page.locator("#id_title")).to_be_visible()


def test_a_page_is_changed_looked_at_and_public_at_once(
    tonight: Night, noor: Page, browser: Browser
) -> None:
    visitor = browser.new_context(ignore_https_errors=True).new_page()
    visitor.goto(f"{tonight.house.url}/mission/")
    lede = visitor.locator(".lede").inner_text()

    edit(tonight, noor, "Our mission")
    noor.locator("#id_lede").fill("Three levels, and one kettle.")
    noor.get_by_role("button", name=re.compile("Toggle preview")).first.click()
    preview = noor.frame_locator("iframe[title=Preview]").first
    expect(preview.locator(".lede")).to_have_text("Three levels, and one kettle.", timeout=30_000)
    visitor.reload()
    assert visitor.locator(".lede").inner_text() == lede

    noor.get_by_role("button", name="More actions").click()
    noor.get_by_role("button", name="Publish").click()
    expect(noor.get_by_text("published", exact=False).first).to_be_visible()
    visitor.goto(f"{tonight.house.url}/mission/")
    expect(visitor.locator(".lede")).to_have_text("Three levels, and one kettle.")
    assert noor.said == []  # type: ignore[attr-defined]
    visitor.context.close()


def test_the_council_is_asked_about_a_page_on_participants(
    tonight: Night, noor: Page, browser: Browser
) -> None:
    visitor = browser.new_context(ignore_https_errors=True).new_page()

    edit(tonight, noor, "Men’s accountability")
    noor.locator("#id_lede").fill("What is learned can be left behind.")
    noor.get_by_role("button", name="More actions").click()
    expect(noor.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    noor.get_by_role("button", name=re.compile("Submit to The survivor council")).click()
    expect(noor.get_by_text(re.compile("submitted", re.IGNORECASE)).first).to_be_visible()
    visitor.goto(f"{tonight.house.url}/mens-accountability/")
    assert "can be left behind" not in visitor.locator(".lede").inner_text()

    thea = tonight.desk(browser, "thea", viewport={"width": 390, "height": 844})
    thea.goto(f"{tonight.house.url}/desk/council/")
    thea.get_by_role("link", name=re.compile("Men’s accountability")).first.click()
    expect(thea.get_by_text("What is learned can be left behind.")).to_be_visible()
    thea.get_by_role("button", name="Say yes: make it public").click()
    expect(thea.get_by_text("is public now")).to_be_visible()

    visitor.goto(f"{tonight.house.url}/mens-accountability/")
    expect(visitor.locator(".lede")).to_have_text("What is learned can be left behind.")
    thea.context.close()
    visitor.context.close()


def test_a_page_is_moved_under_another_that_is_chosen(tonight: Night, noor: Page) -> None:
    edit(tonight, noor, "Our mission")
    number = re.search(r"/pages/(\d+)/", noor.url)
    assert number

    noor.goto(f"{tonight.house.url}/cms/pages/{number[1]}/move/")
    noor.locator("main").get_by_role("button", name="Actions").click()
    noor.get_by_role("button", name="Choose another page").click()
    assert_readable(noor)
    noor.get_by_role("dialog").get_by_label("Search term").fill("Get support")
    noor.get_by_role("dialog").get_by_role("link", name=re.compile("Get support")).first.click()
    expect(noor.locator("[data-chooser-title]")).to_have_text("Get support")
    noor.get_by_role("button", name="Confirm").click()
    noor.get_by_role("button", name="Yes, move this page").click()

    moved = noor.goto(f"{tonight.house.url}/mission/")
    assert moved
    assert (moved.status, noor.url) == (200, f"{tonight.house.url}/help/mission/")
    assert noor.said == []  # type: ignore[attr-defined]


def test_her_browser_asked_nobody_but_the_house(tonight: Night, noor: Page) -> None:
    """Faces, news of versions, fonts, measuring: a CMS likes to fetch them from elsewhere."""
    house = tonight.house.url
    for address in ("/cms/", "/cms/pages/", "/cms/images/", "/cms/redirects/"):
        answer = noor.goto(house + address)
        assert answer is not None, address
        assert answer.ok, address
        noor.wait_for_load_state("networkidle")
    edit(tonight, noor, "Our mission")
    noor.wait_for_load_state("networkidle")

    asked = [each for each in noor.asked if not each[1].startswith(WITHIN)]  # type: ignore[attr-defined]

    assert {"document", "stylesheet", "script"} <= {kind for kind, _url in asked}
    assert [each for each in asked if not each[1].startswith(f"{house}/")] == []
    assert noor.said == []  # type: ignore[attr-defined]
