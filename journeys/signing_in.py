"""Coming to a desk of the demo: a passphrase and a code, in one step."""

import json
from pathlib import Path

import pyotp
from playwright.sync_api import Page

from journeys.serving import House

Account = dict[str, str]


def accounts_of(data: Path) -> dict[str, Account]:
    """The made-up colleagues of a demo folder, by the name they sign in with."""
    listed = json.loads((data / "demo.json").read_text())["accounts"]
    return {each["sign_in_name"]: each for each in listed}


def sign_in(page: Page, house: House, who: str) -> None:
    account = accounts_of(house.data)[who]
    come_in(page, house, account, code=pyotp.TOTP(account["totp_secret"]).now())


def come_in(page: Page, house: House, account: Account, *, code: str) -> None:
    """With a code of her app that was not used before."""
    page.goto(f"{house.url}/desk/sign-in/")
    page.get_by_label("Your name").fill(account["sign_in_name"])
    page.get_by_label("Passphrase").fill(account["passphrase"])
    page.locator("#id_code").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).first.click()
    page.wait_for_url("**/desk/")
