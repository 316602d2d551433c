"""Leaving, and staying gone: no frame of ours after Back or Forward.

Over HTTPS, with the back-forward cache, and with a negative control: a page that is left without
the guard is seen again after Back, from that very cache. Gold is the canary: the lamp of the front
page, which no page elsewhere shows.
"""

import base64
import http.server
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, Error, Page, Playwright, Request

from journeys.browsing import NOT_THESE, chromium, how
from journeys.serving import House, Keys, make_demo_house, make_house, make_keys, serving

SETTLED = 700  # milliseconds in which a page would have been seen
CANARY = 40  # gold points in a frame that is not ours: none

PAGES = {
    "/search": "<!doctype html><title>Search</title><h1>Search results</h1>",
    "/weather": "<!doctype html><title>Weather</title><h1>Weather</h1><p>Rain by evening.</p>",
    "/unguarded": """<!doctype html><title>Unguarded</title><script src="/note.js"></script>
        <body bgcolor="#fdcd5c"><h1>Unguarded</h1>""",
    "/note.js": "addEventListener('pageshow', event => { window.cameBack = event.persisted })",
}

COUNT_GOLD = """async source => {
  const picture = new Image()
  picture.src = 'data:image/png;base64,' + source
  await picture.decode()
  const canvas = new OffscreenCanvas(picture.width, picture.height)
  const pen = canvas.getContext('2d')
  pen.drawImage(picture, 0, 0)
  const points = pen.getImageData(0, 0, picture.width, picture.height).data
  let gold = 0
  for (let i = 0; i < points.length; i += 4)
    if (Math.abs(points[i] - 253) < 12 && Math.abs(points[i + 1] - 205) < 14
        && Math.abs(points[i + 2] - 92) < 24) gold++
  return gold
}"""


@dataclass
class Watch:
    """Every frame that the browser painted while somebody watched."""

    frames: list[str] = field(default_factory=list)

    def gold(self, scanner: Page) -> int:
        """The most gold in any frame."""
        return max((scanner.evaluate(COUNT_GOLD, each) for each in self.frames), default=0)


@dataclass(frozen=True)
class Town:
    """A house, a search engine that led to it, and a page about the weather."""

    house: House
    elsewhere: str
    digest: str
    browser: Browser
    scanner: Page


@pytest.fixture(scope="module")
def town(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("exit")
    keys = make_keys(folder)
    with _elsewhere(keys) as elsewhere:
        make_demo_house(folder / "var")
        make_house(folder / "var", neutral_exit_url=f"{elsewhere}/weather")
        with serving(folder / "var", keys=keys) as house:
            browser = chromium(playwright, trusting=keys.digest)
            yield Town(house, elsewhere, keys.digest, browser, browser.new_page())
            browser.close()


@contextmanager
def _elsewhere(keys: Keys) -> Iterator[str]:
    """Another site, under another name for this machine."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = PAGES.get(self.path.partition("?")[0], "").encode()
            kind = "text/javascript" if self.path.endswith(".js") else "text/html; charset=utf-8"
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Cache-Control", "no-cache")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said: object) -> None:
            """Nothing: a test reads no log."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(keys.certificate, keys.key)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"https://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def page(town: Town) -> Iterator[Page]:
    context = town.browser.new_context()
    yield context.new_page()
    context.close()


@contextmanager
def watching(page: Page) -> Iterator[Watch]:
    """Collect every painted frame, and a picture at each end."""
    watch = Watch()
    devtools = page.context.new_cdp_session(page)

    def keep(frame: dict[str, str]) -> None:
        watch.frames.append(frame["data"])
        with suppress(Error):
            devtools.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    devtools.on("Page.screencastFrame", keep)
    devtools.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1})
    yield watch
    watch.frames.append(base64.b64encode(page.screenshot()).decode())
    with suppress(Error):
        devtools.detach()


def history(devtools: CDPSession) -> tuple[int, list[dict[str, str]]]:
    told = devtools.send("Page.getNavigationHistory")
    return told["currentIndex"], told["entries"]


