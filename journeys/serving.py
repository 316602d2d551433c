"""A house served by a process of its own, as it is outside of tests."""

import base64
import fcntl
import hashlib
import ipaddress
import os
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PATIENCE = 60.0
REPOSITORY = Path(__file__).resolve().parent.parent
# Of this run of the tests, whichever process of it asks; `conftest.py` sweeps it away.
MADE = REPOSITORY / "build" / "houses" / os.environ.setdefault("JOURNEYS", str(os.getpid()))
MAKE_A_HOUSE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("migrate", database="keyring", verbosity=0)
from accompany.house.models import Organization
Organization.objects.update_or_create(id=1, defaults={
    "name": "Alder Street", "helpline_number": "+12065550142", "text_number": "+12065550142",
    "helpline_hours": "Any hour, any day", "neutral_exit_url": "https://weather.gov/"})
"""


@dataclass(frozen=True)
class Keys:
    """A key and a certificate that a test made, and how a browser is told to trust it."""

    certificate: Path
    key: Path
    digest: str


@dataclass(frozen=True)
class House:
    """A house that answers."""

    url: str
    data: Path
    env: dict[str, str]

    def run(self, *command: str) -> str:
        """Run `accompany …` on this house's folder, and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "accompany.cli", *command],
            env=self.env,
            cwd=REPOSITORY,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def house_env(data: Path, **more: str) -> dict[str, str]:
    """The environment of a house: this one's settings and nobody else's."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ACCOMPANY_", "TWILIO_"))}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "accompany.settings",
        "ACCOMPANY_DATA": str(data),
        **more,
    }


def make_house(data: Path, *, neutral_exit_url: str = "https://weather.gov/") -> None:
    """A data folder with an organization and nobody in it; enough for the public pages."""
    _copy_of("bare", [sys.executable, "-c", MAKE_A_HOUSE], data)
    leave_to(data, neutral_exit_url)


def make_demo_house(data: Path) -> None:
    """A data folder with the synthetic organization in it."""
    init = [sys.executable, "-m", "accompany.cli", "init", "--demo", "--size", "small"]
    _copy_of("demo", init, data)


def leave_to(data: Path, address: str) -> None:
    """Say where leaving leads, of a house that nobody serves now."""
    with closing(sqlite3.connect(data / "survivors" / "default.sqlite3")) as rows, rows:
        rows.execute("UPDATE house_organization SET neutral_exit_url = ?", [address])


def _copy_of(name: str, command: list[str], data: Path) -> None:
    """Each kind of house is made once in a run of the tests, and copied after."""
    made = MADE / name / "var"
    made.parent.mkdir(parents=True, exist_ok=True)
    with (MADE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (MADE / f"{name}.whole").exists():
            subprocess.run(
                command, env=house_env(made), cwd=REPOSITORY, check=True, capture_output=True
            )
            (MADE / f"{name}.whole").touch()
    for suffix in ("", "-host"):
        shutil.copytree(f"{made}{suffix}", f"{data}{suffix}")


@contextmanager
def serving(
    data: Path,
    *,
    port: int | None = None,
    keys: Keys | None = None,
    loop: bool = False,
    workers: int = 1,
    env: dict[str, str] | None = None,
) -> Iterator[House]:
    """Serve this folder until the block ends: over HTTPS with `keys`, with the loop if asked."""
    port = port or free_port()
    url = f"https://localhost:{port}" if keys else f"http://127.0.0.1:{port}"
    environ = house_env(data, **{"ACCOMPANY_BASE_URL": url, **(env or {})})
    command = [
        *(sys.executable, "-m", "granian", "accompany.asgi:application"),
        *("--interface", "asgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(workers), "--workers-kill-timeout", "3", "--log-level", "warning"),
    ]
    if keys:
        command += ["--ssl-certificate", str(keys.certificate), "--ssl-keyfile", str(keys.key)]
    with ExitStack() as stack:
        web = stack.enter_context(_running(command, environ))
        if loop:
            stack.enter_context(_running([sys.executable, "-m", "accompany.cli", "work"], environ))
        wait_for(url, process=web)
        yield House(url, data, environ)


@contextmanager
def _running(command: list[str], env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=env, cwd=REPOSITORY)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(url: str, *, process: subprocess.Popen[bytes] | None = None) -> None:
    """Wait until something answers there."""
    unverified = ssl.create_default_context()
    unverified.check_hostname = False
    unverified.verify_mode = ssl.CERT_NONE
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process is not None and process.poll() is not None:
            raise RuntimeError("The server ended before it answered.")
        with suppress(OSError):
            urllib.request.urlopen(f"{url}/healthz", timeout=2, context=unverified)
            return
        time.sleep(0.1)
    raise TimeoutError(f"Nothing answers at {url}.")


def make_keys(folder: Path) -> Keys:
    """A key and a certificate for this machine's own names."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    spki = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    digest = base64.b64encode(hashlib.sha256(spki).digest()).decode()
    return Keys(folder / "certificate.pem", folder / "key.pem", digest)
