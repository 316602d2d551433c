"""A served house that a test may kill: its texts are signed as the provider signs them."""

import http.client
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from twilio.request_validator import RequestValidator

from accompany.testing import postgres
from journeys.serving import REPOSITORY, free_port, house_env, wait_for

TOKEN = "a-token-of-the-tests"
SENDERS = 3
MAKE_A_HOUSE = """
import django; django.setup()
from accompany.demo.build import build
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("migrate", "keyring", database="keyring", verbosity=0)
build("small")
"""
WHICH_ARE_STORED = """
import sys, django; django.setup()
from accompany.helpline.models import Message, ProviderReceipt
from accompany.ledger.verify import verify
from accompany.sealed import tags
asked = sys.stdin.read().split()
stored = set(ProviderReceipt.objects.values_list("digest", flat=True))
print(sum(tags.provider_digest(id) in stored for id in asked))
print(Message.objects.filter(direction="hers").count())
print(len(verify().findings))
"""


def on_postgres() -> bool:
    return os.environ.get("ACCOMPANY_TEST_DATABASE") == "postgres"


@dataclass(frozen=True)
class Stored:
    """What the databases hold: of the texts asked about, of all, and what the ledger finds."""

    of_these: int
    texts: int
    findings: int


@dataclass
class KillableHouse:
    """One house, started and killed as often as a test likes."""

    data: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = house_env(
            self.data,
            ACCOMPANY_BASE_URL=self.url,
            ACCOMPANY_TEXT_PROVIDER="twilio",
            TWILIO_AUTH_TOKEN=TOKEN,
            TWILIO_ACCOUNT_SID=f"AC{'1' * 32}",
            TWILIO_NUMBER="+12065550142",
            **(self._new_databases() if on_postgres() else {}),
        )
        self._python(MAKE_A_HOUSE)

    def start(self, *, largest_file: int | None = None) -> None:
        """Serve. `largest_file`: no file may grow past so many bytes, as on a full disk."""

        def limited() -> None:
            if largest_file is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

        with (self.data.parent / "server.log").open("ab") as said:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "granian", "accompany.asgi:application"),
                    *("--interface", "asgi", "--host", "127.0.0.1", "--port", str(self.port)),
                    *("--workers", "1", "--log-level", "critical"),
                ],
                env=self.env,
                cwd=REPOSITORY,
                start_new_session=True,
                preexec_fn=limited,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        wait_for(self.url, process=self.process)

    def kill(self) -> None:
        """`kill -9`, the server and all it started."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
            self._wait_for_the_port()

    def _wait_for_the_port(self) -> None:
        """Its workers die a moment later than it does, and hold the port until then."""
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with socket.socket() as asked:
                asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                with suppress(OSError):
                    asked.bind(("127.0.0.1", self.port))
                    return
            time.sleep(0.02)

    def text(self, id: str, words: str = "is anyone there") -> int:
        """Deliver one text; the status it was answered with."""
        fields = {
            "MessageSid": id,
            "AccountSid": f"AC{'1' * 32}",
            "From": f"+12065550{100 + int(id[2:6], 16) % 100}",
            "To": "+12065550142",
            "Body": words,
            "NumMedia": "0",
        }
        signature = RequestValidator(TOKEN).compute_signature(f"{self.url}/hooks/text/", fields)
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            wire.request(
                "POST",
                "/hooks/text/",
                urlencode(fields),
                {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "X-Twilio-Signature": signature,
                },
            )
            answer = wire.getresponse()
            answer.read()
            return answer.status
        finally:
            wire.close()

    def acknowledged_until_killed(self, *, after: float) -> list[str]:
        """Send texts from several sides, kill the server amid them; those that it had taken in."""
        taken: list[str] = []
        over = threading.Event()

        def sender() -> None:
            while not over.is_set():
                id = new_id()
                with suppress(OSError, http.client.HTTPException):
                    if self.text(id) in (200, 204):
                        taken.append(id)

        senders = [threading.Thread(target=sender) for _ in range(SENDERS)]
        for each in senders:
            each.start()
        time.sleep(after)
        self.kill()
        over.set()
        for each in senders:
            each.join()
        return taken

    def stored(self, ids: list[str]) -> Stored:
        """Ask the databases, with the server down."""
        said = self._python(WHICH_ARE_STORED, "\n".join(ids)).split()
        return Stored(*(int(number) for number in said[-3:]))

    def _python(self, script: str, given: str = "") -> str:
        return subprocess.run(
            [sys.executable, "-c", script],
            env=self.env,
            cwd=REPOSITORY,
            input=given,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    @staticmethod
    def _new_databases() -> dict[str, str]:
        """Two databases of its own in the tests' cluster."""
        mark = uuid4().hex[:8]
        names = {"default": f"killed_{mark}", "keyring": f"killed_keyring_{mark}"}
        for name in names.values():
            postgres.run("createdb", "-h", str(postgres.folder()), "-U", postgres.OWNER, name)
        return {
            key: address.replace(f"/{postgres.NAMES[alias]}?", f"/{names[alias]}?")
            for (alias, (key, address)) in zip(
                ("default", "keyring"), postgres.addresses().items(), strict=True
            )
        }


def new_id() -> str:
    """An id as the provider makes them."""
    return f"SM{uuid4().hex}"
