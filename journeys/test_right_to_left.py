"""The public site in a made-up language: written from right to left, longer, every word marked."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from journeys.look import assert_fits, assert_readable, photograph
from journeys.pseudo import make_pseudo_house
from journeys.serving import House, serving

WIDTHS = (1280, 390, 320)
PAGES = {
    "front": "/es/",
    "support": "/es/help/",
    "call": "/es/help/call/",
    "service": "/es/help/support-groups/",
    "men": "/es/mens-accountability/",
    "register": "/es/mens-accountability/register/",
    "history": "/es/history/",
    "diversity": "/es/diversity/",
    "news": "/es/news/",
    "news-item": "/es/news/bigger-table/",
    "event": "/es/news/open-studio/",
    "art": "/es/art/",
    "contact": "/es/contact/",
    "privacy": "/es/privacy/",
    "clear": "/es/clear-your-visit/",
    "chat": "/es/chat/",
    "over": "/es/chat/over/",
}
LOST = "/es/nothing-here/"

# What is outside of brackets on a page: names, numbers and days are no words of ours.
LEFT_IN_ENGLISH = """() => {
  const names = new Set([
    'Alder', 'Street', 'Anytown', 'PO', 'Box', 'hello', 'program', 'alder', 'example',
  ])
  const days = new Set()
  for (let month = 0; month < 12; month++)
    for (const style of ['long', 'short'])
      days.add(new Intl.DateTimeFormat('es', { month: style })
        .format(new Date(2026, month, 3)).replace('.', ''))
  days.add('de').add('sept')
  const bare = text => {
    let before
    do { before = text; text = text.replace(/⟦[^⟦⟧]*⟧/g, ' ') } while (text !== before)
    return (text.match(/\\p{L}{2,}/gu) || []).filter(word => !names.has(word) && !days.has(word))
  }
  const found = []
  const seen = new Set()
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    let each = walker.currentNode.parentElement
    if (!walker.currentNode.data.trim()) continue
    if (each.closest('script, style, svg, [aria-hidden=true], body [lang]')) continue
    while (getComputedStyle(each).display.startsWith('inline') && each !== document.body)
      each = each.parentElement
    if (seen.has(each)) continue
    seen.add(each)
    const copy = each.cloneNode(true)
    copy.querySelectorAll('[lang], [aria-hidden=true], svg').forEach(other => other.remove())
    found.push(...bare(copy.textContent))
  }
  for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'data-leaving'])
    for (const each of document.querySelectorAll(`[${name}]`))
      found.push(...bare(each.getAttribute(name)))
  return found
}"""
CUT_OFF = """() => {
  const wide = document.documentElement.clientWidth
  return [...document.querySelectorAll('body *')].filter(each => {
    if (each.closest('.skip, .vh, .scroll, [hidden], svg')) return false
    const says = child => child.nodeType === 3 && child.data.trim()
    if (![...each.childNodes].some(says)) return false
    const { left, right, width } = each.getBoundingClientRect()
    return width && (left < -1 || right > wide + 1)
  }).map(each => each.textContent.trim().slice(0, 60))
}"""
OVERLAPS = """() => {
  const parts = [...document.querySelectorAll('.topbar .mark, .topbar .menu-link, .topbar .leave')]
  const boxes = parts.map(each => {
    const all = document.createRange()
    all.selectNodeContents(each)
    return all.getBoundingClientRect()
  }).filter(box => box.width)
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom && b.top < a.bottom
  return boxes.some((a, i) => boxes.some((b, j) => i < j && meet(a, b)))
}"""
EXIT_IS = """() => {
  const door = document.querySelector('header .leave').getBoundingClientRect()
  const mark = document.querySelector('header .mark').getBoundingClientRect()
  const middle = [(door.left + door.right) / 2, (door.top + door.bottom) / 2]
  const at = document.elementFromPoint(...middle)
  return { left: door.left, right: door.right, mark: mark.left, at: !!at?.closest('[data-leave]') }
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("pseudo")
    env = make_pseudo_house(folder / "var", folder / "locale")
    with serving(folder / "var", env=env) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def assert_mirrored(page: Page, name: str) -> None:
    """Right to left, every word marked, the exit at the end corner, nothing sideways."""
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert page.evaluate(LEFT_IN_ENGLISH) == []
    for width in WIDTHS:
        assert_fits(page, width)
        page.evaluate("scrollTo(0, 0)")
        assert page.evaluate(CUT_OFF) == [], width
        assert not page.evaluate(OVERLAPS), width
        door = page.evaluate(EXIT_IS)
        assert 0 <= door["left"] < door["right"] < door["mark"] <= width, (width, door)
        assert door["left"] < width / 4, (width, door)
        assert door["at"], (width, door)
        photograph(page, f"rtl-{name}-{width}")


@pytest.mark.parametrize("name", PAGES)
def test_a_public_page_reads_from_right_to_left(page: Page, house: House, name: str) -> None:
    answer = page.goto(house.url + PAGES[name])

    assert answer is not None
    assert answer.status == 200
    assert_mirrored(page, name)
    assert_readable(page)


def test_a_chat_reads_from_right_to_left(page: Page, house: House) -> None:
    page.goto(f"{house.url}/es/chat/")
    page.locator("#say").fill("⟦hola⟧")
    page.locator("#starting button[type=submit]").click()
    page.wait_for_url("**/es/chat/*/**")

    page.locator("#say").fill("⟦¿hay alguien?⟧")
    page.locator("#composer .btn-go").click()
    page.get_by_text("⟦¿hay alguien?⟧").wait_for()

    assert_mirrored(page, "talk")
    assert_readable(page)
    page.get_by_role("button", name="Støp ånd cléår").click()
    page.wait_for_url("**/es/chat/over/**")


def test_a_page_that_is_not_there_reads_from_right_to_left(page: Page, house: House) -> None:
    answer = page.goto(house.url + LOST)

    assert answer is not None
    assert answer.status == 404
    assert_mirrored(page, "lost")
    assert_readable(page)


def test_the_menu_of_a_telephone_reads_from_right_to_left(page: Page, house: House) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{house.url}/es/")

    page.locator(".menu-link").click()

    assert page.locator("#site-menu").is_visible()
    assert_fits(page, 320)
    photograph(page, "rtl-menu-320")


def test_english_stays_english_from_left_to_right(page: Page, house: House) -> None:
    page.goto(house.url)

    assert page.evaluate("document.documentElement.dir") == ""
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "⟦" not in page.evaluate("document.body.textContent")
