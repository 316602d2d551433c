"""Public pages: rate, waiting, CPU and weight, beside a static file through the same server."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.figures import Figure, percentile
from bench.wire import Wire

TICKS = os.sysconf("SC_CLK_TCK")
IDLE = 15


PAGES = [("front page", "/"), ("service", "/help/walk-in/"), ("art wall", "/art/")]


def measure(url: str, server: int, *, quick: bool) -> list[Figure]:
    requests = 2_000 if quick else 12_000
    anew = 100 if quick else 400
    figures = []
    for name, path in PAGES:
        kept = _load(url, path, server, requests)
        file = _load(url, _like(url, path), server, requests)
        drawn = _load(url, f"{path}?anew", server, anew)
        share = file.cpu / kept.cpu
        figures += [
            Figure(
                f"{name} from memory, {kept.size:,} bytes",
                f"{kept.said}, {share:.0%} of the file",
                f"static file, {file.size:,} bytes: {file.said}",
                "≤ 1 ms of CPU, ≥ 60 %",
                kept.cpu <= 1 and share >= 0.6,
            ),
            Figure(f"{name} drawn anew", drawn.said, f"from memory: {kept.said}"),
        ]
    with _constant(url) as (address, process):
        least = _load(address, "/", process, requests)
    weight = _weight(url)
    return [
        *figures,
        Figure("a constant page, the server and nothing else", least.said),
        Figure(
            "home page, all it asks for but pictures, gzip",
            f"{weight / 1024:.1f} KB",
            "",
            "< 30 KB",
            weight < 30 * 1024,
        ),
    ]


def starting(seconds: float, server: int) -> list[Figure]:
    """How soon a house answers with its front page, and what it holds when nobody is there."""
    time.sleep(IDLE)
    held = memory_of(server) / 1024
    return [
        Figure("first front page after the start", f"{seconds:.1f} s", "", "≤ 2 s", seconds <= 2),
        Figure("memory of two idle processes", f"{held:.0f} MiB", "", "≤ 220 MiB", held <= 220),
    ]


@contextmanager
def _constant(url: str) -> Iterator[tuple[str, int]]:
    """The same server with an application that sends one answer, as large as the front page."""
    from journeys.serving import free_port

    port = free_port()
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "bench.constant:application"),
            *("--interface", "asgi", "--host", "127.0.0.1", "--port", str(port)),
            *("--workers", "2", "--log-level", "warning"),
        ],
        cwd=Path(__file__).resolve().parent.parent,
        env={**os.environ, "BENCH_BYTES": str(_ask(Wire(url), "/"))},
    )
    try:
        for _ in range(100):
            with suppress(OSError):
                Wire(address).get("/")
                break
            time.sleep(0.1)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(10)


class _Load:
    def __init__(self, took: list[float], seconds: float, cpu_seconds: float, size: int) -> None:
        self.size = size
        self.cpu = max(cpu_seconds, 1 / TICKS) / len(took) * 1000
        self.said = (
            f"{1000 / self.cpu:,.0f}/s a core  {len(took) / seconds:,.0f}/s  "
            f"p99 {percentile(took, 0.99):.1f} ms  {self.cpu:.2f} ms CPU each"
        )


def _load(url: str, path: str, server: int, requests: int) -> _Load:
    took: list[float] = []
    clients = 4

    def client() -> None:
        wire = Wire(url)
        for _ in range(requests // clients):
            start = time.perf_counter()
            _ask(wire, path)
            took.append((time.perf_counter() - start) * 1000)

    size = _ask(Wire(url), path)
    before, begin = cpu_of(server), time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(clients)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    seconds = time.perf_counter() - begin
    return _Load(took, seconds, cpu_of(server) - before, size)


def _ask(wire: Wire, path: str) -> int:
    """Ask as a browser does; how many bytes came."""
    status, _text, headers = wire.ask("GET", path, **{"Accept-Encoding": "gzip"})
    if status != 200:
        raise SystemExit(f"{path} was answered with {status}.")
    return int({name.lower(): value for name, value in headers.items()}["content-length"])


def _like(url: str, path: str) -> str:
    """Of the files that this page asks for, the one nearest to it in bytes."""
    wire = Wire(url)
    size = _ask(wire, path)
    return min(_asked(wire.get(path)[1]), key=lambda file: abs(_ask(wire, file) - size))


def _asked(page: str) -> list[str]:
    """The styles and scripts of a page."""
    parts = [*page.split('rel="stylesheet" href="')[1:], *page.split('<script src="')[1:]]
    return [part.split('"')[0] for part in parts]


def _weight(url: str) -> int:
    """The page, its styles and its scripts, as they travel."""
    wire = Wire(url)
    _status, page = wire.get("/")
    return sum(_ask(wire, path) for path in ["/", *_asked(page)])


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


def memory_of(process: int) -> int:
    """KiB that a process and everything it started hold; what they share is counted once."""
    total = 0
    for each in [process, *_children(process)]:
        for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
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
