"""A PostgreSQL cluster for one run of the tests, from the binaries in Debian's package.

It listens on a socket in a temporary folder and on no port. PostgreSQL refuses to run as root, so
root starts it as the user `postgres`. It is stopped by its own data folder.
"""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

NAMES = {"default": "accompany", "keyring": "accompany_keyring"}
OWNER = "accompany"
QUICK = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c jit=off"
    " -c max_connections=200"
)
PLACES = "/usr/lib/postgresql"

_folder: Path | None = None


def folder() -> Path:
    """The cluster's folder; its socket lies there too."""
    global _folder
    if _folder is None:
        _folder = Path(tempfile.mkdtemp(prefix="accompany-pg-"))
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(_folder, owner.pw_uid, owner.pw_gid)
        atexit.register(_sweep, os.getpid())
    return _folder


def addresses() -> dict[str, str]:
    """What the environment must say for the settings to find it."""
    host = quote(str(folder()), safe="")
    return {
        "ACCOMPANY_DATABASE_URL": f"postgres://{OWNER}@/{NAMES['default']}?host={host}",
        "ACCOMPANY_KEYRING_URL": f"postgres://{OWNER}@/{NAMES['keyring']}?host={host}",
    }


def binary(name: str) -> str:
    """The newest of PostgreSQL's programs by this name."""
    found = sorted(Path(PLACES).glob(f"*/bin/{name}"), key=lambda each: int(each.parts[-3]))
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
    return path


def run(*command: str) -> None:
    """Run one of PostgreSQL's programs as whoever may."""
    as_root = os.geteuid() == 0
    subprocess.run(  # noqa: S603  # our own words only
        [binary(command[0]), *command[1:]],
        check=True,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        user="postgres" if as_root else None,
        group="postgres" if as_root else None,
        extra_groups=[] if as_root else None,
    )


def make() -> None:
    """Make an empty cluster and start it."""
    data = folder() / "data"
    run("initdb", "-D", str(data), "-U", OWNER, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
    start()
    for name in NAMES.values():
        run("createdb", "-h", str(folder()), "-U", OWNER, name)


def start() -> None:
    where = f"-c listen_addresses='' -c unix_socket_directories={folder()} {QUICK}"
    log = folder() / "log"
    run("pg_ctl", "-D", str(folder() / "data"), "-w", "-l", str(log), "-o", where, "start")


def stop(mode: str = "immediate") -> None:
    run("pg_ctl", "-D", str(folder() / "data"), "-w", "-m", mode, "stop")


def copy_from(kept: Path) -> None:
    """Start from a stopped cluster that was kept."""
    run_copy(kept, folder() / "data")
    start()


def run_copy(source: Path, target: Path) -> None:
    """Copy a stopped cluster, with its owner and rights."""
    shutil.copytree(source, target, symlinks=True)
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        for root, _folders, files in os.walk(target):
            for each in [root, *(os.path.join(root, name) for name in files)]:
                os.chown(each, owner.pw_uid, owner.pw_gid)


def _sweep(pid: int) -> None:
    if os.getpid() != pid or _folder is None:
        return
    if (_folder / "data" / "postmaster.pid").exists():
        stop()
    shutil.rmtree(_folder, ignore_errors=True)
