"""`accompany check`: what is unsafe about this house, and what to do about it."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from accompany.commands.saying import DONE, REFUSED, CommandRefused, say, say_json

RETRIES = "#rc=5&rp=all"
LEAST_OPS = 3
LEAST_MEMORY = 64 * 1024 * 1024


def add(parsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = parsers.add_parser(
        "check",
        help="refuse and explain unsafe settings",
        epilog="example:\n  ACCOMPANY_BASE_URL=https://desk.example.org accompany check",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    found = list(unsafe())
    if args.json:
        say_json({"unsafe": found, "webhooks": webhooks()})
    else:
        for sentence in found:
            say(f"- {sentence}")
        say("Nothing unsafe was found." if not found else f"{len(found)} to put right.")
        say("\nGive the provider these addresses, with their suffix, so that it tries again:")
        for name, address in webhooks().items():
            say(f"  {name}: {address}")
    return REFUSED if found else DONE


def webhooks() -> dict[str, str]:
    """The addresses for the provider. The suffix asks it to repeat what was not taken."""
    from django.conf import settings

    return {
        "texts": f"{settings.BASE_URL}/hooks/text/{RETRIES}",
        "delivery": f"{settings.BASE_URL}/hooks/text/status/{RETRIES}",
    }


def unsafe() -> Iterator[str]:
    """Everything about this house that is unsafe, each with its remedy."""
    from accompany.commands.standing import missing_tables, missing_triggers

    yield from _unsafe_settings()
    yield from _unsafe_files()
    yield from _unsafe_provider()
    yield from missing_tables()
    yield from missing_triggers()


def _unsafe_settings() -> Iterator[str]:
    from django.conf import settings

    if settings.DEBUG:
        yield "Debug is on: pages of trouble would show what people said. Turn it off."
    if len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 10:
        yield "The secret is weak. Delete its file to have a new one made."
    if any(host.startswith(("*", ".")) for host in settings.ALLOWED_HOSTS):
        yield "ACCOMPANY_HOSTS holds a wildcard. Name each host."
    base = urlsplit(settings.BASE_URL)
    if base.scheme == "http" and base.hostname not in settings.LOOPBACK:
        yield "ACCOMPANY_BASE_URL is not encrypted. Serve it under https."
    if base.scheme == "http" and not settings.DEMO:
        yield "A real house needs ACCOMPANY_BASE_URL with https."
    if settings.STRETCH_OPS < LEAST_OPS or settings.STRETCH_MEMORY < LEAST_MEMORY:
        yield "Passphrases are stretched too little: use 64 MiB and 3 passes at least."


def _unsafe_files() -> Iterator[str]:
    from django.conf import settings

    from accompany.sealed import host

    for path in [settings.DATA, settings.HOUSE_DATA]:
        if path.exists() and path.stat().st_mode & 0o077:
            yield f"Others on this machine can read {path}. Close it: chmod 700."
    for path in [*host.loose_files(), *_open_secrets(settings.HOST)]:
        yield f"Others on this machine can read {path}. Close it: chmod go-rwx."
    if settings.DATA in settings.HOST.parents:
        yield "Host secrets lie inside the data folder, and so in its backups. Move them out."


def _open_secrets(folder: Path) -> list[Path]:
    return [each for each in folder.glob("*.secret") if each.stat().st_mode & 0o077]


def _unsafe_provider() -> Iterator[str]:
    from django.conf import settings

    if settings.TEXT_PROVIDER == "phone" and not settings.DEMO:
        yield "The built-in telephone answers in demo folders only. Set ACCOMPANY_TEXT_PROVIDER."
    if settings.TEXT_PROVIDER == "twilio":
        for name in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_NUMBER"):
            if not getattr(settings, name):
                yield f"{name} is not set: no text can be taken or sent."


def is_founded() -> bool:
    """Whether there is a house in this folder."""
    from django.db import DatabaseError

    from accompany.house.models import Organization

    try:
        return Organization.objects.exists()
    except DatabaseError:
        return False


def require_founded() -> None:
    """Refuse to go on in a folder without a house."""
    if not is_founded():
        raise CommandRefused("There is no house in this folder yet. Run: accompany init")


def require_standing() -> None:
    """Refuse to serve while tables or the ledger's triggers are missing."""
    from accompany.commands.standing import missing_tables, missing_triggers

    for sentence in [*missing_tables(), *missing_triggers()]:
        raise CommandRefused(sentence)
