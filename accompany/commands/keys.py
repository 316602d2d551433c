"""`accompany keys`: rehearse with the paper shares, and open what nobody living can."""

import argparse
import getpass
import sys

from accompany.commands.saying import DONE, CommandRefused, say


def add(parsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    keys = parsers.add_parser("keys", help="recovery shares").add_subparsers(required=True)
    drilling = keys.add_parser(
        "drill",
        help="prove that the paper shares open",
        description="Type the shares, one on a line, then an empty line. Nothing is opened.",
        epilog="example:\n  accompany keys drill < shares.txt",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    drilling.set_defaults(run=drill)
    recovering = keys.add_parser(
        "recover",
        help="open for a new colleague what nobody living can",
        description="Type the shares, one on a line, then an empty line. Gives a colleague the "
        "circles' keys. Every use is in the ledger.",
        epilog="example:\n  accompany keys recover --for priya < shares.txt",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    recovering.add_argument(
        "--for", dest="sign_in_name", required=True, help="the colleague's sign-in name"
    )
    recovering.add_argument(
        "--circle", action="append", help="which circle; those of her role if left out"
    )
    recovering.set_defaults(run=recover)


def read_shares() -> list[str]:
    """The shares from standard input, or typed without being shown."""
    if sys.stdin.isatty():
        shares: list[str] = []
        while share := getpass.getpass(f"Share {len(shares) + 1} (empty when done): ").strip():
            shares.append(share)
    else:
        shares = [line.strip() for line in sys.stdin if line.strip()]
    if not shares:
        raise CommandRefused("No shares were given.")
    return shares


def drill(args: argparse.Namespace) -> int:
    from accompany.commands.checking import require_founded
    from accompany.sealed import recovery

    require_founded()
    if not recovery.drill(read_shares()):
        raise CommandRefused(str(recovery.WrongShares.message))
    say("These shares make the recovery key. Nothing was opened.")
    return DONE


def recover(args: argparse.Namespace) -> int:
    from django.db import transaction

    from accompany.commands.checking import require_founded
    from accompany.sealed import recovery
    from accompany.sealed.models import Circle
    from accompany.staff.capabilities import Role
    from accompany.staff.models import Colleague

    require_founded()
    colleague = Colleague.objects.here().filter(sign_in_name=args.sign_in_name).first()
    if colleague is None:
        raise CommandRefused("No colleague signs in with that name.")
    wanted = args.circle or sorted(Role(colleague.role).circles)
    there = set(Circle.objects.filter(name__in=wanted).values_list("name", flat=True))
    if unknown := sorted(set(wanted) - there):
        raise CommandRefused(f"There is no such circle: {', '.join(unknown)}")
    shares = read_shares()
    try:
        with transaction.atomic():
            for circle in sorted(there):
                recovery.recover(shares, circle=circle, person=colleague.id)
    except recovery.WrongShares as wrong:
        raise CommandRefused(str(wrong)) from None
    say(f"Sealed to {colleague.sign_in_name}: {', '.join(sorted(there))}.")
    return DONE
