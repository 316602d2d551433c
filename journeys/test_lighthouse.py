"""Lighthouse, on a phone's screen and line: 100 for every kind of public page.

The measured line and processor are simulated, so a figure differs little from run to run; what a
busy machine adds is the length of a page's tasks, or a trace that is cut short. A page that misses
in performance is therefore measured twice more, and the middle of its whole runs counts. What is
found of the page itself must be nothing each time.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from statistics import median
from typing import Any  # Any: what JSON holds

import pytest

from journeys.browsing import how
from journeys.public import one_of_each_kind, public_pages
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
WHOLE = ("accessibility", "best-practices")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data = tmp_path_factory.mktemp("lighthouse") / "var"
    make_demo_house(data)
    with serving(data) as answering:
        yield answering


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


def test_every_kind_of_public_page_has_a_hundred(house: House, lighthouse: str) -> None:
    pages = public_pages(house)
    addresses = one_of_each_kind(pages, more=ALSO)
    assert {*ALSO} <= {each.path for each in pages}

    runs = {path: [each] for path, each in _measure(house, lighthouse, addresses).items()}
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
