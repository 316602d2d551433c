"""`accompany website export`: the public pages as plain files, for any web server."""

import argparse
from dataclasses import asdict
from pathlib import Path

from accompany.commands.saying import DONE, Bar, say, say_json


def add(parsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    website = parsers.add_parser("website", help="the public site").add_subparsers(required=True)
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
