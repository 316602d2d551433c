"""The telephone company: the only place that speaks with it, and that imports its library.

`provider()` is the company this house uses: Twilio, or in demo folders the built-in telephone. Both
sign their webhooks in the same way, with the company's own library: one is always verified.
Sending has three ends, never confused: sent (an id), surely not sent (`NotSent`), unknown (`Lost`).
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol  # Any: what Python tells a context's end

from django.conf import settings

DEMO_TOKEN = "demo-telephone"  # noqa: S105  signs nothing outside a demo folder
BLOCKED = 21610  # the company's code for a number that has sent STOP
TIMEOUT = 10.0


@dataclass(frozen=True)
class Arrived:
    """A text as the company hands it over."""

    id: str
    number: str
    words: str
    pictures: int = 0
    at: datetime | None = None
    taken_as: str = ""  # the company's own reading of it: stop, start or help


class NotSent(Exception):
    """Surely not sent. `again` says whether it may be tried again as it is."""

    def __init__(self, code: int = 0, *, again: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.again = again


class Lost(Exception):
    """Nobody can tell whether it was done: the answer never came."""


class Provider(Protocol):
    """What we need of a telephone company."""

    name: str

    def sign(self, url: str, fields: Mapping[str, str]) -> str: ...
    def verified(self, url: str, fields: Mapping[str, str], signature: str) -> bool: ...
    def send(self, *, to: str, words: str) -> str: ...
    def remove(self, id: str) -> bool: ...
    def recent(self, *, since: datetime) -> Iterator[Arrived]: ...


class Signing:
    """Signatures, made and checked by the company's own library."""

    def __init__(self, token: str) -> None:
        self._token = token

    def sign(self, url: str, fields: Mapping[str, str]) -> str:
        return str(_validator(self._token).compute_signature(url, dict(fields)))

    def verified(self, url: str, fields: Mapping[str, str], signature: str) -> bool:
        """Whether the company signed this. Without a token anybody could have: then nobody did."""
        return bool(self._token) and bool(
            _validator(self._token).validate(url, dict(fields), signature)
        )


class Twilio(Signing):
    """The company, through its own library."""

    name = "twilio"

    def send(self, *, to: str, words: str) -> str:
        """Hand a text over, and return the company's id of it. Raises `NotSent` or `Lost`."""
        with _ends() as client:
            sent = client.messages.create(
                to=to, from_=our_number(), body=words, status_callback=status_url()
            )
        return str(sent.sid)

    def remove(self, id: str) -> bool:
        """Delete a text and its pictures there, then read back. True once it is gone."""
        try:
            with _ends() as client:
                for picture in client.messages(id).media.list():
                    picture.delete()
                client.messages(id).delete()
        except NotSent as refused:
            if refused.code not in (20404, 404):
                return False
        return self._is_gone(id)

    def _is_gone(self, id: str) -> bool:
        try:
            with _ends() as client:
                client.messages(id).fetch()
        except NotSent as refused:
            return refused.code in (20404, 404)
        return False

    def recent(self, *, since: datetime) -> Iterator[Arrived]:
        """Texts that reached our number since then, oldest last."""
        with _ends() as client:
            found = client.messages.list(to=our_number(), date_sent_after=since, limit=1000)
        for each in found:
            if each.direction == "inbound":
                pictures = int(each.num_media or 0)
                yield Arrived(each.sid, each.from_ or "", each.body or "", pictures, each.date_sent)


class _ends:
    """What became of a request, told in our three words."""

    def __enter__(self) -> Any:  # Any: the library's client is loaded only when it is needed
        return _client()

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if error is None:
            return
        from requests import exceptions as wire
        from twilio.base.exceptions import TwilioRestException

        if isinstance(error, TwilioRestException) and error.status < 500:
            again = error.status == 429
            raise NotSent(error.code or error.status, again=again) from None
        if isinstance(error, wire.ConnectionError) and _never_reached(error):
            raise NotSent(again=True) from None
        if isinstance(error, wire.RequestException | TwilioRestException | ValueError | KeyError):
            raise Lost from None


def _never_reached(error: Exception) -> bool:
    """Whether the connection was never made, so that nothing can have been sent."""
    from requests.exceptions import ConnectTimeout
    from urllib3.exceptions import MaxRetryError, NewConnectionError

    if isinstance(error, ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


@cache
def _validator(token: str) -> Any:  # Any: the library is loaded only when it is needed
    from twilio.request_validator import RequestValidator

    return RequestValidator(token)


@cache
def _client() -> Any:  # Any: the library is loaded only when it is needed
    from twilio.http.http_client import TwilioHttpClient
    from twilio.rest import Client

    silent = logging.getLogger("accompany.helpline.silent")
    silent.disabled = True  # the library writes addresses and numbers into its log
    client = Client(
        settings.TWILIO_ACCOUNT_SID,
        settings.TWILIO_AUTH_TOKEN,
        http_client=TwilioHttpClient(timeout=TIMEOUT, logger=silent),
    )
    if settings.TWILIO_API_BASE:
        client.api.base_url = settings.TWILIO_API_BASE
    return client


def provider() -> Provider:
    """The company this house uses."""
    if settings.TEXT_PROVIDER == "twilio":
        return Twilio(settings.TWILIO_AUTH_TOKEN)
    from accompany.helpline.telephone import Telephone

    return Telephone(DEMO_TOKEN)


def our_number() -> str:
    """The number people text, in E.164."""
    from accompany.house.models import Organization

    organization = Organization.current()
    return settings.TWILIO_NUMBER or (organization.text_number if organization else "")


def hook_url(path: str) -> str:
    """An address as the company was told it: signatures are made over exactly this."""
    return settings.BASE_URL.rstrip("/") + path


def status_url() -> str:
    return hook_url("/hooks/text/status/")


def forget_client() -> None:
    """Read the settings again at the next use, for tests."""
    _client.cache_clear()


__all__ = ["BLOCKED", "Arrived", "Lost", "NotSent", "Provider", "provider"]
