"""A small organization to live a night in, over HTTPS, with its loop and the telephone company."""

import ssl
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from uuid import uuid4

import pyotp
from playwright.sync_api import Browser, BrowserContext, Page
from twilio.request_validator import RequestValidator

from accompany.helpline.tests.company import ACCOUNT, OURS, TOKEN, Company, answering
from journeys.serving import (
    House,
    Keys,
    free_port,
    leave_to,
    make_demo_house,
    make_keys,
    serving,
)
from journeys.signing_in import Account, accounts_of, come_in

STEP = 30


@dataclass
class Night:
    """The house tonight, who works in it, and the telephone company outside."""

    house: House
    company: Company
    accounts: dict[str, Account]
    signed_in_at: dict[str, float] = field(default_factory=dict)

    @property
    def folders(self) -> list[Path]:
        return [self.house.data, self.house.data.with_name(f"{self.house.data.name}-host")]

    def hook(self, fields: dict[str, str], *, signature: str | None = None) -> int:
        """Deliver a webhook as the provider does; the status it was answered with."""
        address = f"{self.house.url}/hooks/text/"
        signed = signature or RequestValidator(TOKEN).compute_signature(address, fields)
        request = urllib.request.Request(
            address, urlencode(fields).encode(), {"X-Twilio-Signature": signed}
        )
        try:
            with urllib.request.urlopen(request, timeout=20, context=_unverified()) as answer:
                return int(answer.status)
        except HTTPError as refused:
            return refused.code

    def desk(self, browser: Browser, who: str, **context: object) -> Page:
        """A browser of her own in which a colleague is signed in."""
        page = own_browser(browser, **context).new_page()
        self.sign_in(page, who)
        return page

    def sign_in(self, page: Page, who: str) -> None:
        """Passphrase and code, in one step. A second time takes the next code."""
        account = self.accounts[who]
        app = pyotp.TOTP(account["totp_secret"])
        now = time.time()
        last = self.signed_in_at.get(who, 0.0)
        step = max(now // STEP, last // STEP + 1 if last else 0)
        self.signed_in_at[who] = step * STEP
        come_in(page, self.house, account, code=app.at(int(step * STEP)))


def own_browser(browser: Browser, **context: object) -> BrowserContext:
    """A browser of one's own: nothing of it is shared with another's."""
    return browser.new_context(ignore_https_errors=True, **context)  # type: ignore[arg-type]


def a_text(number: str, words: str) -> dict[str, str]:
    """The form fields of an inbound text, as the provider sends them."""
    id = f"SM{uuid4().hex}"
    return {
        "MessageSid": id,
        "SmsSid": id,
        "SmsMessageSid": id,
        "AccountSid": ACCOUNT,
        "From": number,
        "To": OURS,
        "Body": words,
        "NumMedia": "0",
        "NumSegments": "1",
        "SmsStatus": "received",
        "ApiVersion": "2010-04-01",
    }


@contextmanager
def night(folder: Path, *, keys: Keys | None = None, neutral: str = "") -> Iterator[Night]:
    """A synthetic organization over HTTPS with its loop running, and a stand-in of the provider.

    `neutral`: where leaving leads, if not where the synthetic organization says.
    """
    data = folder / "data"
    keys = keys or make_keys(folder)
    with answering() as company:
        provider = {
            "ACCOMPANY_TEXT_PROVIDER": "twilio",
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_NUMBER": OURS,
            "TWILIO_API_BASE": company.url,
        }
        make_demo_house(data)
        if neutral:
            leave_to(data, neutral)
        with serving(
            data, port=free_port(), keys=keys, loop=True, workers=2, env=provider
        ) as house:
            yield Night(house, company, accounts_of(data))


def words_at_rest(folders: list[Path], *marks: str) -> list[str]:
    """Which of these words stand readable in any file below these folders, in any usual form."""
    found = []
    forms = {
        mark: {mark.encode(), mark.encode("utf-16-le"), mark.encode("utf-16-be")} for mark in marks
    }
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if not path.is_file():
                continue
            content = path.read_bytes()
            found += [
                f"{mark} in {path.name}"
                for mark, written in forms.items()
                if any(each in content for each in written)
            ]
    return found


def until(happens: Callable[[], object], *, seconds: float = 15.0) -> None:
    """Wait until a call answers truly."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happens():
            return
        time.sleep(0.05)
    raise AssertionError("It did not happen in time.")


def _unverified() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
