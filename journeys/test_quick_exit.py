"""Leaving, and staying gone: no frame of ours after Back or Forward, from any kind of page.

Over HTTPS, with the back-forward cache, and with a negative control: a page that is left without
the guard is seen again after Back, from that very cache.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, Request, Worker

from journeys.browsing import NOT_THESE, chromium, how
from journeys.elsewhere import Elsewhere, standing
from journeys.public import one_of_each_kind, public_pages
from journeys.serving import House, Keys, leave_to, make_demo_house, make_keys, serving
from journeys.watching import CANARY, SETTLED, count_gold, history, step, watching

NO_SUCH_PAGE = "/nowhere/"
SCREENS = [(320, 640), (390, 844), (390, 400), (1280, 800), (320, 256)]  # the last: 400 % zoom
A_FINGER = 44

CORNER = """() => {
  const door = document.querySelector('a.leave')
  const box = door.getBoundingClientRect()
  const [x, y, far, low] = [box.left + 4, box.top + 4, box.right - 4, box.bottom - 4]
  const points = [[(x + far) / 2, (y + low) / 2], [x, y], [far, y], [x, low], [far, low]]
  return {
    reached: points.every(([x, y]) => door.contains(document.elementFromPoint(x, y))),
    inside: box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight,
    width: box.width, height: box.height,
    fromEnd: document.dir === 'rtl' ? box.left : document.documentElement.clientWidth - box.right,
  }
}"""
OPEN_ALL = """() => {
  for (const each of document.querySelectorAll('details')) each.open = true
  for (const each of document.querySelectorAll('header [aria-expanded="false"]')) each.click()
  const notice = document.createElement('div')
  notice.className = 'notice notice-care'
  notice.textContent = 'Something changed. '.repeat(40)
  document.querySelector('main').prepend(notice)
}"""


@dataclass(frozen=True)
class Town:
    """A house, another site, and an address of each kind of page of the house."""

    house: House
    keys: Keys
    elsewhere: Elsewhere
    kinds: list[str]
    browser: Browser
    scanner: Page

    def is_ours(self, address: str) -> bool:
        return address.startswith(self.house.url)


@pytest.fixture(scope="module")
def town(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("exit")
    keys = make_keys(folder)
    with standing(keys) as elsewhere:
        make_demo_house(folder / "var")
        leave_to(folder / "var", elsewhere.neutral)
        with serving(folder / "var", keys=keys) as house:
            kinds = one_of_each_kind(public_pages(house), more=(NO_SUCH_PAGE,))
            browser = chromium(playwright, trusting=keys.digest)
            yield Town(house, keys, elsewhere, kinds, browser, browser.new_page())
            browser.close()


@pytest.fixture
def page(town: Town) -> Iterator[Page]:
    context = town.browser.new_context()
    yield context.new_page()
    context.close()


def visit(page: Page, town: Town, *paths: str) -> None:
    """Come from the search page, and look at these pages of ours one after another."""
    page.goto(f"{town.elsewhere.url}/search")
    for path in paths:
        page.goto(f"{town.house.url}{path}")
        page.wait_for_timeout(100)


def press_shift(page: Page, times: int = 3) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")


def press_the_button(page: Page) -> None:
    page.locator("a.leave").click()


def press_the_twin(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.locator("a.skip[data-leave]:focus").is_visible(), (
        "not the first after the skip link"
    )
    page.keyboard.press("Enter")


def press_shift_while_writing(page: Page) -> None:
    field = page.locator("main textarea, .composer textarea, main input[type=text]").first
    if field.count():
        field.click()
        page.keyboard.type("half a sentence")
    press_shift(page)


WAYS = {
    "button": press_the_button,
    "skip link": press_the_twin,
    "shift": press_shift_while_writing,
}


def wait_until_gone(page: Page, town: Town) -> None:
    page.wait_for_url(town.elsewhere.neutral, timeout=10_000)
    page.wait_for_timeout(SETTLED)


def shows(page: Page) -> bool:
    return page.locator("main").is_visible()


def test_the_canary_is_seen_where_nothing_guards(page: Page, town: Town) -> None:
    page.goto(f"{town.elsewhere.url}/unguarded")
    page.wait_for_timeout(100)
    page.goto(f"{town.house.url}{NO_SUCH_PAGE}")

    with watching(page) as watch:
        step(page, -1)

    assert page.evaluate("window.cameBack") is True, "the back-forward cache is not on"
    assert watch.gold(town.scanner) > CANARY


@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_ours_is_seen_from_leaving_on(page: Page, town: Town, way: str) -> None:
    """Each kind of page is left in one of the ways, after all kinds were looked at."""
    begin = list(WAYS).index(way)
    for path in town.kinds[begin :: len(WAYS)]:
        visit(page, town, *[each for each in town.kinds if each != path], path)
        with watching(page) as leaving:
            assert leaving.gold(town.scanner) > CANARY, f"{path} shows no canary"
            WAYS[way](page)
            wait_until_gone(page, town)
        with watching(page) as watch:
            for by in (-1, 1, -1, -1, 1, 1):
                step(page, by)
                assert not town.is_ours(page.url), path

        assert not [n for n in leaving.after_the_first_blank(town.scanner) if n > CANARY], path
        assert watch.gold(town.scanner) <= CANARY, path

        page.goto(f"{town.house.url}{path}")
        assert shows(page), f"{path} does not show after coming back on purpose"
        assert page.evaluate("sessionStorage.length") == 0


def test_the_page_left_is_not_in_the_history(page: Page, town: Town) -> None:
    visit(page, town, "/")

    press_the_button(page)
    wait_until_gone(page, town)

    assert [each for each in history(page)[1] if town.is_ours(each)] == []


def test_reloading_what_back_brought_shows_the_neutral_page(page: Page, town: Town) -> None:
    visit(page, town, "/", NO_SUCH_PAGE)
    press_the_button(page)
    wait_until_gone(page, town)

    step(page, -1)
    page.reload()

    assert page.url == town.elsewhere.neutral


def test_a_page_in_another_tab_leaves_too(page: Page, town: Town) -> None:
    visit(page, town, "/")
    other = page.context.new_page()
    visit(other, town, "/chat/")

    press_shift(page)

    other.wait_for_url(town.elsewhere.neutral, timeout=10_000)


def test_a_guarded_page_that_the_browser_kept_whole_is_shown_only_to_who_did_not_leave(
    page: Page, town: Town
) -> None:
    guarded = f"{town.elsewhere.url}/guarded"
    page.goto(guarded)
    page.goto(f"{guarded}?next")
    with watching(page) as watch:
        step(page, -1)
    assert page.evaluate("window.cameBack") is True, "the back-forward cache is not on"
    assert shows(page)
    assert watch.gold(town.scanner) > CANARY

    press_shift(page)
    wait_until_gone(page, town)
    with watching(page) as watch:
        for by in (1, -1, -1, 1):
            step(page, by)

    assert watch.gold(town.scanner) <= CANARY


def test_back_without_having_left_shows_the_page_again(page: Page, town: Town) -> None:
    visit(page, town, "/")
    page.goto(f"{town.elsewhere.url}/search?again")

    step(page, -1)

    assert page.url == f"{town.house.url}/"
    assert shows(page)


def test_typing_capitals_does_not_leave(page: Page, town: Town) -> None:
    visit(page, town, "/chat/")
    page.locator("textarea").first.click()

    for letter in "HELP":
        page.keyboard.down("Shift")
        page.keyboard.press(letter)
        page.keyboard.up("Shift")
    press_shift(page, 2)

    page.wait_for_timeout(SETTLED)
    assert town.is_ours(page.url)


def test_shift_three_times_slowly_does_not_leave(page: Page, town: Town) -> None:
    visit(page, town, "/")

    press_shift(page, 2)
    page.wait_for_timeout(5100)
    press_shift(page, 1)

    page.wait_for_timeout(SETTLED)
    assert town.is_ours(page.url)


# With the network dead, and with the house down.


def test_the_page_is_hidden_at_once_even_if_the_network_is_dead(page: Page, town: Town) -> None:
    visit(page, town, "/")
    page.context.set_offline(True)

    with watching(page) as watch:
        seen = page.evaluate(
            """() => {
              const before = performance.now()
              document.querySelector('a.leave').click()
              const shown = [...document.body.children].filter(each => !each.hidden)
              return {
                took: performance.now() - before,
                shown: shown.map(each => each.textContent.trim()),
                title: document.title,
              }
            }"""
        )
        for by in (-1, 1):
            step(page, by)

    assert seen["took"] < 50
    assert seen["shown"] == ["Loading"]
    assert seen["title"].strip() == ""
    assert not [n for n in watch.after_the_first_blank(town.scanner) if n > CANARY]


def test_a_house_that_died_is_left_like_any_other(page: Page, town: Town) -> None:
    with serving(town.house.data, keys=town.keys) as house:
        for path in town.kinds:
            page.goto(f"{house.url}{path}")

    with watching(page) as watch:
        press_shift(page)
        wait_until_gone(page, town)
        for by in (-1, -1, 1):
            step(page, by)

    assert not [n for n in watch.after_the_first_blank(town.scanner) if n > CANARY]


def test_the_rest_of_a_page_that_is_left_stays_away(page: Page, town: Town) -> None:
    half = f"{town.elsewhere.url}/half"
    page.goto(f"{half}?to-the-end")
    whole = page.screenshot()
    page.goto(half, wait_until="commit")
    page.get_by_text("The first half.").wait_for()
    with watching(page) as watch:
        press_shift(page)
        page.wait_for_url("**/later", wait_until="commit")

    assert count_gold(town.scanner, whole) > CANARY, "the rest shows no canary"
    assert watch.gold(town.scanner) <= CANARY


# Tabs that are opened again, copied, or restored with the whole browser.


@contextmanager
def own_profile(playwright: Playwright, town: Town, folder: Path) -> Iterator[BrowserContext]:
    """A browser with a folder of its own, and a hand (an extension) that does what menus do."""
    hand = folder.with_name("hand")
    hand.mkdir(exist_ok=True)
    (hand / "hand.js").write_text("")
    (hand / "manifest.json").write_text(
        json.dumps(
            {
                "manifest_version": 3,
                "name": "hand",
                "version": "1",
                "permissions": ["tabs", "sessions"],
                "background": {"service_worker": "hand.js"},
            }
        )
    )
    start = how(trusting=town.keys.digest)
    start["args"] += [f"--load-extension={hand}", f"--disable-extensions-except={hand}"]
    start["args"] += ["--restore-last-session", "--hide-crash-restore-bubble"]
    context = playwright.chromium.launch_persistent_context(
        folder, ignore_default_args=[*NOT_THESE, "--disable-extensions"], **start
    )
    yield context
    with suppress(Error):
        context.close()


def hand_of(context: BrowserContext) -> Worker:
    return context.service_workers[0] if context.service_workers else _awaited(context)


def _awaited(context: BrowserContext) -> Worker:
    return context.wait_for_event("serviceworker")


def beside(context: BrowserContext, page: Page, asked: str) -> Page:
    """The tab that this brings up."""
    before = set(context.pages)
    hand_of(context).evaluate(asked, page.url)
    page.wait_for_timeout(2 * SETTLED)
    (new,) = set(context.pages) - before
    return new


COPY = """async url => {
  const [tab] = await chrome.tabs.query({ url: url.split('#')[0] + '*' })
  await chrome.tabs.duplicate(tab.id)
}"""
REOPEN = "async () => { await chrome.sessions.restore() }"


def test_a_tab_copied_reopened_or_restored_shows_nothing_of_ours(
    playwright: Playwright, town: Town, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    with own_profile(playwright, town, profile) as context:
        stays = context.pages[0]
        page = context.new_page()
        visit(page, town, *town.kinds)
        press_the_button(page)
        wait_until_gone(page, town)

        copied = beside(context, page, COPY)
        walk_and_see_nothing(copied, town)
        page.close()
        reopened = beside(context, stays, REOPEN)
        walk_and_see_nothing(reopened, town)
        copied.close()

    with own_profile(playwright, town, profile) as context:
        context.pages[0].wait_for_timeout(2 * SETTLED)
        restored = [each for each in context.pages if len(history(each)[1]) > 1]
        assert restored, "the browser restored no tab"
        for each in restored:
            walk_and_see_nothing(each, town)


def walk_and_see_nothing(page: Page, town: Town) -> None:
    with watching(page) as watch:
        for by in (0, -1, -1, 1):
            step(page, by)
            assert not town.is_ours(page.url)
    assert watch.gold(town.scanner) <= CANARY


# What leaving tells, and what it keeps.


def test_leaving_opens_no_tab_and_tells_nobody_where_from(page: Page, town: Town) -> None:
    asked: list[Request] = []
    visit(page, town, "/")
    page.on("request", lambda request: asked.append(request))
    town.elsewhere.asked.clear()

    page.locator("a.leave").click(modifiers=["Control"])

    wait_until_gone(page, town)
    assert len(page.context.pages) == 1
    assert all("referer" not in each.all_headers() for each in asked)
    assert town.elsewhere.asked
    assert all(not {"referer", "origin"} & set(headers) for _, headers in town.elsewhere.asked)


def test_leaving_keeps_only_a_flag(page: Page, town: Town) -> None:
    visit(page, town, "/")
    page.evaluate("document.addEventListener('leave', () => { window.name = 'told' })")
    press_the_button(page)
    wait_until_gone(page, town)

    kept = page.context.storage_state()

    assert kept["cookies"] == []
    assert kept["origins"] == []


def test_leaving_a_chat_forgets_it(page: Page, town: Town) -> None:
    visit(page, town, "/", "/chat/")
    page.locator("#say").fill("quincunx")
    page.get_by_role("button", name="Start").click()
    page.get_by_text("quincunx").wait_for()
    chat = page.url.partition("#")[0]
    page.locator("#say").click()

    press_shift(page)
    wait_until_gone(page, town)
    for by in (-1, -1, 1, 1, -1):
        step(page, by)
        assert not town.is_ours(page.url)

    assert not [each for each in history(page)[1] if each.startswith(chat)]
    town.scanner.goto(chat)
    assert "quincunx" not in town.scanner.content()
    town.scanner.goto("about:blank")


def test_without_script_leaving_is_a_plain_link(town: Town) -> None:
    context = town.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    town.elsewhere.asked.clear()
    for path in town.kinds:
        visit(page, town, path)
        link = page.locator("a.leave")

        assert "noreferrer" in (link.get_attribute("rel") or "")
        assert page.locator(".reading").is_hidden(), "a switch that could do nothing"
        link.click()

        page.wait_for_url(town.elsewhere.neutral)
    assert all("referer" not in headers for _, headers in town.elsewhere.asked)
    context.close()


# The door never moves.


def test_the_door_is_in_its_corner_on_every_kind_of_page(page: Page, town: Town) -> None:
    for path in town.kinds:
        visit(page, town, path)
        for is_open in (False, True):
            if is_open:
                page.evaluate(OPEN_ALL)
            for width, height in SCREENS:
                page.set_viewport_size({"width": width, "height": height})
                for far in (0, 400, 100_000):
                    page.evaluate("far => scrollTo(0, far)", far)
                    assert_in_its_corner(page, f"{path} {width}x{height} at {far}")


def test_the_door_is_there_while_somebody_writes(page: Page, town: Town) -> None:
    """Before a chat and in it. A keyboard on the screen takes half of it."""
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, town, "/chat/")
    for begun in (False, True):
        if begun:
            page.get_by_role("button", name="Start").click()
            page.get_by_role("button", name="Send").wait_for()
        page.locator("#say").fill("one\ntwo\nthree")
        page.locator("#say").focus()
        for height in (844, 420, 256):
            page.set_viewport_size({"width": 390, "height": height})
            page.wait_for_timeout(50)
            assert_in_its_corner(page, f"begun: {begun}, {height}")


def test_the_door_mirrors_and_keeps_its_edge_in_forced_colors(page: Page, town: Town) -> None:
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        page.goto(f"{town.house.url}/demo/look/?dir=rtl")
        assert_in_its_corner(page, f"mirrored {width}")
    page.emulate_media(forced_colors="active")
    for path in town.kinds:
        visit(page, town, path)
        assert_in_its_corner(page, f"forced colors {path}")
        edge, ground = page.eval_on_selector(
            "a.leave",
            """door => [getComputedStyle(door).borderTopColor,
                       getComputedStyle(document.body.parentElement).backgroundColor]""",
        )
        assert edge != ground, path


def assert_in_its_corner(page: Page, where: str) -> None:
    door = page.evaluate(CORNER)
    assert door["reached"], where
    assert door["inside"], where
    assert door["height"] >= A_FINGER, where
    assert door["width"] >= A_FINGER, where
    assert door["fromEnd"] < 100, where


def test_the_way_out_is_announced_well(page: Page, town: Town) -> None:
    """Through the accessibility tree: what it is called before, and one word after."""
    visit(page, town, "/")

    before = announced(page)
    town.elsewhere.is_silent = True
    page.evaluate("document.querySelector('a.leave').click()")
    page.wait_for_timeout(SETTLED)
    after = announced(page)
    town.elsewhere.is_silent = False

    assert before[("link", "Leave this site")] == 2
    assert before[("button", "Private reading")] == 1
    assert [name for _role, name in after if name.strip()] == ["Loading"]


def announced(page: Page) -> dict[tuple[str, str], int]:
    """How often each role and name stands in the accessibility tree."""
    devtools = page.context.new_cdp_session(page)
    counted: dict[tuple[str, str], int] = {}
    for node in devtools.send("Accessibility.getFullAXTree")["nodes"]:
        role, name = node.get("role", {}).get("value"), node.get("name", {}).get("value", "")
        if not node.get("ignored") and role not in ("InlineTextBox", "RootWebArea"):
            counted[role, name] = counted.get((role, name), 0) + 1
    devtools.detach()
    return counted
