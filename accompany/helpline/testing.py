"""Helpline rows for tests and demo data, made the way they are made in earnest."""

import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

from accompany.helpline import access
from accompany.helpline.actions import chats, texts
from accompany.helpline.models import Conversation
from accompany.helpline.provider import DEMO_TOKEN, Arrived, Signing, hook_url
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague

HER_NUMBER = "+12065550160"
OUR_NUMBER = "+12065550142"


def an_id() -> str:
    return "SM" + secrets.token_hex(16)


def make_line() -> tuple[Acting, Acting]:
    """Two colleagues who answer: a conversation needs two who could open it."""
    return make_colleague(Role.HELPLINE, "Tamsin O."), make_colleague(Role.HELPLINE, "Ruth K.")


def arrive(
    words: str = "is this the place that gives rides",
    *,
    number: str = HER_NUMBER,
    id: str | None = None,
    **more: Any,  # Any: fields of `Arrived`
) -> Conversation:
    """A text that was taken in; its conversation."""
    message = texts.take_in(Arrived(id=id or an_id(), number=number, words=words, **more))
    assert message is not None, "This text had been taken in before."
    return Conversation.objects.get(id=message.conversation_id)


def begin_chat(words: str = "hello") -> tuple[str, Conversation]:
    """A chat somebody began: her token, and the conversation."""
    token = chats.start(once=secrets.token_urlsafe(32), words=words)
    return token, access.chat_door(token).conversation


def text_fields(words: str = "hello", *, id: str | None = None, **more: str) -> dict[str, str]:
    """A webhook's fields as the company sends them."""
    sid = id or an_id()
    return {
        "MessageSid": sid,
        "SmsMessageSid": sid,
        "SmsSid": sid,
        "AccountSid": "AC" + "0" * 32,
        "MessagingServiceSid": "",
        "From": HER_NUMBER,
        "To": OUR_NUMBER,
        "Body": words,
        "NumMedia": "0",
        "NumSegments": "1",
        "ApiVersion": "2010-04-01",
        **more,
    }


def deliver(
    client: Client,
    fields: Mapping[str, str],
    *,
    path: str = "/hooks/text/",
    token: str = DEMO_TOKEN,
    signature: str | None = None,
    body: str | bytes | None = None,
    content_type: str = "application/x-www-form-urlencoded; charset=UTF-8",
) -> HttpResponse:
    """Hand a webhook over as the company does, signed by its own library."""
    signed = Signing(token).sign(hook_url(path), fields) if signature is None else signature
    answer: HttpResponse = client.post(  # type: ignore[assignment]  # the test client's own
        path,
        data=urlencode(fields) if body is None else body,
        content_type=content_type,
        headers={"X-Twilio-Signature": signed},
    )
    return answer
