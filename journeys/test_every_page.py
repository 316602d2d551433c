"""Every page that a link leads to, for every role: it opens, it fits, everybody can read it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from journeys.look import NARROWEST, assert_fits, assert_readable
from journeys.serving import House, make_demo_house, serving
from journeys.signing_in import sign_in

ROLES = ("priya", "tamsin", "delphine", "bea", "jo", "sunniva", "noor", "lena", "thea", "wren")
PUBLIC = (
    "/",
    "/art/withdraw/",
    "/chat/",
    "/contact/",
    "/contact/thanks/",
    "/demo/phone/",
    "/desk/sign-in/",
)
AN_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d{1,2}|\d+")
# Files, and what the CMS does with what is ticked: with nothing ticked there is nothing.
LEFT_OUT = re.compile(r"/(live|paper|csv|feed)/|\.(csv|ics|txt)$|^/cms/bulk/")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data = tmp_path_factory.mktemp("pages") / "var"
    make_demo_house(data)
    with serving(data) as running:
        yield running


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """The pages that an earlier role has shown, by the shape of their address."""
    return set()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def shape(path: str) -> str:
    return AN_ID.sub("*", path.partition("?")[0].partition("#")[0])


def walk(page: Page, house: House, starts: tuple[str, ...], seen: set[str]) -> list[str]:
    """Follow every link to a page of a shape not seen yet. Returns what is wrong."""
    wrong: list[str] = []
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(f"{page.url}: {message.text}")

    page.on("console", listen)
    ahead, here = list(starts), set[str]()
    while ahead:
        path = ahead.pop(0)
        if shape(path) in here or LEFT_OUT.search(path):
            continue
        here.add(shape(path))
        if shape(path) in seen and not path.startswith("/desk/"):
            continue  # the same for everybody who may open it
        answer = page.goto(house.url + path)
        if answer is None or answer.status != 200:
            wrong.append(f"{path}: {answer and answer.status}")
            continue
        if shape(path) not in seen:
            seen.add(shape(path))
            wrong += looked_at(page)
        links = page.eval_on_selector_all("a[href^='/']", "all => all.map(each => each.pathname)")
        ahead += [each for each in links if shape(each) not in here]
    return wrong + said


def looked_at(page: Page) -> list[str]:
    try:
        assert_readable(page)
        assert_fits(page, NARROWEST)
    except AssertionError as found:
        return [f"{page.url}: {found}"]
    return []


def test_every_public_page_opens_and_reads_well(page: Page, house: House, seen: set[str]) -> None:
    assert walk(page, house, PUBLIC, seen) == []


@pytest.mark.parametrize("who", ROLES)
def test_every_page_of_a_role_opens_and_reads_well(
    page: Page, house: House, seen: set[str], who: str
) -> None:
    sign_in(page, house, who)

    assert walk(page, house, ("/desk/",), seen) == []
