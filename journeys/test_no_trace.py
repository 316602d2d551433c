"""After a chat, the browser's own folder holds no word of it, no cookie and no storage of ours."""

import base64
import gzip
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from journeys.browsing import NOT_THESE, how
from journeys.night import Night, night

SHE_WRITES = "he is in the shower sesquipedalian"
WE_WRITE = "Take your time borborygmus."


@pytest.fixture(scope="module")
def tonight(tmp_path_factory):
    with night(tmp_path_factory.mktemp("trace")) as running:
        yield running


def test_a_chat_leaves_no_word_in_the_browsers_folder(
    tonight: Night, playwright: Playwright, browser, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    hers = playwright.chromium.launch_persistent_context(
        profile,
        ignore_https_errors=True,
        ignore_default_args=NOT_THESE,
        viewport={"width": 390, "height": 844},
        **how(),
    )
    page = hers.new_page()
    page.goto(f"{tonight.house.url}/chat/")
    page.locator("#say").fill(SHE_WRITES)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text(SHE_WRITES)).to_be_visible()
    answer_as_tamsin(tonight, browser)
    expect(page.get_by_text(WE_WRITE)).to_be_visible(timeout=15_000)
    page.locator("#say").fill("going now sesquipedalian")
    cookies = hers.cookies()
    storage = page.evaluate("localStorage.length + sessionStorage.length")
    databases = page.evaluate("indexedDB.databases().then(all => all.length)")
    workers = page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)")
    page.get_by_role("button", name="Stop and clear").click()
    expect(page.get_by_text(SHE_WRITES)).to_have_count(0)
    hers.close()

    assert cookies == []
    assert [storage, databases, workers] == [0, 0, 0]
    assert traces(profile, "sesquipedalian", "borborygmus") == []
    assert titles(profile) <= {"Alder Street", ""}


def answer_as_tamsin(tonight: Night, browser) -> None:
    desk = tonight.desk(browser, "tamsin")
    desk.goto(f"{tonight.house.url}/desk/helpline/")
    desk.get_by_role("link", name="sesquipedalian").first.click()
    desk.get_by_role("button", name="Take this").click()
    desk.locator("textarea[name=reply]").fill(WE_WRITE)
    desk.get_by_role("button", name="Send").click()
    expect(desk.get_by_text(WE_WRITE).first).to_be_visible()
    desk.context.close()


def traces(folder: Path, *marks: str) -> list[str]:
    """Where these words stand in a browser's folder, plain or in a usual disguise."""
    found = []
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        opened = content + _gunzipped(content)
        for mark in marks:
            disguises = (
                mark.encode(),
                mark.encode("utf-16-le"),
                *(base64.b64encode(b" " * pad + mark.encode())[4:-4] for pad in range(3)),
            )
            if any(each in opened for each in disguises):
                found.append(f"{mark} in {path.relative_to(folder)}")
    return found


def _gunzipped(content: bytes) -> bytes:
    """Whatever gzip streams lie in a file, opened."""
    opened, start = b"", content.find(b"\x1f\x8b\x08")
    while start >= 0:
        try:
            opened += gzip.decompress(content[start:])
        except (OSError, EOFError, ValueError):
            opened += b""
        start = content.find(b"\x1f\x8b\x08", start + 1)
    return opened


def titles(folder: Path) -> set[str]:
    """The titles that the history keeps of pages of ours."""
    found = set()
    for history in folder.rglob("History"):
        with sqlite3.connect(f"file:{history}?immutable=1", uri=True) as opened:
            rows = opened.execute("SELECT title FROM urls WHERE url LIKE '%localhost%'")
            found |= {title for (title,) in rows}
    return found
