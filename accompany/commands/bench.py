"""`accompany bench`: what it costs, each beside its floor. The bench lies beside the package."""

import argparse
import sys
from importlib import import_module
from pathlib import Path

from accompany.commands.saying import DONE, CommandRefused

ROOT = Path(__file__).resolve().parents[2]


def add(parsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = parsers.add_parser(
        "bench", help="measure, each figure beside its floor", add_help=False
    )
    parser.set_defaults(instead=measure)


def measure(rest: list[str]) -> int:
    """Hand over to the bench, which reads its own options and sets the house up itself."""
    if not (ROOT / "bench").is_dir():
        raise CommandRefused("The bench comes with the source code, not with the package.")
    sys.path.insert(0, str(ROOT))
    return int(import_module("bench.main").main(rest) or DONE)
