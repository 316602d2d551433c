"""`accompany bench`: what it costs, each beside its floor. The bench lies beside the package."""

import argparse
import sys
from importlib import import_module
from pathlib import Path

from accompany.commands.saying import DONE, CommandRefused

ROOT = Path(__file__).resolve().parents[2]


def add(parsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = parsers.add_parser(
        "bench",
        help="measure, each figure beside its floor",
        epilog="example:\n  accompany bench --json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="what the bench itself takes")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if not (ROOT / "bench").is_dir():
        raise CommandRefused("The bench comes with the source code, not with the package.")
    sys.path.insert(0, str(ROOT))
    main = import_module("bench.main").main
    return main(args.rest) or DONE
