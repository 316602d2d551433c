"""Figures, and how they are told."""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One thing measured. `floor` is what nothing of ours can beat on this machine, now."""

    what: str
    value: str
    floor: str = ""
    target: str = ""
    reached: bool | None = None


def timed(call: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each call."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        took.append((time.perf_counter() - start) * 1000)
    return took


def percentile(took: Sequence[float], share: float) -> float:
    ordered = sorted(took)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def spread(took: Sequence[float]) -> str:
    """p50, p95 and p99 in milliseconds."""
    p95, p99 = percentile(took, 0.95), percentile(took, 0.99)
    return f"p50 {statistics.median(took):.1f}  p95 {p95:.1f}  p99 {p99:.1f} ms"


def table(figures: Sequence[Figure]) -> str:
    rows = [("what", "measured", "floor, same run", "target", "")]
    rows += [(f.what, f.value, f.floor, f.target, _mark(f.reached)) for f in figures]
    widths = [max(len(row[n]) for row in rows) for n in range(5)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def as_json(figures: Sequence[Figure]) -> str:
    return json.dumps([asdict(figure) for figure in figures], indent=1)


def _mark(reached: bool | None) -> str:
    return {None: "", True: "reached", False: "not reached"}[reached]
