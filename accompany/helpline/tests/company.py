"""A stand-in for the telephone company's API: it keeps state, and can be made to fail in its ways.

It answers the four requests we make (send, fetch, list, delete) as the company's own documents say.
Its own promises are held by `test_company.py`.
"""

import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from accompany import clock

ACCOUNT = "AC" + "1" * 32
TOKEN = "stand-in-token"
OURS = "+12065550142"


@dataclass
class Company:
    """What the company holds, and how it should fail next."""

    messages: dict[str, dict] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    requests: list[tuple[str, str]] = field(default_factory=list)
    fail_next: list[str] = field(default_factory=list)
    url: str = ""

    def sent_to(self, number: str) -> list[str]:
        return [
            each["body"]
            for each in self.messages.values()
            if each["to"] == number and each["direction"] == "outbound-api"
        ]

    def receive(self, number: str, words: str, *, pictures: int = 0) -> str:
        """A text reached our number and its webhook got lost."""
        return self._keep(number, OURS, words, "inbound", "received", pictures)["sid"]

    def arrive(self, sid: str) -> None:
        self.messages[sid]["status"] = "delivered"

    def create(self, to: str, words: str) -> dict:
        return self._keep(OURS, to, words, "outbound-api", "queued", 0)

    def _keep(
        self, sender: str, to: str, words: str, direction: str, status: str, pictures: int
    ) -> dict:
        sid = "SM" + uuid4().hex
        day = format_datetime(clock.now())
        kept = {
            "sid": sid,
            "account_sid": ACCOUNT,
            "from": sender,
            "to": to,
            "body": words,
            "direction": direction,
            "status": status,
            "num_media": str(pictures),
            "num_segments": "1",
            "date_created": day,
            "date_sent": day,
            "date_updated": day,
            "error_code": None,
            "error_message": None,
            "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}.json",
        }
        self.messages[sid] = kept
        return kept


@contextmanager
def answering(company: Company | None = None) -> Iterator[Company]:
    """The company, answering on a free port of this machine."""
    company = company or Company()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(company))
    company.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield company
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(company: Company) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            typed = {k: v[0] for k, v in parse_qs(self.rfile.read(size).decode()).items()}
            if not self._begin():
                return
            if typed["To"] in company.blocked:
                self._refuse(400, 21610, "Attempt to send to unsubscribed recipient")
                return
            kept = company.create(typed["To"], typed["Body"])
            if self._fails("lost"):
                self.close_connection = True
                self.connection.close()
                return
            if self._fails("broken"):
                self._refuse(500, 20500, "Internal server error")
                return
            self._say(201, kept)

        def do_GET(self) -> None:
            if not self._begin():
                return
            parts = urlsplit(self.path)
            if parts.path.endswith("/Messages.json"):
                asked = parse_qs(parts.query)
                to = asked.get("To", [""])[0]
                found = [each for each in company.messages.values() if to in ("", each["to"])]
                self._say(200, {"messages": found, "page": 0, "page_size": 50, "uri": self.path})
            elif parts.path.endswith("/Media.json"):
                self._say(200, {"media_list": [], "page": 0, "page_size": 50, "uri": self.path})
            elif (sid := self._sid(parts.path)) in company.messages:
                self._say(200, company.messages[sid])
            else:
                self._refuse(404, 20404, "The requested resource was not found")

        def do_DELETE(self) -> None:
            if not self._begin():
                return
            sid = self._sid(urlsplit(self.path).path)
            if sid not in company.messages:
                self._refuse(404, 20404, "The requested resource was not found")
            elif company.messages[sid]["status"] in ("queued", "sending"):
                self._refuse(409, 20009, "Cannot delete message because delivery is not completed")
            else:
                del company.messages[sid]
                self.send_response(204)
                self.end_headers()

        def _begin(self) -> bool:
            company.requests.append((self.command, urlsplit(self.path).path))
            given = self.headers.get("Authorization", "")
            if given != "Basic " + b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode():
                self._refuse(401, 20003, "Authenticate")
                return False
            if self._fails("busy"):
                self._refuse(429, 20429, "Too many requests")
                return False
            return True

        def _fails(self, how: str) -> bool:
            if how in company.fail_next:
                company.fail_next.remove(how)
                return True
            return False

        @staticmethod
        def _sid(path: str) -> str:
            return path.rsplit("/", 1)[-1].removesuffix(".json")

        def _refuse(self, status: int, code: int, message: str) -> None:
            self._say(status, {"code": code, "message": message, "status": status})

        def _say(self, status: int, what: dict) -> None:
            body = json.dumps(what).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
