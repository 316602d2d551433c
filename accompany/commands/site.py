"""`accompany website start`: the first pages of the public site, from a content pack."""

import argparse

from accompany.commands.saying import DONE, Bar, say

PACKS = ("alder-street", "seattle")


def add(parsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    website = parsers.add_parser("website", help="the public site").add_subparsers(
        required=True, metavar="what"
    )
    starting = website.add_parser(
        "start",
        help="write the first pages, from a content pack",
        description="Writes every page of the pack in English and Spanish. Pages about "
        "participants wait for the survivor council. A house that has a site keeps it.",
        epilog="example:\n  accompany website start seattle",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    starting.add_argument("pack", choices=PACKS)
    starting.set_defaults(run=start)


def start(args: argparse.Namespace) -> int:
    from accompany.commands.checking import require_founded
    from accompany.website import starting

    require_founded()
    bar = Bar()
    pages = starting.start(args.pack, progress=bar)
    bar.end()
    say(f"{pages} pages are written. Pages about participants wait for the survivor council.")
    say("Editors change them at /cms/. Read every page before you tell anybody of it.")
    return DONE
