"""Public pages: rate, waiting, CPU and weight, beside a static file through the same server."""

import gzip
import os
import threading
import time
from pathlib import Path

from bench.figures import Figure, percentile
from bench.wire import Wire

TICKS = os.sysconf("SC_CLK_TCK")


def measure(url: str, server: int, *, quick: bool) -> list[Figure]:
    requests = 2_000 if quick else 12_000
    static = _static(url)
    ours, floor = _load(url, "/", server, requests), _load(url, static, server, requests)
    weight = _weight(url)
    return [
        Figure(
            "home page from memory",
            ours.said,
            f"static file: {floor.said}",
            "≤ 1 ms of CPU",
            ours.cpu <= 1,
        ),
        Figure(
            "home page, all it asks for but pictures, gzip",
            f"{weight / 1024:.1f} KB",
            "",
            "< 30 KB",
            weight < 30 * 1024,
        ),
    ]


class _Load:
    def __init__(self, took: list[float], seconds: float, cpu_seconds: float) -> None:
        self.cpu = cpu_seconds / len(took) * 1000
        self.said = (
            f"{len(took) / seconds:,.0f}/s  p99 {percentile(took, 0.99):.1f} ms  "
            f"{self.cpu:.2f} ms CPU each"
        )


def _load(url: str, path: str, server: int, requests: int) -> _Load:
    took: list[float] = []
    clients = 4

    def client() -> None:
        wire = Wire(url)
        for _ in range(requests // clients):
            start = time.perf_counter()
            wire.ask("GET", path, **{"Accept-Encoding": "gzip"})
            took.append((time.perf_counter() - start) * 1000)

    Wire(url).ask("GET", path)
    before, begin = cpu_of(server), time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(clients)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    seconds = time.perf_counter() - begin
    return _Load(took, seconds, cpu_of(server) - before)


def _static(url: str) -> str:
    """A style sheet the home page asks for."""
    _status, page = Wire(url).get("/")
    return page.split('rel="stylesheet" href="')[1].split('"')[0]


def _weight(url: str) -> int:
    """The page, its styles and its scripts, as they travel."""
    wire = Wire(url)
    _status, page = wire.get("/")
    asked = [part.split('"')[0] for part in page.split('rel="stylesheet" href="')[1:]]
    asked += [part.split('"')[0] for part in page.split('<script src="')[1:]]
    total = len(gzip.compress(page.encode()))
    for path in asked:
        total += len(gzip.compress(wire.get(path)[1].encode()))
    return total


def cpu_of(process: int) -> float:
    """CPU seconds of a process and everything it started."""
    total = 0.0
    for each in [process, *_children(process)]:
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def _children(process: int) -> list[int]:
    found = []
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
    except OSError:
        return []
    for task in tasks:
        for child in (task / "children").read_text().split():
            found += [int(child), *_children(int(child))]
    return found
