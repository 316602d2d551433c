"""Bar charts as inline drawings, beside a table of the same numbers.

Only attributes and classes, no style: the page's policy would drop it. A withheld number is a
dashed outline of one and the same height whatever it hides, and says "withheld" in the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

from django.utils.functional import Promise

Label = str | Promise

WIDTH, HEIGHT, TOP, BASE, START, END = 800, 240, 16, 200, 44, 792
WITHHELD_HEIGHT = 18.0


@dataclass(frozen=True)
class Bars:
    """Numbers to draw: one row per group, one number per series in each; None is withheld."""

    series: Sequence[Label]
    rows: Sequence[tuple[Label, Sequence[int | None]]]


@dataclass(frozen=True)
class Bar:
    """One bar as drawn."""

    x: float
    y: float
    width: float
    height: float
    series: str
    says: str
    label_x: float
    label_y: float


@dataclass(frozen=True)
class Tick:
    """A line across the drawing and the number it stands for."""

    y: float
    n: int


@dataclass(frozen=True)
class Drawing:
    """A chart, laid out."""

    bars: list[Bar]
    ticks: list[Tick]
    names: list[tuple[float, Label]]


def draw(numbers: Bars) -> Drawing:
    """Lay out the bars, the lines across and the names below."""
    top = _rounded_up(max((n or 0 for _, row in numbers.rows for n in row), default=0))
    scale = (BASE - TOP) / top
    group = (END - START) / max(len(numbers.rows), 1)
    width = min(group * 0.72 / max(len(numbers.series), 1), 48)
    bars = []
    for i, (_, row) in enumerate(numbers.rows):
        first = START + group * (i + 0.5) - width * len(row) / 2
        for j, n in enumerate(row):
            bars.append(_bar(n, x=first + width * j, width=width, scale=scale, first=j == 0))
    names = [
        (round(START + group * (i + 0.5), 1), name) for i, (name, _) in enumerate(numbers.rows)
    ]
    ticks = [Tick(round(BASE - scale * n, 1), n) for n in (0, top // 2, top)]
    return Drawing(bars, ticks, names)


def _bar(n: int | None, *, x: float, width: float, scale: float, first: bool) -> Bar:
    height = WITHHELD_HEIGHT if n is None else n * scale
    kind = "kept" if n is None else "a" if first else "b"
    return Bar(
        x=round(x + 2, 1),
        y=round(BASE - height, 1),
        width=round(width - 4, 1),
        height=round(height, 1),
        series=kind,
        says="" if n is None else str(n),
        label_x=round(x + width / 2, 1),
        label_y=round(BASE - height - 5, 1),
    )


def _rounded_up(n: int) -> int:
    """The next even number of the form 2, 4, 10, 20, 40, 50, 60 … times a power of ten."""
    if n <= 2:
        return 2
    step = int(10 ** int(log10(n)))
    up = ceil(n / step) * step
    return up if up % 2 == 0 else up + (1 if step == 1 else step)
