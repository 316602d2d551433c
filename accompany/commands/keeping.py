"""`accompany backup` and `accompany restore`.

A backup has two halves that live differently long. `DIR/house/<moment>` holds the database and the
sealed files and may be kept a year; `DIR/keyring/<moment>` holds the shred keys and is removed here
after thirty days, so that what was forgotten is forgotten in every copy. The database is copied
first and the keyring second: a key too many opens nothing.

A restore goes into an empty folder, compares every hash and count, shreds again whatever either
half says was shredded, walks the ledger up to the head that the manifest names, and deletes the
rows that an erasure since would have deleted. What an artist took back since is taken back again.
"""

import argparse
import shutil
from datetime import timedelta
from pathlib import Path

from accompany.commands.saying import DONE, Bar, CommandRefused, say, say_json

KEYRING_DAYS = timedelta(days=30)
STAMP = "%Y-%m-%dT%H%M%SZ"


def add(parsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backing = parsers.add_parser(
        "backup",
        help="back up the database and files, the keyring apart",
        epilog="example:\n  accompany backup /srv/backups",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    backing.add_argument("folder", type=Path)
    backing.add_argument("--json", action="store_true")
    backing.set_defaults(run=backup)
    restoring = parsers.add_parser(
        "restore",
        help="restore a backup into an empty folder",
        description="Takes the newest of both halves. Whatever was shredded since stays shredded.",
        epilog="example:\n  ACCOMPANY_DATA=/srv/accompany accompany restore /srv/backups",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    restoring.add_argument("folder", type=Path)
    restoring.add_argument("--at", help="which copy of the house: the name of its folder")
    restoring.set_defaults(run=restore)


def backup(args: argparse.Namespace) -> int:
    from django.conf import settings

    from accompany import clock
    from accompany.commands import copies
    from accompany.commands.checking import require_founded

    require_founded()
    stamp = clock.now().strftime(STAMP)
    bar = Bar()
    bar("Copying the database", 0, 3)
    house = _new_folder(args.folder / "house", stamp)
    manifest = copies.dump("default", house)
    bar("Copying the files", 1, 3)
    manifest |= copies.copy_files(settings.FILES, house / "files")
    copies.seal(house, {**manifest, "side": settings.SIDE, "at": stamp})
    bar("Copying the keyring", 2, 3)
    keyring = _new_folder(args.folder / "keyring", stamp)
    copies.seal(keyring, {**copies.dump("keyring", keyring), "side": settings.SIDE, "at": stamp})
    gone = forget_old_keyrings(args.folder / "keyring")
    bar("Copied", 3, 3)
    bar.end()
    if args.json:
        say_json({"at": stamp, "head": manifest["head"], "keyrings_removed": gone})
    else:
        say(f"Backed up as {stamp}. The ledger's last line is {manifest['head']}.")
        say(f"Keyring copies older than {KEYRING_DAYS.days} days removed: {gone}.")
    return DONE


def _new_folder(above: Path, stamp: str) -> Path:
    """A folder that becomes visible under its name only when it is whole (`copies.seal`)."""
    above.mkdir(mode=0o700, parents=True, exist_ok=True)
    for half in above.glob(".*-making"):
        shutil.rmtree(half)
    folder = above / f".{stamp}-making"
    if (above / stamp).exists():
        raise CommandRefused("A backup of this very second exists already.")
    folder.mkdir(mode=0o700)
    return folder


def forget_old_keyrings(folder: Path) -> int:
    """Remove keyring copies past their thirty days; the newest is always kept."""
    from accompany import clock

    oldest = (clock.now() - KEYRING_DAYS).strftime(STAMP)
    gone = [each for each in stamps(folder)[:-1] if each.name < oldest]
    for each in gone:
        shutil.rmtree(each)
    return len(gone)


def stamps(folder: Path) -> list[Path]:
    """The whole copies in a folder, oldest first."""
    return sorted(each for each in folder.glob("[0-9]*") if (each / "manifest.json").is_file())


def restore(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.db import connections

    from accompany.commands import copies
    from accompany.sealed import restoring

    house = _chosen(args.folder / "house", args.at)
    keyring = _chosen(args.folder / "keyring", None)
    for half in (house, keyring):
        copies.require_whole(half, side=settings.SIDE)
    copies.require_empty()
    bar = Bar()
    bar("Restoring", 0, 4)
    settings.HOUSE_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    copies.load("default", house)
    copies.load("keyring", keyring)
    copies.copy_files(house / "files", settings.FILES)
    connections.close_all()
    bar("Shredding again", 1, 4)
    shredded = restoring.replay_tombstones()
    bar("Verifying", 2, 4)
    copies.verify(house)
    bar("Forgetting again", 3, 4)
    forgotten = _forget_again()
    if is_new := restoring.is_new_host():
        restoring.trust_database()
    bar("Verified", 4, 4)
    bar.end()
    say(f"Restored {house.name}, with the keyring of {keyring.name}.")
    say(f"Shredded again: {shredded}. Forgotten again: {forgotten}. The ledger stands.")
    if is_new:
        say("This machine had no secrets of the house; it trusts the keys in the backup now, and")
        say("files open through the glass again once a colleague of each team has worked.")
    return DONE


def _forget_again() -> int:
    """The rows, too, of everybody and everything whose keys were destroyed since the backup."""
    from accompany.contact import actions as contact
    from accompany.gallery import actions as gallery
    from accompany.grants import actions as grants
    from accompany.helpline.actions import forgetting
    from accompany.ledger import heads
    from accompany.participants import erasure

    forgotten = erasure.replay() + forgetting.replay() + contact.replay()
    forgotten += grants.replay() + gallery.replay()
    heads.remember_head()
    return forgotten


def _chosen(folder: Path, at: str | None) -> Path:
    there = stamps(folder)
    chosen = [each for each in there if at is None or each.name == at]
    if not chosen:
        raise CommandRefused(f"There is no whole copy in {folder}.")
    return chosen[-1]
