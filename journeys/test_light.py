"""Light and fast: what each kind of public page weighs, how it is first drawn, and Lighthouse.

Lighthouse looks on a phone's screen and line, and says 100 of every kind of page. Line and
processor are simulated, so a figure differs little from run to run; what a busy machine adds is the
length of a page's tasks, or a trace that is cut short. A page that misses in performance is
therefore measured twice more, and the middle of its whole runs counts. What is found of the page
itself must be nothing each time.
"""

import json
import os
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any  # Any: what JSON holds

import pytest
from playwright.sync_api import Browser, Request

from journeys.browsing import how
from journeys.public import Look, one_of_each_kind, public_pages
from journeys.serving import REPOSITORY, House, make_demo_house, serving

FOLDER = REPOSITORY / "journeys" / "lighthouse"
ALSO = (  # every type of page of the site, and one of the other language
    "/es/",
    "/art/",
    "/help/walk-in/",
    "/about/",
    "/diversity/",
    "/news/",
    "/news/bigger-table/",
    "/news/open-studio/",
    "/clear-your-visit/",
)
KB = 1024
SCREENS = [(390, 844), (1280, 800)]
PICTURES = """() => [...document.images].map(one => {
  const kinds = [...one.parentElement.querySelectorAll('source')].map(each => each.type)
  const at = one.getBoundingClientRect()
  return {
    is_seen: at.top < innerHeight && at.bottom > 0, is_lazy: one.loading === 'lazy', kinds,
    is_sized: !!(one.getAttribute('width') && one.getAttribute('height')), src: one.src,
    is_first: one.fetchPriority === 'high',
  }
})"""
WHOLE = ("accessibility", "best-practices")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data = tmp_path_factory.mktemp("lighthouse") / "var"
    make_demo_house(data)
    with serving(data) as answering:
        yield answering


@pytest.fixture(scope="module")
def pages(house: House) -> list[Look]:
    return public_pages(house)


@pytest.fixture(scope="module")
def kinds(pages: list[Look]) -> list[str]:
    """An address of each kind of page."""
    assert {*ALSO} <= {each.path for each in pages}
    return one_of_each_kind(pages, more=ALSO)


@dataclass
class Weight:
    """What came over the wire for one page, headers too."""

    requests: int = 0
    bytes: int = 0

    def add(self, request: Request) -> None:
        sizes = request.sizes()
        self.requests += 1
        self.bytes += sizes["responseBodySize"] + sizes["responseHeadersSize"]


def test_no_page_weighs_much_without_its_pictures(
    browser: Browser, house: House, kinds: list[str]
) -> None:
    weights = {path: _weigh(browser, house, path) for path in kinds}

    for front in ("/", "/es/"):
        assert weights[front].bytes < 30 * KB
        assert weights[front].requests <= 6
    assert {p: w for p, w in weights.items() if w.bytes >= 40 * KB or w.requests > 7} == {}


def test_every_copy_of_every_picture_is_small(house: House, pages: list[Look]) -> None:
    copies = {each for look in pages for each in _copies(look)}
    assert {each.rpartition(".")[2] for each in copies} == {"avif", "webp", "jpeg"}

    sizes = {}
    for path in copies:
        with urllib.request.urlopen(f"{house.url}{path}", timeout=20) as answer:
            sizes[path] = len(answer.read())

    assert max(sizes.values()) <= 60 * KB


@pytest.mark.parametrize("screen", SCREENS)
def test_pictures_have_their_room_and_wait_below_the_first_screen(
    browser: Browser, house: House, kinds: list[str], screen: tuple[int, int]
) -> None:
    found = 0
    page = browser.new_page(viewport={"width": screen[0], "height": screen[1]})
    for path in kinds:
        page.goto(f"{house.url}{path}", wait_until="load")
        pictures = page.evaluate(PICTURES)
        found += len(pictures)
        for each in pictures:
            assert each["is_sized"], (path, each)
            assert each["kinds"] == ["image/avif", "image/webp"], (path, each)
            assert each["src"].endswith(".jpeg"), (path, each)
            assert not (each["is_seen"] and each["is_lazy"]), (path, each)
        assert sum(each["is_first"] for each in pictures) <= 1
    page.context.close()
    assert found > 4


def test_every_page_is_whole_without_script(
    browser: Browser, house: House, kinds: list[str]
) -> None:
    with_script, without = (_read(browser, house, kinds, script=each) for each in (True, False))

    assert without == with_script
    assert all(without.values())


@pytest.fixture(scope="module")
def lighthouse() -> str:
    """Where node is; Lighthouse lies beside the runner, as its lock file names it."""
    node = shutil.which("node")
    if node is None or not (FOLDER / "node_modules" / "lighthouse").is_dir():
        missing = "Lighthouse is not there: `make lighthouse` installs it, and needs node and npm."
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return node


def test_every_kind_of_public_page_has_a_hundred(
    house: House, lighthouse: str, kinds: list[str]
) -> None:
    runs = {path: [each] for path, each in _measure(house, lighthouse, kinds).items()}
    missed = [path for path, (first,) in runs.items() if first["scores"]["performance"] != 100]
    for _ in range(2):
        for path, again in _measure(house, lighthouse, missed).items():
            runs[path].append(again)

    short = {path: found for path, each in runs.items() if (found := _short(each))}
    assert not short, json.dumps(short, indent=1)


def _measure(house: House, node: str, paths: list[str]) -> dict[str, dict[str, Any]]:
    if not paths:
        return {}
    done = subprocess.run(
        [node, "run.mjs"],
        input=json.dumps([f"{house.url}{path}" for path in paths]),
        env={**os.environ, "CHROME_PATH": how()["executable_path"]},
        cwd=FOLDER,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=600,
    )
    found = map(json.loads, done.stdout.splitlines())
    return {each["address"].removeprefix(house.url): each for each in found}


def _short(runs: list[dict[str, Any]]) -> list[Any]:
    """What a page lacks of a hundred, and why; nothing if it lacks nothing."""
    whole = [each for each in runs if not each["error"]]
    if not whole:
        return [each["error"] for each in runs]
    lacks = [
        {name: each["scores"][name]}
        for each in whole
        for name in WHOLE
        if each["scores"][name] < 100
    ]
    middle = median(each["scores"]["performance"] for each in whole)
    if middle < 100:
        lacks.append({"performance": middle})
    return [*lacks, whole[-1]["short"]] if lacks else []


def _weigh(browser: Browser, house: House, path: str) -> Weight:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page, weight = context.new_page(), Weight()
    done: list[Request] = []
    page.on("requestfinished", lambda request: done.append(request))
    page.goto(f"{house.url}{path}", wait_until="load")
    for each in done:
        if not re.search(r"/pictures/", each.url):
            weight.add(each)
    context.close()
    return weight


def _read(browser: Browser, house: House, paths: list[str], *, script: bool) -> dict[str, str]:
    """What the main part of each page says on a phone."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=script
    )
    page, found = context.new_page(), {}
    for path in paths:
        page.goto(f"{house.url}{path}", wait_until="load")
        found[path] = page.locator("main").inner_text()
    context.close()
    return found


def _copies(look: Look) -> set[str]:
    return set(re.findall(r"/(?:art/)?pictures/[0-9a-f]{32}\.[a-z]+", look.source))
