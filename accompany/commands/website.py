"""`accompany website`: its first pages from a content pack, and all of them as plain files."""

import argparse
from dataclasses import asdict
from pathlib import Path

from accompany.commands.saying import DONE, Bar, say, say_json

PACKS = ("alder-street", "seattle")


def add(parsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    website = parsers.add_parser("website", help="the public site").add_subparsers(required=True)
    starting = website.add_parser(
        "start",
        help="write the first pages, from a content pack",
        description="Writes every page of the pack in English and Spanish, as drafts: read each "
        "before it is public. With --public they are public at once, but for pages about "
        "participants, which wait for the survivor council. A house that has a site keeps it.",
        epilog="example:\n  accompany website start seattle",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    starting.add_argument("pack", choices=PACKS)
    starting.add_argument("--public", action="store_true", help="make them public at once")
    starting.set_defaults(run=start)
    exporting = website.add_parser(
        "export",
        help="write the public pages as files that work with the application down",
        description="Into an empty folder, or one with an earlier copy, which it brings up to date."
        " A chat or a form becomes how to call, text or write.",
        epilog="example:\n  accompany website export /srv/site-copy",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    exporting.add_argument("folder", type=Path)
    exporting.add_argument("--json", action="store_true")
    exporting.set_defaults(run=export)


def start(args: argparse.Namespace) -> int:
    from accompany.commands.checking import require_founded
    from accompany.website import starting

    require_founded()
    bar = Bar()
    pages = starting.start(args.pack, is_public=args.public, progress=bar)
    bar.end()
    if args.public:
        say(f"{pages} pages are written and public; those about participants wait for the council.")
    else:
        say(f"{pages} pages are written, as drafts. Editors read and publish them at /cms/.")
    return DONE


def export(args: argparse.Namespace) -> int:
    from django.db import transaction

    from accompany.commands.checking import require_founded
    from accompany.ledger.lines import HOUSE, record
    from accompany.website import copying, verbs

    require_founded()
    bar = Bar()
    done = copying.export(args.folder, progress=bar)
    bar.end()
    with transaction.atomic():
        record(verbs.EXPORTED, by=HOUSE, files=done.files)
    if args.json:
        say_json(asdict(done))
    else:
        say(f"{done.pages} pages, {done.files} files in all, in {done.folder}.")
        say(f"New or changed: {done.written}. Removed: {done.removed}. Gone: {done.gone}.")
    return DONE
