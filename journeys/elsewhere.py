"""Another site, under another name for this machine: a search engine, and the weather.

And two pages that a browser keeps whole when they are left, which it does with no page of the house
(decision 0015): one with our guard, one without.
"""

import gzip
import http.server
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from journeys.serving import REPOSITORY, Keys

GUARD = REPOSITORY / "accompany" / "house" / "static" / "house" / "leave.js"
PAGES = {
    "/search": """<!doctype html><title>Search</title>
        <h1>Search results</h1><p>Ten results for a quiet evening.</p>""",
    "/weather": "<!doctype html><title>Weather</title><h1>Weather</h1><p>Rain by evening.</p>",
    "/unguarded": """<!doctype html><title>Unguarded</title><script src="/note.js"></script>
        <body bgcolor="#fdcd5c"><h1>Unguarded</h1>""",
    "/guarded": """<!doctype html><html data-neutral="/weather"><title>Guarded</title>
        <script src="/guard.js"></script><script src="/note.js"></script>
        <body bgcolor="#fdcd5c"><p role="status" data-leaving="Loading"></p>
        <main><a class="leave" data-leave href="/weather">Leave this site</a></main>""",
    "/half": """<!doctype html><html data-neutral="/later"><title>Half</title>
        <script src="/guard.js"></script>
        <body><p role="status" data-leaving="Loading"></p><p>The first half.</p>""",
    "/later": "<!doctype html><title>Weather</title>",
    "/guard.js": GUARD.read_text(),
    "/note.js": "addEventListener('pageshow', event => { window.cameBack = event.persisted })",
}
NEUTRAL = "/weather"
PACKED = {"/search"}
THE_REST = {"/half": """<main><table bgcolor="#fdcd5c" width="400"><tr><td>The rest of it."""}
A_WHILE = 0.8  # seconds, until the rest of a half page and half the time until a late one


@dataclass
class Elsewhere:
    """Its address, and what each browser said on asking for a page: the path and the headers."""

    url: str
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    is_silent: bool = False  # the neutral page does not come: the browser stays where it is

    @property
    def neutral(self) -> str:
        return f"{self.url}{NEUTRAL}"


@contextmanager
def standing(keys: Keys) -> Iterator[Elsewhere]:
    """This site, until the block ends."""
    here = Elsewhere("")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            path = self.path.partition("?")[0]
            body, rest = PAGES.get(path, "").encode(), THE_REST.get(path, "").encode()
            if path == NEUTRAL and here.is_silent:
                self.send_response(204)
                self.end_headers()
                return
            if path == "/later":
                time.sleep(2 * A_WHILE)
            kind = "text/javascript" if self.path.endswith(".js") else "text/html; charset=utf-8"
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", kind)
            if path in PACKED:
                body = gzip.compress(body)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Cache-Control", "no-cache")
            self.send_header("Content-Length", str(len(body) + len(rest)))
            self.end_headers()
            self.wfile.write(body)
            if rest:
                time.sleep(A_WHILE)
                with suppress(OSError):  # nobody may be waiting for it any more
                    self.wfile.write(rest)

        def log_message(self, *said: object) -> None:
            """Nothing: a test reads no log."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(keys.certificate, keys.key)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here.url = f"https://127.0.0.1:{server.server_address[1]}"
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
