"""Whole houses for tests: a data folder, the real commands, the real server."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from accompany.testing import postgres

ROOT = Path(__file__).resolve().parent.parent
PASSPHRASE = "seven porch lights after rain"


@dataclass
class House:
    """A data folder, and the environment its commands run in."""

    data: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *words, typed="", **also):
        """One `accompany` command; what it said and how it ended."""
        return subprocess.run(
            [sys.executable, "-m", "accompany.cli", *words],
            env=self.around(**also),
            cwd=ROOT,
            input=typed,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def python(self, script):
        """A piece of Python inside this house."""
        ready = "import django; django.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", ready + script],
            env=self.around(DJANGO_SETTINGS_MODULE="accompany.settings"),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def around(self, **also):
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("ACCOMPANY_", "TWILIO_", "DJANGO_"))
        }
        return {**kept, "ACCOMPANY_DATA": str(self.data), **self.environment, **also}

    def found(self, where):
        """Found it; the passphrase comes from a file."""
        words = where / "passphrase"
        words.write_text(PASSPHRASE + "\n")
        return self.run(
            *("init", "--name", "Alder Street", "--number", "+12135550142"),
            *("--supervisor", "Priya N.", "--passphrase-file", str(words)),
        )

    @contextmanager
    def served(self):
        """The server and its loop, answering; stopped after if it still runs."""
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "accompany.cli", "serve", "--port", str(port)],
            env=self.around(),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        process.base = f"http://127.0.0.1:{port}"
        try:
            wait_for(f"{process.base}/healthz", process)
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(20)
            process.stdout.close()


def new_house(folder, *, name="var"):
    """An empty house: SQLite files, or two new databases of the tests' own cluster."""
    house = House(folder / name)
    if os.environ.get("ACCOMPANY_TEST_DATABASE") == "postgres":
        host = quote(str(postgres.folder()), safe="")
        for setting in ("ACCOMPANY_DATABASE_URL", "ACCOMPANY_KEYRING_URL"):
            database = f"house_{secrets.token_hex(4)}"
            postgres.run("createdb", "-h", str(postgres.folder()), "-U", postgres.OWNER, database)
            house.environment[setting] = f"postgres://{postgres.OWNER}@/{database}?host={host}"
    return house


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def wait_for(address, process, seconds=60):
    """Until an address answers 200."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, process.stdout.read()
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer")
