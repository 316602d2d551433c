"""The desk: signing in, pages with the large set, and a text that appears by itself."""

import http.client
import threading
import time
from typing import Any  # Any: an answer of the standard library

import pyotp

from bench.figures import Figure, percentile, spread, timed
from bench.intake import Texts
from bench.wire import Wire


def measure(url: str, accounts: dict[str, dict[str, str]], *, quick: bool) -> list[Figure]:
    times = 30 if quick else 200
    wire, signing = _signed_in(url, accounts["delphine"], quick=quick)
    floor = timed(lambda: wire.get("/bench/empty/"), times)
    figures = [signing]
    for name, path in _pages(wire):
        wire.get(path)
        took = timed(lambda path=path: _page(wire, path), times)
        figures.append(
            Figure(
                f"page: {name}",
                spread(took),
                f"empty page: {spread(floor)}",
                "p50 ≤ 25, p95 ≤ 50 ms",
                percentile(took, 0.5) <= 25 and percentile(took, 0.95) <= 50,
            )
        )
    figures.append(_live(url, accounts["tamsin"], 20 if quick else 150))
    return figures


def _signed_in(url: str, account: dict[str, str], *, quick: bool) -> tuple[Wire, Figure]:
    from django.conf import settings

    from accompany.sealed import cipher

    took, wire = [], Wire(url)
    token = wire.token("/desk/sign-in/")
    app = pyotp.TOTP(account["totp_secret"])
    for nth in range(2 if quick else 3):
        code = app.at(time.time() + 30 * (nth - 1))
        wire.cookie = ""
        start = time.perf_counter()
        status, _text = wire.post(
            "/desk/sign-in/",
            {
                "name": account["sign_in_name"],
                "passphrase": account["passphrase"],
                "code": code,
                "csrfmiddlewaretoken": token,
            },
        )
        took.append((time.perf_counter() - start) * 1000)
        if status not in (302, 303):
            raise SystemExit(f"Signing in was answered with {status}.")
    floor = timed(
        lambda: cipher.stretch(
            b"a passphrase of some length",
            b"0" * 16,
            settings.STRETCH_OPS,
            settings.STRETCH_MEMORY,
        ),
        3,
    )
    worst = max(took)
    return wire, Figure(
        "sign-in, passphrase and code",
        f"{min(took):.0f} to {worst:.0f} ms ({len(took)} times)",
        f"Argon2id alone: {min(floor):.0f} to {max(floor):.0f} ms",
        "≤ 400 ms",
        worst <= 400,
    )


def _pages(wire: Wire) -> list[tuple[str, str]]:
    from accompany.participants.models import CareTeam
    from accompany.staff.models import Colleague

    delphine = Colleague.objects.get(sign_in_name="delphine")
    mine = CareTeam.objects.filter(colleague=delphine, left_at=None, participant__closed_at=None)
    hers = mine.order_by("-joined_at").values_list("participant", flat=True).first()
    return [
        ("Today", "/desk/"),
        ("my people", "/desk/people/"),
        ("everyone", "/desk/people/?who=everyone"),
        ("a record", f"/desk/people/{hers}/"),
        ("services of one person", f"/desk/people/{hers}/services/"),
    ]


def _page(wire: Wire, path: str) -> None:
    status, _text = wire.get(path)
    if status != 200:
        raise SystemExit(f"{path} was answered with {status}.")


def _live(url: str, account: dict[str, str], times: int) -> Figure:
    """From sending a text until an open desk is told that something changed."""
    wire = Wire(url)
    if wire.sign_in(account, pyotp.TOTP(account["totp_secret"]).now()) not in (302, 303):
        raise SystemExit("Nobody could sign in to watch the desk.")
    stream = http.client.HTTPConnection(wire.host, wire.port, timeout=120)
    stream.request("GET", "/desk/live/?topic=helpline", headers={"Cookie": wire.cookie})
    answer = stream.getresponse()
    told: list[float] = []
    threading.Thread(target=_listen, args=(answer, told), daemon=True).start()
    time.sleep(1.5)
    texts, took = Texts(url), []
    sender = Wire(url)
    for body, signature in texts.make(times):
        seen, start = len(told), time.perf_counter()
        sender.ask("POST", "/hooks/text/", body, **{"X-Twilio-Signature": signature})
        while len(told) == seen and time.perf_counter() - start < 3:
            time.sleep(0.0005)
        took.append((time.perf_counter() - start) * 1000)
        time.sleep(0.12)
    return Figure(
        "text sent until the desk is told",
        spread(took),
        "",
        "p99 ≤ 1,000 ms",
        percentile(took, 0.99) <= 1000,
    )


def _listen(answer: Any, told: list[float]) -> None:
    while line := answer.readline():
        if line.startswith(b"data:"):
            told.append(time.perf_counter())
