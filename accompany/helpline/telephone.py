"""The built-in telephone of demo folders: it stands for the world outside, and for its company.

It signs its webhooks with the company's own library and calls the same addresses. What it holds is
sealed to the host and wiped after a day, so that a demo folder too holds nothing readable.
"""

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from accompany import clock
from accompany.helpline import keywords
from accompany.helpline.keywords import NEUTRAL, Meaning
from accompany.helpline.models import DemoText
from accompany.helpline.provider import (
    BLOCKED,
    Arrived,
    NotSent,
    Signing,
    hook_url,
    our_number,
    provider,
)
from accompany.sealed import dispatch

KEPT = timedelta(hours=24)
MOST_KEPT = 500
INBOUND, OUTBOUND = "/hooks/text/", "/hooks/text/status/"


@dataclass(frozen=True)
class Bubble:
    """One text as the made-up company holds it."""

    number: str
    words: str
    from_company: bool = False


@dataclass(frozen=True)
class Shown:
    """One text as the telephone shows it."""

    words: str
    at: datetime
    is_ours: bool
    status: str


class Telephone(Signing):
    """The made-up company."""

    name = "phone"

    def send(self, *, to: str, words: str) -> str:
        if _has_stopped(to):
            raise NotSent(BLOCKED)
        return _keep(Bubble(to, words), is_ours=True, status="sent").sid

    def remove(self, id: str) -> bool:
        """What the company held goes; what the telephone shows stays, as on a real one."""
        DemoText.objects.filter(sid=id, status__in=("delivered", "received")).update(
            status="removed"
        )
        return not DemoText.objects.filter(sid=id).exclude(status="removed").exists()

    def recent(self, *, since: datetime) -> Iterator[Arrived]:
        for row in DemoText.objects.filter(is_ours=False, at__gte=since, status="received"):
            bubble = _open(row)
            if not bubble.from_company:
                yield Arrived(row.sid, bubble.number, bubble.words, at=row.at)


def type_text(number: str, words: str) -> HttpResponse:
    """Text the helpline from a number: the webhook as the company would send it."""
    row = _keep(Bubble(number, words), is_ours=False, status="received")
    answer = deliver(inbound_fields(row.sid, number, words))
    meaning = keywords.meaning(words, provider="phone", on=clock.now().date())
    if meaning in (Meaning.STOP, Meaning.START, Meaning.HELP):
        _keep(Bubble(number, NEUTRAL[meaning], from_company=True), is_ours=True, status="removed")
    return answer


def inbound_fields(sid: str, number: str, words: str, pictures: int = 0) -> dict[str, str]:
    """The form fields of a text, as the company sends them."""
    return {
        "MessageSid": sid,
        "SmsMessageSid": sid,
        "SmsSid": sid,
        "AccountSid": "AC" + "0" * 32,
        "From": number,
        "To": our_number(),
        "Body": words,
        "NumMedia": str(pictures),
        "NumSegments": "1",
        "SmsStatus": "received",
        "ApiVersion": "2010-04-01",
    }


def deliver(fields: Mapping[str, str], path: str = INBOUND) -> HttpResponse:
    """Hand a signed webhook to the house, in this process."""
    from accompany.helpline.views import hooks

    signature = provider().sign(hook_url(path), fields)
    request = RequestFactory(SERVER_NAME=settings.ALLOWED_HOSTS[0]).post(
        path,
        data=urlencode(fields),
        content_type="application/x-www-form-urlencoded; charset=UTF-8",
        headers={"X-Twilio-Signature": signature},
    )
    return hooks.text(request) if path == INBOUND else hooks.status(request)


def carry() -> int:
    """Bring sent texts to their telephones, and say so to the house."""
    rows = list(DemoText.objects.filter(is_ours=True, status="sent"))
    for row in rows:
        DemoText.objects.filter(sid=row.sid).update(status="delivered")
        fields = {"MessageSid": row.sid, "SmsSid": row.sid, "MessageStatus": "delivered"}
        if deliver(fields, OUTBOUND).status_code >= 300:
            DemoText.objects.filter(sid=row.sid).update(status="sent")
    return len(rows)


def shown(number: str) -> list[Shown]:
    """What the telephone with this number shows, oldest first."""
    rows = DemoText.objects.order_by("at")
    return [
        Shown(bubble.words, row.at, row.is_ours, row.status)
        for row in rows
        if (bubble := _open(row)).number == number
    ]


def wipe() -> int:
    """Forget what is older than a day, and anything beyond the newest few hundred."""
    gone, _ = DemoText.objects.filter(at__lt=clock.now() - KEPT).delete()
    newest = list(DemoText.objects.order_by("-at").values_list("sid", flat=True)[:MOST_KEPT])
    return gone + DemoText.objects.exclude(sid__in=newest).delete()[0]


def _has_stopped(number: str) -> bool:
    stopped = False
    for row in DemoText.objects.filter(is_ours=False).order_by("at"):
        bubble = _open(row)
        if bubble.number != number:
            continue
        meaning = keywords.meaning(bubble.words, provider="phone", on=clock.now().date())
        stopped = meaning is Meaning.STOP or (stopped and meaning is not Meaning.START)
    return stopped


def _keep(bubble: Bubble, *, is_ours: bool, status: str) -> DemoText:
    sealed = dispatch.seal(json.dumps(asdict(bubble)).encode("utf-8", "surrogatepass"))
    return DemoText.objects.create(
        sid="SM" + secrets.token_hex(16),
        is_ours=is_ours,
        sealed=sealed,
        at=clock.now().astimezone(UTC),
        status=status,
    )


def _open(row: DemoText) -> Bubble:
    return Bubble(**json.loads(dispatch.open(bytes(row.sealed)).decode("utf-8", "surrogatepass")))
