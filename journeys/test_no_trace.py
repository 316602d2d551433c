"""After a visit, the browser's own folder holds no word of it, no cookie and no storage of ours.

She comes from a search engine, looks at a page of each kind, chats, leaves and closes the browser.
Then every file of its folder is searched. What it does keep is its own list of addresses, with the
name of this house in it, which `docs/threat-model.md` says.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # Any: what a browser says of its storage
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, Request, expect

from accompany.house.telling import telling
from journeys.browsing import NOT_THESE, how
from journeys.elsewhere import Elsewhere, standing
from journeys.night import Night, night
from journeys.public import Look, one_of_each_kind, public_pages
from journeys.serving import House, Keys, make_keys
from journeys.traces import titles, traces

SHE_WRITES = "he is in the shower sesquipedalian"
SHE_HALF_WRITES = "going now tintinnabulation"
WE_WRITE = "Take your time borborygmus."
OF_OUR_FILES = (
    *("leave.js", "chat.js", "public.css", "helpline/"),
    *("Shift, three times", "full height, one column", "hasLeft", "data-leaving", "data-once"),
)
OTHERS = {"", "Weather"}
KEPT = """() => ({ cookies: document.cookie, session: sessionStorage.length })"""
# Merely asking for these leaves the name of the house in a browser's folder: never in hers.
ALL_KEPT = """async () => ({
  local: localStorage.length,
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""


@dataclass
class Visit:
    """What was seen of one visit, from outside of the house."""

    tonight: Night
    elsewhere: Elsewhere
    pages: list[Look]
    profile: Path
    asked: list[Request] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    cookies: list[Any] = field(default_factory=list)

    @property
    def house(self) -> House:
        return self.tonight.house


@pytest.fixture(scope="module")
def visit(
    playwright: Playwright, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Visit]:
    folder = tmp_path_factory.mktemp("trace")
    keys = make_keys(folder)
    with (
        standing(keys) as elsewhere,
        night(folder, keys=keys, neutral=elsewhere.neutral) as tonight,
    ):
        visit = Visit(tonight, elsewhere, public_pages(tonight.house), folder / "profile")
        pay(visit, playwright, browser, keys)
        yield visit


def pay(visit: Visit, playwright: Playwright, browser: Browser, keys: Keys) -> None:
    """The visit itself, from the search engine to the closed browser."""
    hers = playwright.chromium.launch_persistent_context(
        visit.profile,
        ignore_default_args=NOT_THESE,
        viewport={"width": 390, "height": 844},
        **how(trusting=keys.digest),
    )
    hers.on("request", lambda request: visit.asked.append(request))
    page = hers.pages[0]
    page.goto(f"{visit.elsewhere.url}/search")
    for path in one_of_each_kind(visit.pages):
        page.goto(f"{visit.house.url}{path}", wait_until="networkidle")
        visit.kept[path] = page.evaluate(KEPT)
    chat(visit, page, browser)
    visit.kept["the chat"] = page.evaluate(KEPT)
    visit.headers = [each.all_headers() for each in visit.asked]
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(visit.elsewhere.neutral)
    visit.cookies = list(hers.cookies())
    hers.close()


def chat(visit: Visit, page: Page, browser: Browser) -> None:
    page.goto(f"{visit.house.url}/chat/")
    page.locator("#say").fill(SHE_WRITES)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text(SHE_WRITES)).to_be_visible()
    desk = visit.tonight.desk(browser, "tamsin")
    desk.goto(f"{visit.house.url}/desk/helpline/")
    desk.get_by_role("link", name="sesquipedalian").first.click()
    desk.get_by_role("button", name="Take this").click()
    desk.locator("textarea[name=reply]").fill(WE_WRITE)
    desk.get_by_role("button", name="Send").click()
    expect(desk.get_by_text(WE_WRITE).first).to_be_visible()
    desk.context.close()
    expect(page.get_by_text(WE_WRITE)).to_be_visible(timeout=15_000)
    page.locator("#say").press_sequentially(SHE_HALF_WRITES)


def test_what_the_browser_does_keep_of_other_sites_is_found(visit: Visit) -> None:
    """The control: the search sees a page that was kept, plain and packed."""
    assert traces(visit.profile, "Rain by evening.")
    assert traces(visit.profile, "Ten results for a quiet evening.")


def test_no_word_that_was_typed_or_answered_is_in_the_browsers_folder(visit: Visit) -> None:
    assert traces(visit.profile, "sesquipedalian", "tintinnabulation", "borborygmus") == []


def test_no_word_of_any_page_or_file_is_in_the_browsers_folder(visit: Visit) -> None:
    """Files of ours too: what a page is drawn with would say what it was."""
    said = {words for page in visit.pages for words in page.said[:4]}
    assert len(said) > len(one_of_each_kind(visit.pages))

    assert traces(visit.profile, *sorted(said), *OF_OUR_FILES) == []


def test_nothing_is_stored_on_any_kind_of_page(visit: Visit, browser: Browser) -> None:
    context = browser.new_context(ignore_https_errors=True)
    page = context.new_page()
    for path in one_of_each_kind(visit.pages):
        page.goto(f"{visit.house.url}{path}")
        assert not any(page.evaluate(ALL_KEPT).values()), path
    context.close()

    assert visit.cookies == []
    assert [path for path, kept in visit.kept.items() if any(kept.values())] == []


def test_the_flag_of_having_left_is_all_that_the_tab_stored(visit: Visit) -> None:
    host = urlsplit(visit.house.url).netloc
    stored = {
        path.relative_to(visit.profile / "Default").parts[0]
        for path in visit.profile.rglob("*")
        if path.is_file() and host.encode() in path.read_bytes() and "Storage" in str(path)
    }

    assert stored <= {"Session Storage"}


def test_nobody_else_is_asked_for_anything(visit: Visit) -> None:
    ours = [each for each in visit.asked if each.url.startswith(visit.house.url)]
    others = {each.url for each in visit.asked if each not in ours}

    assert ours
    assert others == {f"{visit.elsewhere.url}/search", visit.elsewhere.neutral}


def test_nobody_is_told_where_she_came_from(visit: Visit) -> None:
    assert [each for each in visit.headers if "referer" in each] == []
    arrivals = [told for path, told in visit.elsewhere.asked if path == "/weather"]
    assert arrivals
    assert all(not {"referer", "origin", "cookie"} & set(told) for told in arrivals)


def test_the_history_gives_our_pages_neutral_titles(visit: Visit) -> None:
    found = titles(visit.profile, urlsplit(visit.house.url).netloc)

    assert found, "the history is not where it was"
    assert [title for title in found.values() if telling(title)] == []
    assert all(title.endswith("Alder Street") for title in found.values() if title not in OTHERS)


def test_what_stands_outside_of_a_page_is_safe_at_a_glance(visit: Visit) -> None:
    """Tab, icon, names of files, and what a link to it shows in a message."""
    for page in visit.pages:
        shown = [page.title, *page.icons, *page.downloads, *files(page)]
        shown += [meta["content"] for meta in page.metas if meta.get("name") == "description"]
        shown += [meta["content"] for meta in page.metas if "property" in meta]
        assert page.title, page.path
        assert page.icons, page.path
        assert {each: telling(each) for each in shown if telling(each)} == {}, page.path


def files(page: Look) -> list[str]:
    """The names of files that a page leads to, as they would lie among the downloads."""
    names = [urlsplit(each).path.rsplit("/", 1)[-1] for each in page.links]
    return [each for each in names if "." in each]


def test_printed_a_page_has_no_door_and_says_only_the_name(visit: Visit, browser: Browser) -> None:
    context = browser.new_context(ignore_https_errors=True)
    page = context.new_page()
    page.emulate_media(media="print")
    for path in one_of_each_kind(visit.pages):
        page.goto(f"{visit.house.url}{path}")

        for gone in (".leave", ".topbar", ".foot", ".reading", ".skip"):
            assert page.locator(gone).locator("visible=true").count() == 0, (path, gone)
        assert page.locator("body > .print-only").inner_text() == "Alder Street"
    context.close()
