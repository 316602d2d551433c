"""What every page must be: readable by everybody, on every width, light and dark."""

import os
from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # has none
from playwright.sync_api import Page

PHOTOGRAPHS = Path(__file__).resolve().parent.parent / "build" / "photographs"
WIDTHS = (1280, 390)
NARROWEST = 320
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
RULES = {
    "runOnly": [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
    ]
}
SQUEEZED = """
[...document.body.querySelectorAll("*")].filter(each => {
  for (let above = each; above; above = above.parentElement)
    if (above.getBoundingClientRect().height <= 2) return false  // only read aloud
  const says = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim().length > 7)
  const letter = parseFloat(getComputedStyle(each).fontSize)
  const {width, height} = each.getBoundingClientRect()
  return says && width < 3 * letter && height > 5 * letter
}).map(each => each.textContent.trim().slice(0, 40))
"""
_axe = Axe()


def assert_accessible(page: Page) -> None:
    """No finding of axe at two widths in both schemes, and no sideways scrolling at 320 px."""
    page.wait_for_load_state()
    was = page.viewport_size or {"width": 1280, "height": 800}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = _axe.run(page, options=RULES)
            assert found.violations_count == 0, f"{width} {scheme}\n{found.generate_report()}"
    assert_fits(page, NARROWEST)
    page.emulate_media(color_scheme="null", reduced_motion="null")
    page.set_viewport_size(was)


def assert_readable(page: Page) -> None:
    """No finding of axe on a wide light page and on a narrow dark one: half of it all, quicker."""
    page.wait_for_load_state()
    for width, scheme in zip(WIDTHS, SCHEMES, strict=True):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = _axe.run(page, options=RULES)
        assert found.violations_count == 0, f"{width} {scheme}\n{found.generate_report()}"


def assert_fits(page: Page, width: int) -> None:
    """Nothing makes the page scroll sideways at this width, or stands a few letters a line."""
    page.set_viewport_size({"width": width, "height": 640})
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, f"{page.url} is {wide} px wide at {width}"
    assert page.evaluate(SQUEEZED) == [], f"{page.url} squeezes words at {width}"


def photograph(page: Page, name: str) -> None:
    """Keep a picture of the page as it is now, under build/photographs, where somebody wants one.

    `PHOTOGRAPHS=1` in the environment says so: pictures are for people, and take a while.
    """
    if not os.environ.get("PHOTOGRAPHS"):
        return
    PHOTOGRAPHS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PHOTOGRAPHS / f"{name}.png", full_page=True)


def photograph_all(page: Page, name: str) -> None:
    """Keep pictures of the page at both widths in both schemes, where somebody wants them."""
    if not os.environ.get("PHOTOGRAPHS"):
        return
    was = page.viewport_size or {"width": 1280, "height": 800}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            photograph(page, f"{name}-{width}{'-dark' if scheme == 'dark' else ''}")
    page.emulate_media(color_scheme="null", reduced_motion="null")
    page.set_viewport_size(was)
