"""The guard of public forms: a flood is slowed down, and nobody is turned away.

In this order: a field that nobody sees; tokens, for each group of addresses and for everybody; and
where those are used up, a second press of Send. Whoever waits the few seconds her ticket says is
let through. A browser with script does the waiting by itself, and while a flood is on it solves a
small puzzle in place of it. No address is written anywhere. `docs/decisions/0014` says what this
holds off and what it does not.

A form has a guard of its own, so that a flood of letters slows no chat.
"""

import re
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any  # Any: a template's context

from django.conf import settings
from django.forms import Form
from django.forms.widgets import ChoiceWidget
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accompany import clock
from accompany.house import proof
from accompany.house.buckets import Bucket, Buckets

TRAP, TICKET, SOLUTION = "subject", "ticket", "solution"

# A shelter, a library or a whole telephone company may stand behind one address: thirty people at
# the same moment, and some to spare. After that one more every ten seconds, if it is quiet.
FREE_AT_ONCE, FREE_EVERY = 40, 10.0
# From all addresses together: far more than a hard night has brought.
ALL_AT_ONCE, ALL_EVERY = 120, 2.0
# Those who waited, and those who solved, of one group: again thirty and some, then four a minute.
PROVED_AT_ONCE, PROVED_EVERY = 40, 15.0
# When those who find no token come faster than one a second, twenty of them are a flood and puzzles
# wake. They sleep again once a second has passed for each. Four hundred more make them harder.
FLOOD_AT, FLOOD_EVERY, HARD_AT = 20, 1.0, -400
# How long a first wait is, and how far waits grow where many of one group have waited already.
FIRST_WAIT, LONGEST_WAIT = 4, 120
MOST_PRESSES = 5  # from then on a wait is the longest
PUZZLES_FOR_PRESSES = 2  # a script that was sent back twice counts the seconds instead
# A form that may cost one press more and never two: its wait grows to this and no further.
LONGEST_ONLY_WAIT = 20

_BOUND = re.compile(r"\s+")
_all: list["Guard"] = []


@dataclass(frozen=True)
class Wait:
    """That Send has to be pressed once more: when, and what the form carries until then."""

    seconds: int
    ticket: str
    bits: int = 0


