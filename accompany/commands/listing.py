"""`accompany accounts`, `inventory`, `doors` and `ledger verify`: what the house says of itself."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from inspect import getclosurevars, unwrap
from typing import Any  # Any: Django's address patterns, and what JSON holds

from accompany.commands.saying import DONE, REFUSED, CommandRefused, say, say_columns, say_json


def add(parsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    for name, words, example, run in [
        ("accounts", "who may sign in to a demo folder", "accompany accounts --json", accounts),
        ("inventory", "every column in the clear, and why", "accompany inventory", inventory),
        ("doors", "every address, method and role", "accompany doors --json", doors),
    ]:
        parser = parsers.add_parser(
            name,
            help=words,
            epilog=f"example:\n  {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        parser.add_argument("--json", action="store_true")
        if run is doors:
            parser.add_argument("--page", action="store_true", help="as docs/doors.md has it")
        parser.set_defaults(run=run)
    ledger = parsers.add_parser("ledger", help="the ledger").add_subparsers(required=True)
    verify = ledger.add_parser(
        "verify",
        help="walk the chain and every sealed row's version",
        epilog="example:\n  accompany ledger verify",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(run=verify_ledger)


def accounts(args: argparse.Namespace) -> int:
    """Demo folders only: passphrases and secrets of people who do not exist."""
    from django.conf import settings

    from accompany.house import demo_folder

    if not settings.DEMO:
        raise CommandRefused("Only a demo folder tells what its colleagues sign in with.")
    found = demo_folder.accounts()
    if args.json:
        say_json([asdict(each) for each in found])
        return DONE
    say_columns((each.sign_in_name, each.name, each.role, each.passphrase) for each in found)
    return DONE


def inventory(args: argparse.Namespace) -> int:
    from accompany.sealed import inventory as kept

    if args.json:
        say_json(
            {
                "in_the_clear": [asdict(each) for each in kept.columns()],
                "sealed": [asdict(each) for each in kept.documents()],
            }
        )
    else:
        say(kept.render().rstrip("\n"))
    return DONE


def doors(args: argparse.Namespace) -> int:
    rows = list(every_door())
    if args.json:
        say_json(rows)
        return DONE
    if args.page:
        say(door_page())
        return DONE
    for row in rows:
        say(f"{row['address']:<56} {','.join(row['methods']):<10} {', '.join(row['opens_for'])}")
    return DONE


def door_page() -> str:
    """The access matrix as a page: every address, its methods, and who it opens for."""
    from accompany.staff.capabilities import Role

    heads = ["address", "methods", *(role.value for role in Role)]
    lines = [
        "# Doors",
        "",
        "Every address of the house and the roles it opens for, generated from the code by",
        "`accompany doors --page`. A test compares this page with the code. *Everybody* needs no",
        "sign-in; for whoever is signed in without the capability an address is 404, as if none.",
        "",
        f"| {' | '.join(heads)} |",
        f"|{'---|' * len(heads)}",
    ]
    for row in every_door():
        who = row["opens_for"]
        marks = ["everybody" if "everybody" in who else "yes" if r in who else "" for r in Role]
        address = row["address"].replace("|", "\\|")
        lines.append(f"| `{address}` | {' '.join(row['methods'])} | {' | '.join(marks)} |")
    return "\n".join(lines)


def every_door() -> Iterator[dict[str, Any]]:  # Any: names and lists of names
    """Every address with its methods, and the roles it opens for."""
    from django.urls import get_resolver

    yield from _below("/", get_resolver().url_patterns, "")


def _below(prefix: str, patterns: list[Any], space: str) -> Iterator[dict[str, Any]]:
    from accompany.house.doors import is_public
    from accompany.staff.capabilities import Role
    from accompany.staff.doors import opens
    from accompany.staff.models import Colleague

    for each in patterns:
        address = prefix + str(each.pattern).lstrip("^")
        if hasattr(each, "url_patterns"):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _below(address, each.url_patterns, inner)
            continue
        view = each.callback
        everybody = is_public(view)
        roles = [role for role in Role if opens(view, _somebody(Colleague, role))]
        yield {
            "address": address,
            "name": f"{space}{each.name}" if each.name else "",
            "methods": methods(view),
            "opens_for": ["everybody"] if everybody else [role.value for role in roles],
        }


def _somebody(colleague: Any, role: str) -> Any:  # Any: the model, of a word above the house
    from accompany import clock

    return colleague(role=role, joined_at=clock.now(), approved_at=clock.now())


def methods(view: Any) -> list[str]:  # Any: any view
    """The methods a view takes, as its decorators say; all of them if none does."""
    while view is not None:
        held = getclosurevars(view).nonlocals if hasattr(view, "__closure__") else {}
        if "request_method_list" in held:
            return sorted(held["request_method_list"])
        if unwrap(view) is view:
            break
        view = getattr(view, "__wrapped__", None)
    return ["GET", "POST"]


def verify_ledger(args: argparse.Namespace) -> int:
    from accompany.commands.checking import require_founded
    from accompany.ledger.verify import verify

    require_founded()
    report = verify()
    if args.json:
        say_json(asdict(report))
    elif report.first:
        say(report.first.sentence)
        others = len(report.findings) - 1
        if others:
            say(f"{others} more were found; --json lists them.")
    else:
        say(f"{report.lines} lines and {report.rows} sealed rows are as they were written.")
        say(f"The last line is {report.head[0]}: {report.head[1]}")
    return DONE if report.is_whole else REFUSED
