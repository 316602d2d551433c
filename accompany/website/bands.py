"""The front page's bands: its pieces, one under another, some of them side by side."""

from dataclasses import dataclass
from typing import Any  # Any: what Wagtail's blocks hold

PAIRS = {("text", "voice"), ("coming_up", "artwork"), ("text", "artwork"), ("notice", "text")}
TINTED = {"steps", "notice"}
WIDE = {"coming_up"}


@dataclass(frozen=True)
class Band:
    """One band: a piece, or two beside each other. `name` is the id of its heading, if any."""

    pieces: list[Any]
    name: str

    @property
    def is_pair(self) -> bool:
        return len(self.pieces) == 2

    @property
    def is_wide(self) -> bool:
        return self.pieces[0].block_type in WIDE

    @property
    def is_tinted(self) -> bool:
        return self.pieces[0].block_type in TINTED


def bands(body: Any) -> list[Band]:
    """The bands of a page, in order."""
    found: list[Band] = []
    waiting = list(body or ())
    while waiting:
        first = waiting.pop(0)
        pieces = [first]
        if waiting and (first.block_type, waiting[0].block_type) in PAIRS:
            pieces.append(waiting.pop(0))
        has_heading = hasattr(first.value, "get") and bool(first.value.get("heading"))
        found.append(Band(pieces, f"band-{len(found) + 1}" if has_heading else ""))
    return found
