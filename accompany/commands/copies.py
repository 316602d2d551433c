"""Copies of a database and of files: made, sealed with a manifest, checked, put back."""

import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connections, transaction

from accompany.commands.saying import CommandRefused

Manifest = dict[str, Any]  # Any: numbers, names and hashes, as JSON


def dump(alias: str, folder: Path) -> Manifest:
    """Copy one database as it is at one moment. Says what is in the copy."""
    connection = connections[alias]
    if connection.vendor == "postgresql":
        said = _said(alias)
        _pg("pg_dump", alias, "--format=custom", "--no-owner", f"--file={folder / alias}.dump")
        return said
    target = folder / f"{alias}.sqlite3"
    source = f"file:{connection.settings_dict['NAME']}?mode=ro"
    with (
        closing(sqlite3.connect(source, uri=True, timeout=20)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new, pages=2000)
    target.chmod(0o600)
    with closing(sqlite3.connect(f"file:{target}?mode=ro", uri=True)) as copy:
        return _said_of(copy, alias)


def _said_of(copy: sqlite3.Connection, alias: str) -> Manifest:
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    tables = sorted(name for (name,) in copy.execute(names))
    counts = {name: copy.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in tables}
    said: Manifest = {"counts": counts}
    if alias == "default":
        last = "SELECT seq, hash FROM ledger_line ORDER BY seq DESC LIMIT 1"
        said["head"] = list(copy.execute(last).fetchone() or (0, ""))
    return said


def _said(alias: str) -> Manifest:
    connection = connections[alias]
    with connection.cursor() as cursor:
        counts = {}
        for name in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT COUNT(*) FROM "{name}"')
            counts[name] = cursor.fetchone()[0]
        said: Manifest = {"counts": counts}
        if alias == "default":
            cursor.execute("SELECT seq, hash FROM ledger_line ORDER BY seq DESC LIMIT 1")
            said["head"] = list(cursor.fetchone() or (0, ""))
    return said


def copy_files(source: Path, target: Path) -> Manifest:
    """Copy the sealed files; they are sealed already, so nothing is added."""
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, copy_function=_copy_if_there)
    return {"files": sum(1 for each in target.rglob("*") if each.is_file())}


def _copy_if_there(source: str, target: str) -> None:
    """Copy a file, unless it was deleted a moment ago: then its row is gone too, or soon is."""
    with suppress(FileNotFoundError):
        shutil.copy2(source, target)


def seal(folder: Path, manifest: Manifest) -> None:
    """Write the manifest with every hash, bring all to the disk, and give the copy its name."""
    hashes = {name: _hash(folder / name) for name in _names(folder)}
    written = folder / "manifest.json"
    written.write_text(json.dumps({**manifest, "hashes": hashes}, indent=1) + "\n")
    written.chmod(0o600)
    for path in [*(each for each in folder.rglob("*") if each.is_file()), folder]:
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    folder.rename(folder.with_name(manifest["at"]))


def _names(folder: Path) -> list[str]:
    found = (each for each in folder.rglob("*") if each.is_file())
    return sorted(str(each.relative_to(folder)) for each in found if each.name != "manifest.json")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def manifest_of(folder: Path) -> Manifest:
    return dict(json.loads((folder / "manifest.json").read_text()))


def require_whole(folder: Path, *, side: str) -> None:
    """Refuse a copy that is not, byte for byte, what its manifest says."""
    manifest = manifest_of(folder)
    if manifest["side"] != side:
        raise CommandRefused(f"{folder} is a copy of the other house.")
    names = _names(folder)
    if names != sorted(manifest["hashes"]):
        raise CommandRefused(f"{folder} does not hold the files that its manifest names.")
    for name in names:
        if _hash(folder / name) != manifest["hashes"][name]:
            raise CommandRefused(f"{folder / name} was changed after the backup.")


def require_empty() -> None:
    """Refuse to restore over anything."""
    for alias in connections:
        connection = connections[alias]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                is_empty = not connection.introspection.table_names(cursor)
        else:
            is_empty = not Path(str(connection.settings_dict["NAME"])).exists()
        if not is_empty:
            raise CommandRefused("There is a house here already. Restore into an empty folder.")


def load(alias: str, folder: Path) -> None:
    """Put one database back."""
    connection = connections[alias]
    connection.close()
    if connection.vendor == "postgresql":
        _pg("pg_restore", alias, "--no-owner", "--exit-on-error", str(folder / f"{alias}.dump"))
        return
    target = Path(str(connection.settings_dict["NAME"]))
    shutil.copyfile(folder / f"{alias}.sqlite3", target)
    target.chmod(0o600)


def _pg(program: str, alias: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs on this database."""
    given = connections[alias].settings_dict
    named = {"-h": given["HOST"], "-p": given["PORT"], "-U": given["USER"], "-d": given["NAME"]}
    where = [word for option, value in named.items() if value for word in (option, str(value))]
    environment = {**os.environ, "PGPASSWORD": str(given["PASSWORD"] or "")}
    try:
        subprocess.run([program, *where, *arguments], check=True, env=environment)
    except FileNotFoundError:
        raise CommandRefused(f"{program} is not installed on this machine.") from None
    except subprocess.CalledProcessError:
        raise CommandRefused(f"{program} did not succeed.") from None


def verify(house: Path) -> None:
    """Walk what was restored: counts as the manifest says, the ledger up to its head."""
    from accompany.house import verbs
    from accompany.ledger import heads
    from accompany.ledger import verify as walking
    from accompany.ledger.lines import HOUSE, record

    manifest = manifest_of(house)
    found = _said("default")["counts"]
    grown = {"sealed_tombstone", "sealed_grant"}
    for table, count in manifest["counts"].items():
        if table not in grown and found.get(table) != count:
            raise CommandRefused(f"{table} holds {found.get(table)} rows instead of {count}.")
    if heads.path().exists():
        heads.path().rename(heads.path().with_suffix(".before-restore"))
    seq, hash = manifest["head"]
    report = walking.verify(known_heads=[(seq, hash)] if seq else [])
    if report.first:
        raise CommandRefused(f"The ledger does not stand: {report.first.sentence}")
    try:
        with transaction.atomic():
            record(verbs.RESTORED, by=HOUSE, seq=seq)
        heads.remember_head()
    except DatabaseError:
        raise CommandRefused("The restored database cannot be written to.") from None