def step(page: Page, by: int) -> None:
    """Press Back or Forward, as a person does; at either end nothing happens."""
    devtools = page.context.new_cdp_session(page)
    at, entries = history(devtools)
    if 0 <= at + by < len(entries):
        devtools.send("Page.navigateToHistoryEntry", {"entryId": entries[at + by]["id"]})
    page.wait_for_timeout(SETTLED)
    with suppress(Error):
        devtools.detach()


def visit(page: Page, town: Town, *paths: str) -> None:
    """Come from the search page, and look at these pages of ours one after another."""
    page.goto(f"{town.elsewhere}/search")
    for path in paths:
        page.goto(f"{town.house.url}{path}")
        page.wait_for_timeout(100)


def press_shift(page: Page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")


def wait_until_gone(page: Page, town: Town) -> None:
    page.wait_for_url(f"{town.elsewhere}/weather", timeout=10_000)
    page.wait_for_timeout(SETTLED)


def stays(page: Page, town: Town) -> bool:
    page.wait_for_timeout(SETTLED)
    return page.url.startswith(town.house.url)


def test_the_canary_is_seen_where_nothing_guards(page: Page, town: Town) -> None:
    page.goto(f"{town.elsewhere}/unguarded")
    page.wait_for_timeout(100)
    page.goto(f"{town.house.url}/nowhere/")

    with watching(page) as watch:
        step(page, -1)

    assert page.evaluate("window.cameBack") is True, "the back-forward cache is not on"
    assert watch.gold(town.scanner) > CANARY


def test_the_front_page_shows_the_canary(page: Page, town: Town) -> None:
    with watching(page) as watch:
        visit(page, town, "/")
        page.wait_for_timeout(SETTLED)

    assert watch.gold(town.scanner) > CANARY


@pytest.mark.parametrize("way", ["button", "skip link", "shift"])
def test_nothing_of_ours_is_seen_after_leaving(page: Page, town: Town, way: str) -> None:
    visit(page, town, "/", "/nowhere/", "/")
    if way == "button":
        page.locator("a.leave").click()
    elif way == "skip link":
        page.locator("a.skip[data-leave]").focus()
        page.keyboard.press("Enter")
    else:
        press_shift(page, 3)
    wait_until_gone(page, town)

    with watching(page) as watch:
        for by in (-1, -1, 1, 1, -1, -1, -1, 1, 1, 1):
            step(page, by)
            assert not page.url.startswith(town.house.url)

    assert watch.frames
    assert watch.gold(town.scanner) <= CANARY


def test_the_page_left_is_not_in_the_history(page: Page, town: Town) -> None:
    visit(page, town, "/")

    page.locator("a.leave").click()
    wait_until_gone(page, town)

    _, entries = history(page.context.new_cdp_session(page))
    assert [each["url"] for each in entries if each["url"].startswith(town.house.url)] == []


def test_reloading_or_opening_the_tab_again_shows_the_neutral_page(page: Page, town: Town) -> None:
    visit(page, town, "/", "/nowhere/")
    page.locator("a.leave").click()
    wait_until_gone(page, town)

    step(page, -1)
    page.reload()

    assert page.url == f"{town.elsewhere}/weather"


def test_coming_back_on_purpose_shows_the_page(page: Page, town: Town) -> None:
    visit(page, town, "/")
    page.locator("a.leave").click()
    wait_until_gone(page, town)

    page.goto(town.house.url)

    assert page.get_by_role("link", name="Call 206-555-0142").is_visible()
    assert page.evaluate("sessionStorage.length") == 0


def test_back_without_having_left_shows_the_page_again(page: Page, town: Town) -> None:
    visit(page, town, "/")
    page.evaluate("addEventListener('pageshow', event => { window.cameBack = event.persisted })")
    page.goto(f"{town.elsewhere}/search?again")

    step(page, -1)

    assert page.evaluate("window.cameBack") is True
    assert page.get_by_role("link", name="Call 206-555-0142").is_visible()


def test_typing_capitals_does_not_leave(page: Page, town: Town) -> None:
    visit(page, town, "/")

    for letter in "HELP":
        page.keyboard.down("Shift")
        page.keyboard.press(letter)
        page.keyboard.up("Shift")
    press_shift(page, 2)

    assert stays(page, town)


def test_shift_three_times_slowly_does_not_leave(page: Page, town: Town) -> None:
    visit(page, town, "/")

    press_shift(page, 2)
    page.wait_for_timeout(5100)
    press_shift(page, 1)

    assert stays(page, town)


def test_the_page_is_hidden_at_once_even_if_the_network_is_dead(page: Page, town: Town) -> None:
    visit(page, town, "/")
    page.context.set_offline(True)

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

    assert seen["took"] < 50
    assert seen["shown"] == ["Loading"]
    assert seen["title"].strip() == ""


def test_leaving_opens_no_tab_and_tells_nobody_where_from(page: Page, town: Town) -> None:
    asked: list[Request] = []
    visit(page, town, "/")
    page.on("request", lambda request: asked.append(request))

    page.locator("a.leave").click(modifiers=["Control"])

    wait_until_gone(page, town)
    assert len(page.context.pages) == 1
    assert all("referer" not in each.all_headers() for each in asked)


def test_leaving_keeps_only_a_flag(page: Page, town: Town) -> None:
    visit(page, town, "/")
    page.evaluate("document.addEventListener('leave', () => { window.name = 'told' })")
    page.locator("a.leave").click()
    wait_until_gone(page, town)

    kept = page.context.storage_state()

    assert kept["cookies"] == []
    assert kept["origins"] == []


def test_leaving_a_chat_forgets_it(page: Page, town: Town) -> None:
    visit(page, town, "/", "/chat/")
    page.locator("#say").fill("quincunx")
    page.get_by_role("button", name="Start").click()
    page.get_by_text("quincunx").wait_for()
    chat = page.url

    press_shift(page, 3)
    wait_until_gone(page, town)
    for by in (-1, -1, 1, 1, -1):
        step(page, by)
        assert not page.url.startswith(town.house.url)

    _, entries = history(page.context.new_cdp_session(page))
    assert chat not in [each["url"] for each in entries]
    town.scanner.goto(chat)
    assert "quincunx" not in town.scanner.content()
    town.scanner.goto("about:blank")


def test_without_script_leaving_is_a_plain_link(town: Town) -> None:
    context = town.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    visit(page, town, "/")
    link = page.locator("a.leave")

    assert "noreferrer" in (link.get_attribute("rel") or "")
    link.click()

    page.wait_for_url(f"{town.elsewhere}/weather")
    context.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_the_door_never_moves(page: Page, town: Town, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    visit(page, town, "/")

    for far in (0, 400, 100_000):
        page.evaluate("far => scrollTo(0, far)", far)
        on_top = page.evaluate(
            """() => {
              const box = document.querySelector('a.leave').getBoundingClientRect()
              const found = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
              return {reached: Boolean(found && found.closest('a.leave')), height: box.height}
            }"""
        )
        assert on_top["reached"]
        assert on_top["height"] >= 44


def test_the_profile_keeps_no_word_of_the_page(
    playwright: Playwright, town: Town, tmp_path: Path
) -> None:
    context = playwright.chromium.launch_persistent_context(
        tmp_path / "profile", ignore_default_args=NOT_THESE, **how(trusting=town.digest)
    )
    page = context.new_page()
    visit(page, town, "/", "/nowhere/")
    page.locator("a.leave").click()
    wait_until_gone(page, town)
    context.close()

    words = "Whatever you decide", "survivors of the sex trade", "We can’t find that page"
    spoken = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le", "utf-16-be")]
    for path in (tmp_path / "profile").rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            assert not [word for word in spoken if word in held], path
