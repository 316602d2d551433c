"""Texts that arrive: how many a second, how long each waits, and beside what."""

import itertools
import statistics
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import uuid4

from bench.figures import Figure, percentile, spread
from bench.wire import Wire

WORDS = "is this the place that gives rides? i can be at the library until six"
ROUNDS = 4


class Texts:
    """Signed webhooks, made ahead so that signing costs nothing while measuring."""

    def __init__(self, url: str) -> None:
        from twilio.request_validator import RequestValidator

        from accompany.helpline.provider import DEMO_TOKEN

        self.address = f"{url}/hooks/text/"
        self.validator = RequestValidator(DEMO_TOKEN)
        self.numbers = itertools.cycle(
            f"+1{area}55501{line:02}" for line in range(100) for area in range(201, 989)
        )

    def make(self, count: int) -> Iterator[tuple[str, str]]:
        """Body and signature of new texts, each from a number of its own for a long while."""
        for _ in range(count):
            id = f"SM{uuid4().hex}"
            fields = {
                "MessageSid": id,
                "SmsSid": id,
                "AccountSid": f"AC{'0' * 32}",
                "From": next(self.numbers),
                "To": "+12065550188",
                "Body": WORDS,
                "NumMedia": "0",
            }
            yield urlencode(fields), self.validator.compute_signature(self.address, fields)


def measure(url: str, *, quick: bool) -> list[Figure]:
    texts, wire = Texts(url), Wire(url)
    count = 60 if quick else 400
    ours: list[float] = []
    floor: list[float] = []
    ours_rate, floor_rate = [], []
    _some(wire, list(texts.make(20)))
    for _ in range(ROUNDS):
        made = list(texts.make(count))
        took = _some(wire, made)
        ours += took
        ours_rate.append(len(took) / (sum(took) / 1000))
        bare = _rows(wire, count)
        floor += bare
        floor_rate.append(len(bare) / (sum(bare) / 1000))
    ours_best, floor_best = statistics.median(ours_rate), statistics.median(floor_rate)
    share = ours_best / floor_best
    arriving = _arrivals(url, list(texts.make(50 * (4 if quick else 20))), per_second=50)
    p99 = percentile(arriving, 0.99)
    return [
        Figure(
            "text to sealed row, one at a time",
            f"{ours_best:.0f}/s  {spread(ours)}",
            f"bare view, one row: {floor_best:.0f}/s  {spread(floor)}",
            "≥ 40 % of the floor",
            share >= 0.40,
        ),
        Figure("  as a share of its floor", f"{share:.0%}"),
        Figure(
            "text answered, 50 arrivals a second",
            spread(arriving),
            "",
            "p99 ≤ 50 ms",
            p99 <= 50,
        ),
    ]


def _some(wire: Wire, made: list[tuple[str, str]]) -> list[float]:
    took = []
    for body, signature in made:
        start = time.perf_counter()
        status, _text, _headers = wire.ask(
            "POST", "/hooks/text/", body, **{"X-Twilio-Signature": signature}
        )
        took.append((time.perf_counter() - start) * 1000)
        if status not in (200, 204):
            raise SystemExit(f"A text was answered with {status}.")
    return took


def _rows(wire: Wire, count: int) -> list[float]:
    took = []
    for _ in range(count):
        start = time.perf_counter()
        status, _text, _headers = wire.ask("POST", "/bench/row/", WORDS)
        took.append((time.perf_counter() - start) * 1000)
        if status != 204:
            raise SystemExit(f"The floor answered {status}.")
    return took


def _arrivals(url: str, made: list[tuple[str, str]], *, per_second: int) -> list[float]:
    """Open loop: each text is sent at its time, whether or not others have been answered."""
    took: list[float] = []
    guard, turn = threading.Lock(), iter(enumerate(made))
    begin = time.perf_counter() + 0.2

    def sender() -> None:
        wire = Wire(url)
        while True:
            with guard:
                nth, text = next(turn, (None, None))
            if nth is None or text is None:
                return
            due = begin + nth / per_second
            time.sleep(max(0.0, due - time.perf_counter()))
            body, signature = text
            wire.ask("POST", "/hooks/text/", body, **{"X-Twilio-Signature": signature})
            took.append((time.perf_counter() - due) * 1000)

    senders = [threading.Thread(target=sender) for _ in range(8)]
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    return took
