"""`accompany`: the one command of the house.

Ends with 0 when it is done, 1 when it refused or found something, 2 when it was used wrongly.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured

from accompany.commands import (
    bench,
    checking,
    founding,
    keeping,
    keys,
    listing,
    serving,
    website,
)
from accompany.commands.saying import REFUSED, CommandRefused

EXAMPLES = """examples:
  accompany init --demo
  accompany serve --port 8000
  accompany check
  accompany backup /srv/backups"""


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="accompany",
        description="The operations system of a survivor-led organization. "
        "Settings come from the environment; ACCOMPANY_DATA names the data folder.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parsers = whole.add_subparsers(required=True, metavar="command")
    for each in (founding, serving, checking, listing, keys, keeping, website, bench):
        each.add(parsers)
    return whole


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; says what went wrong in a sentence, never with what people said."""
    whole = parser()
    args, rest = whole.parse_known_args(argv)
    if rest and not hasattr(args, "instead"):
        whole.error(f"unknown: {' '.join(rest)}")
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accompany.settings")
    try:
        if hasattr(args, "instead"):
            return int(args.instead(rest))
        getattr(args, "before", lambda _args: None)(args)
        _set_up()
        return int(args.run(args))
    except (CommandRefused, ImproperlyConfigured) as refusal:
        return _refuse(str(refusal))
    except KeyboardInterrupt:
        return _refuse("Stopped.")
    except BrokenPipeError:
        sys.stderr.close()
        return REFUSED
    except Exception as error:
        from accompany.house.refusals import Refusal

        if isinstance(error, Refusal):
            return _refuse(str(error))
        return _refuse(_trouble())


def _set_up() -> None:
    import django

    django.setup()


def _trouble() -> str:
    """What went wrong and where, without the words that were being worked on."""
    from accompany.house.logs import trouble

    return f"This did not succeed. Look here:\n{trouble(sys.exc_info())}"  # type: ignore[arg-type]  # handling one


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
