"""Databases for tests: migrated once for each state of the migrations, copied for each run.

A test that commits is followed by a copy of the clean state, triggers and all, so the ledger's
guards never have to be taken off.
"""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from accompany.testing import postgres

ALIASES = ("default", "keyring")
ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "test-ground"
SHAPES = (
    "migrations/*.py",
    "apps.py",
    "triggers.py",
    "models.py",
    "chain.py",
    "router.py",
    "data/*.json",
)


def lay() -> None:
    """Have both databases ready, migrated, with the organization in them."""
    if on_postgres():
        _lay_postgres()
    else:
        _lay_files()


def clear() -> None:
    """Let go of both databases."""
    connections.close_all()
    if on_postgres():
        postgres.stop()


def restore() -> None:
    """Back to the clean state, after a test that committed."""
    if on_postgres():
        for alias in ALIASES:
            _restore_tables(alias)
    else:
        for alias in ALIASES:
            _restore_file(alias)


def on_postgres() -> bool:
    return connections["default"].vendor == "postgresql"


def digest() -> str:
    """What the shape of the databases depends on."""
    said = blake2b(django.__version__.encode(), digest_size=10)
    package = ROOT / "accompany"
    for pattern in SHAPES:
        for path in sorted(package.rglob(pattern)):
            said.update(str(path.relative_to(package)).encode() + b"\0" + path.read_bytes())
    said.update(Path(__file__).read_bytes())
    return said.hexdigest()


def _fill() -> None:
    """Migrate both, and found the organization."""
    from accompany.house.models import Organization

    call_command("migrate", database="default", verbosity=0, interactive=False)
    call_command("migrate", "keyring", database="keyring", verbosity=0, interactive=False)
    Organization.objects.create(
        name="Alder Street",
        helpline_number="+12135550142",
        text_number="+12135550143",
        helpline_hours="Day and night",
        timezone="America/Los_Angeles",
        neutral_exit_url="https://weather.gov/",
        mailing_address="PO Box 555, Los Angeles, CA 90001",
        email="hello@alder-street.example",
    )


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _forget_older(kind: str) -> None:
    for old in sorted(KEPT.glob(f"{kind}-*"), key=lambda each: each.stat().st_mtime)[:-4]:
        shutil.rmtree(old, ignore_errors=True)


# SQLite


def _lay_files() -> None:
    kept = KEPT / f"sqlite-{digest()}"
    with _one_at_a_time():
        if not kept.exists():
            _fill()
            making = KEPT / f"making-{os.getpid()}"
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            for alias in ALIASES:
                _copy(_file(alias), making / f"{alias}.sqlite3")
            making.rename(kept)
            _forget_older("sqlite")
    connections.close_all()
    for alias in ALIASES:
        _clean_copy(kept, alias)


def _file(alias: str) -> Path:
    return Path(str(connections[alias].settings_dict["NAME"]))


def _copy(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)
    old.close()
    new.close()


def _clean_copy(kept: Path, alias: str) -> None:
    target = _file(alias)
    target.parent.mkdir(parents=True, exist_ok=True)
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{target}{suffix}").unlink(missing_ok=True)
    shutil.copy(kept / f"{alias}.sqlite3", target)
    shutil.copy(kept / f"{alias}.sqlite3", _clean_state(alias))


def _clean_state(alias: str) -> Path:
    return settings.DATA.parent / f"clean-{alias}.sqlite3"


def _restore_file(alias: str) -> None:
    connections[alias].close()
    _copy(_clean_state(alias), _file(alias))


# PostgreSQL


def _lay_postgres() -> None:
    kept = KEPT / f"postgres-{digest()}"
    connections.close_all()
    with _one_at_a_time():
        if kept.exists():
            postgres.copy_from(kept)
            return
        postgres.make()
        _fill()
        for alias in ALIASES:
            _keep_rows(alias)
        connections.close_all()
        postgres.stop("fast")
        making = KEPT / f"making-{os.getpid()}"
        shutil.rmtree(making, ignore_errors=True)
        shutil.copytree(postgres.folder() / "data", making, symlinks=True)
        making.rename(kept)
        _forget_older("postgres")
        postgres.start()


def _tables(alias: str) -> list[str]:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return [f'"{row[0]}"' for row in cursor.fetchall()]


def _keep_rows(alias: str) -> None:
    """Keep the rows that migrations made, beside the tables they are in."""
    with connections[alias].cursor() as cursor:
        cursor.execute("CREATE SCHEMA clean")
        for table in _tables(alias):
            cursor.execute(f"CREATE TABLE clean.{table} AS TABLE public.{table}")


def _restore_tables(alias: str) -> None:
    """Only tables that hold something now, or held it in the clean state: most hold nothing."""
    connections[alias].close()
    tables = _tables(alias)
    if not tables:
        return
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in _with_rows(cursor, "public", tables):
            cursor.execute(f"DELETE FROM public.{table}")
        for table in _with_rows(cursor, "clean", tables):
            cursor.execute(
                f"INSERT INTO public.{table} OVERRIDING SYSTEM VALUE SELECT * FROM clean.{table}"
            )
    connections[alias].close()


def _with_rows(cursor: CursorWrapper, schema: str, tables: list[str]) -> list[str]:
    asked = (f"SELECT '{t}' WHERE EXISTS (SELECT FROM {schema}.{t})" for t in tables)
    cursor.execute(" UNION ALL ".join(asked))
    return [row[0] for row in cursor.fetchall()]
