"""`accompany serve` and `accompany work`: the web processes with the loop, and the loop alone."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import closing
from typing import Any

from accompany.commands.saying import DONE, CommandRefused, say, say_columns

RESTART_AFTER = 1.0
GOODBYE = 3


def add(parsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = parsers.add_parser(
        "serve",
        help="serve pages, and run the loop beside them",
        epilog="example:\n  accompany serve --port 8000",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    serve.add_argument("--port", type=_port, default=8000)
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    serve.set_defaults(run=run_serve, before=know_own_address)
    work = parsers.add_parser(
        "work",
        help="run the loop alone",
        epilog="example:\n  accompany work --once",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    work.add_argument("--once", action="store_true", help="do what is due now, then end")
    work.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    work.set_defaults(run=run_work)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)


def know_own_address(args: argparse.Namespace) -> None:
    """Before the settings are read: on this machine the address is the port's."""
    os.environ.setdefault("ACCOMPANY_BASE_URL", f"http://127.0.0.1:{args.port}")


def run_serve(args: argparse.Namespace) -> int:
    from django.conf import settings
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from accompany.commands.checking import require_founded, require_standing

    require_founded()
    require_standing()
    require_free(args.host, args.port)
    loop = LoopProcess()
    loop.start()
    server = Server(
        "accompany.asgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.ASGI,
        workers=settings.WORKERS,
        websockets=False,
        workers_kill_timeout=GOODBYE,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        log_dictconfig=log_settings(),
    )
    welcome(settings.BASE_URL)
    try:
        server.serve()
    finally:
        loop.stop()
    return DONE


def log_settings() -> dict[str, Any]:  # Any: logging's own dictionary
    """The server's own log, as wordless as ours."""
    from django.conf import settings

    names = ("_granian", "granian.access")
    quiet = {"handlers": ["stderr"], "level": "WARNING", "propagate": False}
    return {**settings.LOGGING, "loggers": dict.fromkeys(names, quiet)}


def require_free(host: str, port: int) -> None:
    """Refuse before anything starts if somebody else serves there."""
    with closing(socket.socket()) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError:
            raise CommandRefused(
                f"Port {port} is taken on this machine. Choose another: PORT={port + 1} make demo"
            ) from None


def welcome(base: str) -> None:
    """Say where to look; in a demo folder, also who may sign in."""
    from django.conf import settings

    from accompany.house import demo_folder

    say(f"\nAccompany is at {base}/   (Ctrl-C ends it)")
    say(f"  the public site   {base}/   and in Spanish {base}/es/")
    say(f"  the desk          {base}/desk/")
    if not settings.DEMO:
        return
    say(f"  a visitor's chat  {base}/chat/")
    say(f"  a telephone       {base}/demo/phone/")
    say(f"  the CMS           {base}/cms/   (noor and sunniva edit; thea and ada say yes)")
    say(f"  the look          {base}/demo/look/")
    say("\nEverybody here is made up. The sign-in page shows the code of the moment.")
    here = demo_folder.accounts()
    say_columns(((each.sign_in_name, each.role, each.passphrase) for each in here), indent="  ")
    say()


class LoopProcess:
    """The loop in a process of its own, started again whenever it ends before it should."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._watch = threading.Thread(target=self._keep, daemon=True, name="loop")

    def start(self) -> None:
        """Before the web processes are forked: one forked amid a start would hold its pipe open."""
        self._begin()
        self._watch.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(GOODBYE)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def _begin(self) -> None:
        command = [sys.executable, "-m", "accompany.cli", "work", "--parent", str(os.getpid())]
        self._process = subprocess.Popen(command)

    def _keep(self) -> None:
        while self._process is not None:
            self._process.wait()
            if self._stopping.wait(RESTART_AFTER):
                return
            self._begin()


def run_work(args: argparse.Namespace) -> int:
    from accompany import work
    from accompany.commands.checking import require_founded

    require_founded()
    if not args.once:
        work.main(parent=args.parent)
        return DONE
    with work.elected(threading.Event(), wait=False) as is_elected:
        if not is_elected:
            raise CommandRefused("Another loop is at work.")
        say(f"{work.Loop().once()} done.")
    return DONE
