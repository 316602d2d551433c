"""What the telephone company calls: texts that arrive, and what became of ours.

Only what the company signed is taken. A 2xx is said once the text is stored, never before: when it
cannot be stored the answer is 503, so that the company tries again.
"""

import logging
import re
from urllib.parse import parse_qsl

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from accompany.helpline.actions import outbox, texts
from accompany.helpline.provider import Arrived, hook_url, provider
from accompany.house.doors import public

NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
AN_ID = re.compile(r"[A-Za-z0-9]{2,64}")
LONGEST_BODY = 64 * 1024

log = logging.getLogger(__name__)

Fields = dict[str, str]


@public
@require_POST
def text(request: HttpRequest) -> HttpResponse:
    """A text arrived."""
    fields = signed_fields(request)
    if fields is None:
        return HttpResponse(status=403)
    arrived = arrival(fields)
    if arrived is None:
        return HttpResponse(status=400)
    try:
        texts.take_in(arrived)
    except (DatabaseError, OSError):
        log.exception("a text could not be stored; the company will try again")
        return try_again()
    return HttpResponse(NOTHING_TO_SAY, content_type="text/xml; charset=utf-8")


@public
@require_POST
def status(request: HttpRequest) -> HttpResponse:
    """The company says how far a text of ours got."""
    fields = signed_fields(request)
    if fields is None:
        return HttpResponse(status=403)
    id = fields.get("MessageSid") or fields.get("SmsSid", "")
    if not AN_ID.fullmatch(id):
        return HttpResponse(status=400)
    code = fields.get("ErrorCode", "")
    try:
        known = outbox.heard(
            id=id,
            status=fields.get("MessageStatus", ""),
            code=_number(code),
        )
        if not known and outbox.is_sending():
            return try_again()
    except (DatabaseError, OSError):
        log.exception("a status could not be stored; the company will try again")
        return try_again()
    return HttpResponse(status=204)


def signed_fields(request: HttpRequest) -> Fields | None:
    """The fields of a webhook, if the company signed exactly these for exactly this address."""
    if len(request.body) > LONGEST_BODY:
        return None
    try:
        fields = dict(
            parse_qsl(
                request.body.decode("ascii"),
                keep_blank_values=True,
                encoding=charset(request),
                errors="replace",
            )
        )
    except (UnicodeDecodeError, ValueError):
        return None
    signature = request.headers.get("X-Twilio-Signature", "")
    url = hook_url(request.get_full_path())
    return fields if provider().verified(url, fields, signature) else None


def charset(request: HttpRequest) -> str:
    """The charset that was named, if it is one of those texts come in."""
    named = (request.content_params or {}).get("charset", "utf-8").lower()
    return named if named in {"utf-8", "iso-8859-1", "us-ascii", "windows-1252"} else "utf-8"


def arrival(fields: Fields) -> Arrived | None:
    """A text from its fields. Without an id it could not be told from its repetition."""
    id = fields.get("MessageSid") or fields.get("SmsMessageSid") or fields.get("SmsSid", "")
    if not AN_ID.fullmatch(id):
        return None
    pictures = fields.get("NumMedia", "0")
    return Arrived(
        id=id,
        number=fields.get("From", "")[:64],
        words=fields.get("Body", ""),
        pictures=_number(pictures),
        taken_as=fields.get("OptOutType", "").lower(),
    )


def _number(text: str) -> int:
    """A small number, or none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else 0


def try_again() -> HttpResponse:
    return HttpResponse(status=503, headers={"Retry-After": "10"})
