"""Signing in and locking, in a real browser: keys, tabs, Back, and words half written."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from journeys.browsing import chromium
from journeys.look import assert_readable, photograph_all
from journeys.serving import REPOSITORY, House, house_env, make_house, make_keys, serving

PASSPHRASE = "seven porch lights after rain"
NEW = "nine herons by the slow canal"
HIRE = """
import json, django; django.setup()
from accompany.staff import factors, founding
from accompany.staff.capabilities import Role
here, codes = [], {}
for name in ("Priya N.", "Odile F."):
    one = founding.found(name=name, sign_in_name=name.split()[0].lower(), role=Role.SUPERVISOR,
                         passphrase=%r, seed=factors.new_seed(), among=here)
    here.append(one)
    codes[name] = factors.new_recovery_codes(one.colleague)
print(json.dumps(codes))
"""


@dataclass
class Desk:
    """A house with two supervisors in it, and their printed codes."""

    house: House
    browser: Browser
    codes: dict[str, list[str]] = field(default_factory=dict)

    def sign_in(self, page: Page, name: str, next: str = "/desk/me/") -> None:
        page.goto(f"{self.house.url}/desk/sign-in/?next={next}")
        page.fill("#id_name", name)
        page.fill("#id_passphrase", PASSPHRASE)
        page.fill("#id_code", self.codes[name].pop())
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"**{next}")


@pytest.fixture(scope="module")
def desk(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("signing-in")
    keys = make_keys(folder)
    make_house(folder / "var")
    hired = subprocess.run(
        [sys.executable, "-c", HIRE % PASSPHRASE],
        env=house_env(folder / "var"),
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
        text=True,
    )
    with serving(folder / "var", keys=keys) as house:
        browser = chromium(playwright, trusting=keys.digest)
        yield Desk(house, browser, json.loads(hired.stdout.splitlines()[-1]))
        browser.close()


@pytest.fixture
def context(desk: Desk) -> Iterator[BrowserContext]:
    opened = desk.browser.new_context()
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def plug_in_a_key(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasResidentKey": False,
                "hasUserVerification": False,
                "automaticPresenceSimulation": True,
            }
        },
    )


def lock(page: Page) -> None:
    page.get_by_role("button", name="Lock", exact=True).click()
    page.wait_for_url("**/desk/locked/**")


def test_a_security_key_is_added_and_signs_in(desk: Desk, page: Page) -> None:
    desk.sign_in(page, "Odile F.")
    plug_in_a_key(page)
    page.goto(f"{desk.house.url}/desk/me/keys/add/")
    page.fill("#id_label", "blue one")
    page.get_by_role("button", name="Touch the key now").click()
    page.wait_for_url("**/desk/me/")
    lock(page)

    page.goto(f"{desk.house.url}/desk/sign-in/?next=/desk/me/")
    page.fill("#id_name", "odile")
    page.fill("#id_passphrase", PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    assert_readable(page)
    page.get_by_role("button", name="Use my security key").click()
    page.wait_for_url("**/desk/me/")

    expect(page.get_by_text("Security key: blue one")).to_be_visible()


def test_without_javascript_a_code_signs_in(desk: Desk) -> None:
    plain = desk.browser.new_context(java_script_enabled=False)
    page = plain.new_page()

    desk.sign_in(page, "Priya N.")

    assert page.inner_text("h1") == "Priya N."
    plain.close()


def test_lock_locks_every_tab_and_back_shows_nothing(desk: Desk, page: Page) -> None:
    desk.sign_in(page, "Priya N.", "/desk/colleagues/")
    other = page.context.new_page()
    other.goto(f"{desk.house.url}/desk/me/")

    page.get_by_role("button", name="Lock", exact=True).click()
    other.wait_for_url("**/desk/locked/**", timeout=2000)
    page.wait_for_url("**/desk/locked/**")
    page.go_back()
    page.wait_for_load_state()

    expect(page.get_by_role("heading", name="Colleagues")).not_to_be_visible()
    expect(page.get_by_text("Odile F.")).not_to_be_visible()


def test_a_form_half_written_is_back_after_the_lock(desk: Desk, page: Page) -> None:
    desk.sign_in(page, "Priya N.", "/desk/colleagues/invite/")
    page.get_by_label("Name", exact=True).type("Half written")
    page.get_by_label("Outreach worker").check()
    lock(page)
    assert "Half written" not in page.content()

    desk.sign_in(page, "Priya N.", "/desk/colleagues/invite/")

    expect(page.get_by_text("We kept what you typed.")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Half written")
    expect(page.get_by_label("Outreach worker")).to_be_checked()


def test_a_session_ended_elsewhere_locks_this_tab_when_it_was_quiet(
    desk: Desk, context: BrowserContext, page: Page
) -> None:
    page.clock.install()
    desk.sign_in(page, "Priya N.")
    other = desk.browser.new_context()
    elsewhere = other.new_page()
    desk.sign_in(elsewhere, "Priya N.")
    elsewhere.get_by_role("button", name="Lock every other device").click()

    page.clock.fast_forward("15:30")

    page.wait_for_url("**/desk/locked/**")
    other.close()


def test_a_newcomer_is_brought_in_on_pages_everybody_can_use(
    desk: Desk, context: BrowserContext, page: Page
) -> None:
    page.goto(f"{desk.house.url}/desk/sign-in/")
    assert_readable(page)
    photograph_all(page, "sign-in")
    desk.sign_in(page, "Priya N.", "/desk/colleagues/invite/")
    page.get_by_label("Name", exact=True).fill("Newcomer X.")
    page.get_by_label("Helpline advocate").check()
    assert_readable(page)
    page.get_by_role("button", name="Make the link").click()
    assert_readable(page)
    link = page.locator("#link").input_value()

    newcomer = desk.browser.new_context()
    hers = newcomer.new_page()
    hers.goto(link)
    assert_readable(hers)
    seed = (hers.locator(".seed").text_content() or "").replace(" ", "")
    hers.get_by_label("Your new passphrase").fill(NEW)
    hers.get_by_label("The same again").fill(NEW)
    hers.get_by_label("The code it shows now").fill(_code(seed))
    hers.get_by_role("button", name="Make my key").click()
    expect(hers.locator(".codes code")).to_have_count(10)
    assert_readable(hers)
    hers.get_by_role("link", name="I have kept them").click()
    assert_readable(hers)

    page.goto(f"{desk.house.url}/desk/colleagues/")
    assert_readable(page)
    photograph_all(page, "colleagues")
    page.get_by_role("button", name="Say yes").click()
    second = desk.browser.new_context()
    odile = second.new_page()
    desk.sign_in(odile, "Odile F.", "/desk/colleagues/")
    odile.get_by_role("button", name="Say yes").click()
    expect(odile.get_by_text("Newcomer X. may start now.")).to_be_visible()

    hers.goto(f"{desk.house.url}/desk/colleagues/")
    expect(hers.get_by_role("heading", name="Colleagues")).to_be_visible()
    for name in ("me/", "me/passphrase/", "me/app/", "me/codes/", "me/keys/add/"):
        hers.goto(f"{desk.house.url}/desk/{name}")
        assert_readable(hers)
    odile.get_by_role("link", name="Newcomer X. leaves").click()
    assert_readable(odile)
    odile.get_by_role("button", name="See Newcomer X. off").click()
    hers.goto(f"{desk.house.url}/desk/me/")
    assert "/desk/sign-in/" in hers.url
    for opened in (newcomer, second):
        opened.close()


def _code(seed: str) -> str:
    import pyotp

    return pyotp.TOTP(seed).now()
