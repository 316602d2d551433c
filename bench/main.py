"""`accompany bench`: measures the large set and prints each figure beside its floor."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str]) -> int:
    args = _arguments(arguments)
    os.environ["ACCOMPANY_DATA"] = str(args.data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    if args.fifty_thousand:
        return _fifty_thousand(args)
    if not (args.data / "demo.json").is_file():
        _say("Making the large set first; this takes some minutes.")
        _accompany("init", "--demo", "--size", args.size)
    import django

    django.setup()
    from bench import desk, inside, intake, public
    from bench.figures import as_json, table
    from journeys.serving import free_port

    accounts = inside.accounts_of(args.data)
    _floor_table()
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    if not args.public:
        _say("Measuring the idle loop.")
    figures = [] if args.public else [_idle(10 if args.quick else 30)]
    serving = _Serving(port, url)
    with serving as server:
        for name, part in (
            ("the start", lambda: public.starting(serving.first, server.pid)),
            ("public pages", lambda: public.measure(url, server.pid, quick=args.quick)),
            ("the desk", lambda: desk.measure(url, accounts, quick=args.quick)),
            ("texts that arrive", lambda: intake.measure(url, quick=args.quick)),
        )[: 2 if args.public else None]:
            _say(f"Measuring {name}.")
            figures += part()
    if not args.public:
        _say("Measuring the machine room.")
        figures += inside.measure(accounts, quick=args.quick)
    sys.stdout.write((as_json(figures) if args.json else table(figures)) + "\n")
    return 0


class _Serving:
    """The house on two processes, as `accompany serve` runs it, without its loop."""

    def __init__(self, port: int, url: str) -> None:
        from journeys.serving import wait_for

        self.url, self.first = url, 0.0
        self._wait = lambda: wait_for(url, process=self.process)
        self.command = [
            *(sys.executable, "-m", "granian", "accompany.asgi:application"),
            *("--interface", "asgi", "--host", "127.0.0.1", "--port", str(port)),
            *("--workers", "2", "--workers-kill-timeout", "3", "--log-level", "warning"),
        ]
        self.env = {**os.environ, "ACCOMPANY_BASE_URL": url}

    def __enter__(self) -> "subprocess.Popen[bytes]":
        from bench.wire import Wire

        began = time.perf_counter()
        self.process = subprocess.Popen(self.command, env=self.env, cwd=ROOT)
        self._wait()
        Wire(self.url).get("/")
        self.first = time.perf_counter() - began
        return self.process

    def __exit__(self, *raised: object) -> None:
        self.process.terminate()
        self.process.wait(10)


# After its start the loop does everything once, and the copy of the site when that has settled.
PAST_THE_FIRST_ROUND = 45


def _idle(seconds: int) -> "object":
    """CPU of the loop with nothing due."""
    from bench.figures import Figure
    from bench.public import cpu_of

    process = subprocess.Popen(
        [sys.executable, "-m", "accompany.cli", "work"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "accompany.settings"},
        cwd=ROOT,
    )
    time.sleep(PAST_THE_FIRST_ROUND)
    before = cpu_of(process.pid)
    time.sleep(seconds)
    share = (cpu_of(process.pid) - before) / seconds
    process.terminate()
    process.wait(10)
    return Figure("loop with nothing due", f"{share:.2%} of a core", "", "< 1 %", share < 0.01)


def _fifty_thousand(args: argparse.Namespace) -> int:
    """Finding alone, in a house that holds nothing but 50,000 cards."""
    import django
    from django.core.management import call_command

    django.setup()
    from bench import inside
    from bench.figures import as_json, table

    call_command("migrate", verbosity=0)
    call_command("migrate", "keyring", database="keyring", verbosity=0)
    figures = inside.fifty_thousand()
    sys.stdout.write((as_json(figures) if args.json else table(figures)) + "\n")
    return 0


def _floor_table() -> None:
    from django.db import connection

    blob = "bytea" if connection.vendor == "postgresql" else "blob"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS bench_floor (id {blob} PRIMARY KEY, words {blob})"
        )


def _accompany(*command: str) -> None:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "accompany.settings"}
    subprocess.run([sys.executable, "-m", "accompany.cli", *command], env=env, cwd=ROOT, check=True)


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="accompany bench",
        epilog="example:\n  accompany bench --json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, default=Path("var/bench"), help="the folder measured")
    parser.add_argument("--size", default="large", help="small, usual or large, when it is made")
    parser.add_argument("--quick", action="store_true", help="fewer of everything")
    parser.add_argument(
        "--fifty-thousand",
        action="store_true",
        help="also find among 50,000 cards, in an empty house at --data; takes minutes",
    )
    parser.add_argument("--public", action="store_true", help="the start and public pages alone")
    parser.add_argument("--json", action="store_true", help="as JSON")
    args = parser.parse_args(list(arguments))
    args.data = args.data.resolve()
    return args


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
