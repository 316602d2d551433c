"""`accompany init`: a new data folder, with the organization and its first supervisor in it."""

import argparse
import getpass
import os
import shutil
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from accompany.commands.saying import DONE, Bar, CommandRefused, say

if TYPE_CHECKING:
    from accompany.sealed.recovery import Shares

EXAMPLE = """example:
  accompany init --name "Alder Street" --number +12135550142 --supervisor "Priya N."
  accompany init --demo"""


def add(parsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = parsers.add_parser(
        "init",
        help="make a new data folder",
        description="Make the databases, the organization's keys and the first supervisor. "
        "Prints the recovery shares and her codes: once, and nowhere else.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--demo", action="store_true", help="a synthetic organization to look at")
    parser.add_argument(
        "--size",
        choices=["small", "usual", "large"],
        default="usual",
        help="of the synthetic organization",
    )
    parser.add_argument("--name", help="the organization's name")
    parser.add_argument("--number", help="the helpline's number, as +12135550142")
    parser.add_argument("--text-number", help="the number to text, if it is another")
    parser.add_argument("--hours", default="", help='when somebody answers: "Day and night"')
    parser.add_argument("--hours-es", default="", help="the same in Spanish")
    parser.add_argument("--timezone", default="America/Los_Angeles")
    parser.add_argument("--supervisor", help="the first supervisor's name")
    parser.add_argument("--sign-in-name", help="what she signs in with; her first name if left out")
    parser.add_argument(
        "--passphrase-file", type=Path, help="a file with her passphrase; asked for if left out"
    )
    parser.set_defaults(run=run, before=mark_demo)


def mark_demo(args: argparse.Namespace) -> None:
    """Before the settings are read: a demo folder is one by its marker."""
    if not args.demo:
        return
    data = Path(os.environ.get("ACCOMPANY_DATA", "var"))
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    side = os.environ.get("ACCOMPANY_SIDE", "survivors")
    if not (data / "demo.json").exists():
        if (data / side / "default.sqlite3").exists():
            raise CommandRefused(f"{data} holds a real house. Give a demo a folder of its own.")
        (data / "demo.json").write_text('{"accounts": []}\n')


def run(args: argparse.Namespace) -> int:
    return _demo(args.size) if args.demo else _real(args)


def _demo(size: str) -> int:
    from django.conf import settings

    from accompany.commands.standing import missing_tables, missing_triggers
    from accompany.house import demo_folder

    if demo_folder.is_complete():
        if any(missing_tables()) or any(missing_triggers()):
            migrate(Bar())
        say("The synthetic organization is there already.")
        return DONE
    shutil.rmtree(settings.HOUSE_DATA, ignore_errors=True)
    shutil.rmtree(settings.HOST / settings.SIDE, ignore_errors=True)
    bar = Bar()
    migrate(bar)
    build = import_module("accompany.demo.build").build
    build(size, bar)
    bar.end()
    say("The synthetic organization is built.")
    return DONE


def migrate(bar: Bar) -> None:
    """Make the tables of both databases."""
    from django.conf import settings
    from django.core.management import call_command

    settings.HOUSE_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.FILES.mkdir(mode=0o700, parents=True, exist_ok=True)
    bar("Making the tables", 0, 2)
    call_command("migrate", database="default", verbosity=0, interactive=False)
    bar("Making the tables", 1, 2)
    call_command("migrate", "keyring", database="keyring", verbosity=0, interactive=False)
    bar("Making the tables", 2, 2)


def _real(args: argparse.Namespace) -> int:
    from django.conf import settings

    from accompany.commands.checking import is_founded

    if settings.DEMO:
        raise CommandRefused("This is a demo folder. Set ACCOMPANY_DATA to a folder of its own.")
    settings.HOUSE_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    is_new, passphrase = not is_founded(), ""
    if is_new:
        _ask_for_what_is_missing(args)
        passphrase = _passphrase(args)
    bar = Bar()
    migrate(bar)
    bar.end()
    if not is_new:
        say("This house is founded already. Nothing was changed.")
        return DONE
    found(args, passphrase)
    return DONE


def _ask_for_what_is_missing(args: argparse.Namespace) -> None:
    wanted = {
        "name": "The organization's name: ",
        "number": "The helpline's number, as +12135550142: ",
        "supervisor": "The first supervisor's name: ",
    }
    missing = [name for name in wanted if not getattr(args, name)]
    if missing and not sys.stdin.isatty():
        options = ", ".join(f"--{name}" for name in missing)
        raise CommandRefused(f"Without a terminal these must be given: {options}.")
    for name in missing:
        setattr(args, name, input(wanted[name]).strip())
    if args.timezone not in available_timezones():
        raise CommandRefused("--timezone must be a name like America/Los_Angeles.")
    for number in (args.number, args.text_number):
        if number and not (number.startswith("+") and number[1:].isdecimal()):
            raise CommandRefused("Give numbers with the country, as +12135550142.")


def _passphrase(args: argparse.Namespace) -> str:
    from accompany.house.refusals import Refusal
    from accompany.staff import passphrases

    about = [args.name, args.supervisor]
    if args.passphrase_file:
        passphrase = str(args.passphrase_file.read_text()).strip("\r\n")
        passphrases.check(passphrase, about=about)
        return passphrase
    if not sys.stdin.isatty():
        raise CommandRefused("Without a terminal --passphrase-file must be given.")
    while True:
        passphrase = getpass.getpass(f"A passphrase for {args.supervisor}: ")
        try:
            passphrases.check(passphrase, about=about)
        except Refusal as refusal:
            say(str(refusal))
            continue
        if getpass.getpass("Once more: ") == passphrase:
            return passphrase
        say("The two were not the same.")


def found(args: argparse.Namespace, passphrase: str) -> None:
    """Found the house in one transaction, then print what is printed once."""
    from django.db import transaction

    from accompany.house import verbs
    from accompany.house.models import Organization
    from accompany.ledger.lines import HOUSE, record
    from accompany.sealed.recovery import make_recovery
    from accompany.staff import factors, founding
    from accompany.staff.capabilities import Role

    seed = factors.new_seed()
    sign_in_name = (args.sign_in_name or args.supervisor.split()[0]).lower()
    with transaction.atomic():
        Organization.objects.create(
            name=args.name,
            helpline_number=args.number,
            text_number=args.text_number or args.number,
            helpline_hours=args.hours,
            helpline_hours_es=args.hours_es,
            timezone=args.timezone,
        )
        shares = make_recovery()
        first = founding.found(
            name=args.supervisor,
            sign_in_name=sign_in_name,
            role=Role.SUPERVISOR,
            passphrase=passphrase,
            seed=seed,
        )
        codes = factors.new_recovery_codes(first.colleague)
        record(verbs.FOUNDED, first.colleague, by=HOUSE)
    say(f"{args.name} is founded. {args.supervisor} signs in as: {sign_in_name}")
    say(f"Her authenticator's secret: {seed}")
    say(f"  {factors.address(seed, sign_in_name)}")
    say("Her recovery codes, each good once:")
    for code in codes:
        say(f"  {code}")
    say_shares(shares)


def say_shares(shares: "Shares") -> None:
    """Print the recovery shares: once, for paper, kept nowhere."""
    say("\nRecovery shares. Print each on its own sheet; they are kept nowhere else.")
    say("Two of the council's, together with direction's, open what nobody living can.")
    for number, words in enumerate(shares.council, start=1):
        say(f"\nCouncil, share {number} of {len(shares.council)}:\n  {words}")
    for words in shares.direction:
        say(f"\nDirection, the one share (print it for two holders):\n  {words}")
