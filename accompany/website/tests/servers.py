"""Web servers that know nothing of the house, each serving a folder of plain files."""

import http.client
import http.server
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

APACHE = "/usr/sbin/apache2"
MODULES = Path("/usr/lib/apache2/modules")
LOADED = ("mpm_event", "authz_core", "dir", "mime", "alias", "headers", "rewrite")
PATIENCE = 20.0
CONFIGURATION = """
ServerRoot "{room}"
ServerName localhost
Listen 127.0.0.1:{port}
PidFile "{room}/pid"
DefaultRuntimeDir "{room}"
Mutex file:{room}
ErrorLog "{room}/error.log"
User {user}
Group {group}
TypesConfig /dev/null
AddType text/html .html
AddType text/plain .txt
AddType application/xml .xml
DocumentRoot "{folder}"
<Directory "{folder}">
    AllowOverride All
    Require all granted
</Directory>
"""


@dataclass(frozen=True)
class Told:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self):
        return self.body.decode()


def ask(port, path, *, method="GET", body=None):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as line:
        line.request(method, path, body)
        answer = line.getresponse()
        return Told(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())


@contextmanager
def plain_server(folder):
    """Python's own, which is told nothing and serves what is there."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *said):
            """Nothing: a test reads no log."""

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Quiet, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def open_folder():
    """A temporary folder that another user, the web server's, may go into."""
    room = Path(tempfile.mkdtemp(prefix="copy-"))
    room.chmod(0o755)
    try:
        yield room
    finally:
        shutil.rmtree(room)


@contextmanager
def apache(folder):
    """Debian's Apache in the foreground, with a configuration of this test's alone."""
    with open_folder() as room:
        port = free_port()
        user, group = ("www-data", "www-data") if os.getuid() == 0 else ("nobody", "nogroup")
        lines = [f"LoadModule {each}_module {MODULES}/mod_{each}.so" for each in LOADED]
        said = CONFIGURATION.format(room=room, port=port, user=user, group=group, folder=folder)
        (room / "conf").write_text("\n".join(lines) + said)
        process = subprocess.Popen(
            [APACHE, "-f", str(room / "conf"), "-D", "FOREGROUND"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            wait_for(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(10)
            process.stderr.close()


def free_port():
    with closing(socket.socket()) as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def wait_for(port, process):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(process.stderr.read().decode())
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 1)):
            return
        time.sleep(0.05)
    raise TimeoutError("The web server does not answer.")
