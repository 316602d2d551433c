"""Every frame that a browser painted, and how much of our lamp is in it.

Gold is the canary: the lamp in the mark of every page of ours, which no page elsewhere shows.
"""

import base64
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any  # Any: what the browser's own tools send

from playwright.sync_api import CDPSession, Error, Page

CANARY = 40  # gold points in a frame that is not ours: none
SETTLED = 500  # milliseconds in which a page would have been seen
ASKED_AGAIN = 50

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


def count_gold(scanner: Page, picture: str | bytes) -> int:
    """How many points of this picture (a PNG, or one in base64) are as gold as the lamp."""
    if isinstance(picture, bytes):
        picture = base64.b64encode(picture).decode()
    return int(scanner.evaluate(COUNT_GOLD, picture))


@dataclass
class Watch:
    """Every frame that the browser painted while somebody watched."""

    seen: list[tuple[float, str]] = field(default_factory=list)

    @property
    def frames(self) -> list[str]:
        """In the order in which they were painted, which is not always that of their arrival."""
        return [data for _at, data in sorted(self.seen, key=lambda frame: frame[0])]

    def gold(self, scanner: Page) -> int:
        """The most gold in any frame."""
        return max(self.each(scanner), default=0)

    def each(self, scanner: Page) -> list[int]:
        """How much gold is in each frame, first to last."""
        return [count_gold(scanner, each) for each in dict.fromkeys(self.frames)]

    def after_the_first_blank(self, scanner: Page) -> list[int]:
        """The frames from the first on that shows nothing of ours."""
        each = [count_gold(scanner, frame) for frame in self.frames]
        blank = next((n for n, gold in enumerate(each) if gold <= CANARY), len(each))
        return each[blank:]


@contextmanager
def watching(page: Page) -> Iterator[Watch]:
    """Collect every painted frame, and a picture at each end."""
    watch = Watch([(0.0, _shown(page))])
    devtools = page.context.new_cdp_session(page)

    def keep(frame: dict[str, Any]) -> None:
        watch.seen.append((frame["metadata"]["timestamp"], frame["data"]))
        with suppress(Error):
            devtools.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    devtools.on("Page.screencastFrame", keep)
    devtools.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1})
    yield watch
    watch.seen.append((float("inf"), _shown(page)))
    with suppress(Error):
        devtools.detach()


def _shown(page: Page) -> str:
    return base64.b64encode(page.screenshot()).decode()


def _asked(page: Page) -> tuple[CDPSession, dict[str, Any]]:
    """The browser's own tools, and the history of this tab.

    Between two pages a tab has none for a moment; then it is asked again.
    """
    for left in range(ASKED_AGAIN, -1, -1):
        devtools: CDPSession = page.context.new_cdp_session(page)
        try:
            return devtools, devtools.send("Page.getNavigationHistory")
        except Error as refused:
            if not left or "Not attached" not in str(refused):
                raise
            page.wait_for_timeout(SETTLED / 5)
    raise AssertionError("It was asked at least once.")


def history(page: Page) -> tuple[int, list[str]]:
    """Where in its history this tab is, and the addresses in it."""
    devtools, told = _asked(page)
    devtools.detach()
    return told["currentIndex"], [each["url"] for each in told["entries"]]


def step(page: Page, by: int) -> None:
    """Press Back or Forward, as a person does; at either end nothing happens."""
    devtools, told = _asked(page)
    at, entries = told["currentIndex"], told["entries"]
    if 0 <= at + by < len(entries):
        devtools.send("Page.navigateToHistoryEntry", {"entryId": entries[at + by]["id"]})
    page.wait_for_timeout(SETTLED)
    with suppress(Error):
        devtools.detach()
