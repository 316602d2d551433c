"""A copy of the public pages in a real browser, with the house down: it is whole, it asks nobody
else, and leaving it works. Beside it, the block of data that search engines read, under the policy.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from accompany.website.tests.servers import plain_server
from journeys.serving import REPOSITORY, house_env, make_house, serving

MAKE_A_SITE = """
import django; django.setup()
from accompany.website.testing import make_site
make_site()
"""
WATCH = """addEventListener('securitypolicyviolation', event => {
  (window.refused = window.refused || []).push(event.violatedDirective) })"""
PUT_A_SCRIPT = """document.head.append(
  Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))"""
PATHS = ["/", "/help/", "/news/", "/news/open-evening/", "/chat/", "/contact/", "/es/", "/es/chat/"]


@dataclass(frozen=True)
class Copied:
    """A copy that is served, the neutral page, and the folder of the house it was made of."""

    url: str
    neutral: str
    data: Path
    folder: Path


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copied]:
    room = tmp_path_factory.mktemp("copy")
    weather = room / "weather"
    weather.mkdir()
    (weather / "index.html").write_text("<!doctype html><title>Weather</title><h1>Rain</h1>")
    with plain_server(weather) as port:
        neutral = f"http://localhost:{port}/"
        make_house(room / "var", neutral_exit_url=neutral)
        env = house_env(room / "var")
        run = {"env": env, "cwd": REPOSITORY, "check": True, "capture_output": True}
        subprocess.run([sys.executable, "-c", MAKE_A_SITE], **run)  # type: ignore[call-overload]
        export = [sys.executable, "-m", "accompany.cli", "website", "export", str(room / "copy")]
        subprocess.run(export, **run)  # type: ignore[call-overload]
        with plain_server(room / "copy") as served:
            yield Copied(f"http://127.0.0.1:{served}", neutral, room / "var", room / "copy")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


def refused(page: Page) -> list[str]:
    page.wait_for_timeout(100)
    found: list[str] = page.evaluate("window.refused || []")
    return found


def test_it_is_whole_asks_nobody_else_and_keeps_to_its_policy(page: Page, copied: Copied) -> None:
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda each: asked.append(each.url))
    page.on("response", lambda each: failed.append(each.url) if each.status >= 400 else None)

    for path in PATHS:
        page.goto(f"{copied.url}{path}")
        assert refused(page) == [], path
        assert (
            page.evaluate("getComputedStyle(document.querySelector('.topbar')).position")
            == "sticky"
        )

    assert failed == []
    assert [each for each in asked if not each.startswith(copied.url)] == []
    assert page.context.storage_state()["cookies"] == []


def test_a_script_from_elsewhere_would_be_refused_by_the_page_itself(
    page: Page, copied: Copied
) -> None:
    page.goto(f"{copied.url}/help/")
    page.evaluate(PUT_A_SCRIPT)

    assert refused(page) == ["script-src-elem"]
    assert page.evaluate("window.ran") is None


def test_the_chat_says_to_call_or_text(page: Page, copied: Copied) -> None:
    page.goto(f"{copied.url}/chat/")

    assert page.get_by_role("heading", name="Call or text").is_visible()
    assert page.get_by_role("link", name="Call 206-555-0142").is_visible()
    assert page.get_by_role("link", name="Text us").is_visible()
    assert page.locator("form").count() == 0


@pytest.mark.parametrize("way", ["button", "shift"])
def test_leaving_works_and_back_shows_nothing_of_ours(page: Page, copied: Copied, way: str) -> None:
    page.goto(f"{copied.url}/")
    page.goto(f"{copied.url}/help/")

    if way == "button":
        page.locator("a.leave").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")

    page.wait_for_url(copied.neutral)
    page.go_back()
    page.wait_for_url(copied.neutral)
    assert "Rain" in page.content()


def test_private_reading_leaves_no_trail(page: Page, copied: Copied) -> None:
    page.goto(f"{copied.url}/help/")
    before = page.evaluate("history.length")

    page.locator(".site-nav a", has_text="About").first.click()
    page.wait_for_url(f"{copied.url}/about/**")

    assert page.evaluate("history.length") == before


@pytest.mark.parametrize("path", ["/chat/", "/contact/", "/news/open-evening/", "/404.html"])
def test_it_is_read_by_everybody(page: Page, copied: Copied, path: str) -> None:
    page.goto(f"{copied.url}{path}")

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


def test_the_block_of_data_stands_under_the_policy_of_the_house(page: Page, copied: Copied) -> None:
    with serving(copied.data) as house:
        for path, kind in (("/", "Organization"), ("/news/open-evening/", "Event")):
            answer = page.goto(f"{house.url}{path}")
            assert answer is not None
            assert "script-src 'self'" in answer.headers["content-security-policy"]
            block = page.evaluate(
                "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').text)"
            )
            assert block["@type"] == kind
            assert refused(page) == []
        page.evaluate(PUT_A_SCRIPT)
        assert refused(page) == ["script-src-elem"], "the policy does refuse what runs"


def test_the_loop_refreshes_the_copy_of_a_house_that_is_served(copied: Copied) -> None:
    ready = copied.data / "survivors" / "site-copy" / "index.html"

    with serving(copied.data, loop=True):
        until = time.monotonic() + 60
        while not ready.is_file() and time.monotonic() < until:
            time.sleep(0.2)

    assert "Alder Street" in ready.read_text()
