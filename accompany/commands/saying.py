"""How a command speaks: plain lines, a bar for long work, an honest "no"."""

import json
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

DONE = 0
REFUSED = 1

Progress = Callable[[str, int, int], None]


class CommandRefused(Exception):
    """A command that may not or cannot do what was asked; the sentence says why."""


def say(line: str = "") -> None:
    print(line, flush=True)


def say_columns(rows: Iterable[tuple[str, ...]], *, indent: str = "") -> None:
    """Rows whose columns stand under each other, however long a word is."""
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        say(indent + "  ".join(cells).rstrip())


def say_json(value: Any) -> None:  # Any: whatever JSON can say
    print(json.dumps(value, indent=1, ensure_ascii=False, default=str), flush=True)


class Bar:
    """A progress bar on a terminal; elsewhere a line for each step and each tenth of it."""

    WIDTH = 30

    def __init__(self) -> None:
        self._step = ""
        self._said = -1
        self._at = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        """Say that `done` of `total` of this step is done."""
        share = min(1.0, done / total) if total else 1.0
        if sys.stderr.isatty():
            self._draw(step, share)
        elif step != self._step or int(share * 10) > self._said:
            print(f"{step}: {share:4.0%}", file=sys.stderr, flush=True)
        self._step, self._said = step, int(share * 10)

    def _draw(self, step: str, share: float) -> None:
        now = time.monotonic()
        if share < 1 and step == self._step and now - self._at < 0.1:
            return
        self._at = now
        if self._step and step != self._step:
            sys.stderr.write("\n")
        full = round(share * self.WIDTH)
        bar = "#" * full + "." * (self.WIDTH - full)
        sys.stderr.write(f"\r{step[:36]:<36} [{bar}] {share:4.0%}")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line of the bar."""
        if self._step and sys.stderr.isatty():
            sys.stderr.write("\n")