class Guard:
    """What keeps one public form open while somebody floods it."""

    def __init__(self, form: str, *, for_need: bool = False) -> None:
        """`for_need`: for a form of people in need. The second press always succeeds, however many
        come, and there is no hidden field: a browser that fills in too much must lose nobody."""
        self._form, self._for_need = form, for_need
        self._lock = threading.Lock()
        self.forget()
        _all.append(self)

    def forget(self) -> None:
        """Begin anew, as after a start."""
        self._free = Buckets(FREE_AT_ONCE, FREE_EVERY)
        self._waited = Buckets(PROVED_AT_ONCE, PROVED_EVERY)
        self._solved = Buckets(PROVED_AT_ONCE, PROVED_EVERY)
        self._everybody: Bucket | None = None
        self._calm: Bucket | None = None

    def asks(self, request: HttpRequest, bound: str) -> Wait | None:
        """None to let this form through; else what to ask of whoever sent it.

        `bound` stands for the form's words: the same for the same form, and for no other. A form
        with the hidden field filled is judged alike and takes nobody's token.
        """
        now, whose = clock.now(), group_of(request)
        text = request.POST.get(TICKET, "")
        ticket = proof.read(text, now) if text else None
        if ticket is not None and not ticket.is_for(self._form, bound, now):
            ticket = None
        with self._lock:
            if is_trapped(request) and not self._for_need:
                return self._as_everybody(text, ticket, request, whose, bound, now)
            if ticket and self._is_proved(text, ticket, request, whose, now):
                return None
            if self._has_token(whose, now):
                return None
            self._alarm(now).overdraw(now)
            if ticket and (left := ticket.seconds_left(now)):
                return Wait(left, text, ticket.bits)
            return self._next(ticket, whose, bound, now)

    def _is_proved(
        self, text: str, ticket: proof.Ticket, request: HttpRequest, whose: str, now: datetime
    ) -> bool:
        solution = request.POST.get(SOLUTION, "")
        if proof.is_solved(text, solution, ticket.bits) and self._solved.of(whose, now).draw(now):
            return True
        if ticket.seconds_left(now):
            return False
        if self._for_need:
            self._waited.of(whose, now).overdraw(now)
            return True
        return self._waited.of(whose, now).draw(now)

    def _has_token(self, whose: str, now: datetime) -> bool:
        """One of the group's and one of everybody's, or none of either."""
        own, all_of_us = self._free.of(whose, now), self._all_of_us(now)
        if own.level(now) < 1:
            own.stall(now)
            return False
        if all_of_us.level(now) < 1:
            all_of_us.stall(now)
            return False
        return own.draw(now) and all_of_us.draw(now)

    def _as_everybody(
        self,
        text: str,
        ticket: proof.Ticket | None,
        request: HttpRequest,
        whose: str,
        bound: str,
        now: datetime,
    ) -> Wait | None:
        """What a form without the hidden field would be told. It takes nothing from anybody."""
        solution = request.POST.get(SOLUTION, "")
        if ticket and proof.is_solved(text, solution, ticket.bits):
            return None
        if ticket and not ticket.seconds_left(now):
            return None
        own, all_of_us = self._free.of(whose, now), self._all_of_us(now)
        if own.level(now) >= 1 and all_of_us.level(now) >= 1:
            return None
        if ticket:
            return Wait(ticket.seconds_left(now), text, ticket.bits)
        return self._next(None, whose, bound, now)

    def _next(self, ticket: proof.Ticket | None, whose: str, bound: str, now: datetime) -> Wait:
        presses = ticket.presses + 1 if ticket else 0
        seconds = self._wait_of(presses, whose, now)
        bits = self._bits(presses, whose, now)
        good_from = now + timedelta(seconds=seconds)
        given = proof.Ticket(self._form, bound, good_from, presses, bits)
        return Wait(seconds, str(given), bits)

    def _wait_of(self, presses: int, whose: str, now: datetime) -> int:
        """Grows with the waits behind this form, and with how many of its group have waited."""
        over = max(int(-self._waited.of(whose, now).level(now)), 0)
        if self._for_need:
            return min(FIRST_WAIT + over, LONGEST_ONLY_WAIT)
        if presses >= MOST_PRESSES:
            return LONGEST_WAIT
        return min(int(FIRST_WAIT * 2**presses), LONGEST_WAIT)

    def _bits(self, presses: int, whose: str, now: datetime) -> int:
        """How hard the puzzle is; 0 while there is no flood, and where enough were solved."""
        alarm = self._alarm(now).level(now)
        if (
            alarm > 0
            or presses >= PUZZLES_FOR_PRESSES
            or self._solved.of(whose, now).level(now) < 1
        ):
            return 0
        return proof.HEAVY if alarm <= HARD_AT else proof.LIGHT

    def _all_of_us(self, now: datetime) -> Bucket:
        self._everybody = self._everybody or Bucket(ALL_AT_ONCE, ALL_EVERY, now)
        return self._everybody

    def _alarm(self, now: datetime) -> Bucket:
        self._calm = self._calm or Bucket(FLOOD_AT, FLOOD_EVERY, now)
        return self._calm


def is_trapped(request: HttpRequest) -> bool:
    """Whether the field that nobody sees was filled."""
    return bool(request.POST.get(TRAP, ""))


def bound_to(*said: str) -> str:
    """What stands for a form's words in its ticket. A browser may change its line breaks."""
    plain = "\0".join(_BOUND.sub(" ", each).strip() for each in said)
    return sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def wait_page(request: HttpRequest, wait: Wait, form: Form) -> HttpResponse:
    """The same calm page for everybody: whom to call, and the form's words kept in it."""
    context: dict[str, Any] = {
        "wait": wait,
        "seed": proof.seed(wait.ticket) if wait.bits else "",
        "parts": proof.PARTS,
        "kept": [
            (name, value.replace("\0", ""))
            for name in (*(form.add_prefix(each) for each in form.fields), TRAP)
            for value in request.POST.getlist(name)
        ],
        "said": [
            (field.label, field.value())
            for field in form.visible_fields()
            if not isinstance(field.field.widget, ChoiceWidget) and (field.value() or "").strip()
        ],
    }
    response = render(request, "house/wait.html", context, status=429)
    response.headers["Retry-After"] = str(wait.seconds)
    return response


def group_of(request: HttpRequest) -> str:
    """The neighborhood a request comes from: 256 addresses, or one household's of the new kind."""
    try:
        address = ip_address(_address_of(request))
    except ValueError:
        return "somewhere"
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    width = 24 if isinstance(address, IPv4Address) else 56
    return str(ip_network(f"{address}/{width}", strict=False))


def _address_of(request: HttpRequest) -> str:
    """Our own proxy stands on this machine and adds the address it saw last of all."""
    peer: str = request.META.get("REMOTE_ADDR", "")
    if peer in settings.LOOPBACK and (passed_on := request.headers.get("X-Forwarded-For")):
        return passed_on.rpartition(",")[2].strip()
    return peer


def forget() -> None:
    """Have every guard begin anew, between tests."""
    for each in _all:
        each.forget()
