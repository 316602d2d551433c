"""The first night, lived: five browsers, one house, the telephone company outside.

From a text at three in the morning, with nobody signed in, to a number a funder may have, and to a
person who asks to be forgotten.
"""

import re
import sqlite3
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.look import assert_readable
from journeys.night import Night, a_text, night, own_browser, until, words_at_rest

NUMBER = "+12065550117"
SHE_TEXTS = "he took my keys quincunx"
WE_ANSWER = "I am here zephyrine. Is it safe to write?"
SHE_SAYS = "cant talk long heliotrope"
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def tonight(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    with night(tmp_path_factory.mktemp("night")) as running:
        yield running


def test_the_night(tonight: Night, browser: Browser) -> None:
    a_text_arrives_with_nobody_signed_in(tonight)
    visitor = a_visitor_waits(tonight, browser)
    tamsin = tamsin_sees_both(tonight, browser)
    she_answers_the_chat(tamsin, visitor)
    a_visitor_without_script_is_answered(tonight, browser, tamsin)
    she_answers_the_text_once(tonight, tamsin)
    her = she_opens_a_record(tonight, tamsin)
    delphine = delphine_keeps_the_promise(tonight, browser)
    bea_breaks_the_glass(tonight, browser, delphine)
    jo_freezes_the_quarter(tonight, browser)
    the_administrator_opens_nothing(tonight, browser, her)
    she_asks_who_has_looked(delphine, her)
    she_is_forgotten(tonight, browser, delphine, her)
    the_ledger_holds(tonight)


def a_text_arrives_with_nobody_signed_in(tonight: Night) -> None:
    text = a_text(NUMBER, SHE_TEXTS)

    assert tonight.hook(text) in (200, 204)
    for _ in range(3):
        assert tonight.hook(text) in (200, 204)
    assert tonight.hook(text, signature="forged") == 403
    assert tonight.hook(a_text(NUMBER, "not yours"), signature="forged") == 403

    assert words_at_rest(tonight.folders, "quincunx", NUMBER[1:], NUMBER[2:]) == []


def a_visitor_waits(tonight: Night, browser: Browser) -> Page:
    context = own_browser(browser, **PHONE)
    page = context.new_page()
    page.goto(f"{tonight.house.url}/chat/")
    expect(page.get_by_text("Nobody is at the desk this minute")).to_be_visible()
    expect(page.get_by_role("link", name="Leave this site").last).to_be_visible()
    assert_readable(page)

    page.locator("#say").fill(SHE_SAYS)
    page.get_by_role("button", name="Start").click()

    expect(page.get_by_text(SHE_SAYS)).to_be_visible()
    expect(page.get_by_role("link", name="Leave this site").last).to_be_visible()
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert words_at_rest(tonight.folders, "heliotrope") == []
    return page


def tamsin_sees_both(tonight: Night, browser: Browser) -> Page:
    page = tonight.desk(browser, "tamsin")
    page.goto(f"{tonight.house.url}/desk/helpline/")
    expect(page.get_by_text(SHE_TEXTS)).to_be_visible()
    expect(page.get_by_text(SHE_SAYS)).to_be_visible()
    assert_readable(page)

    page.get_by_role("button", name="Take chats and texts").click()
    waits = [
        shown_after(tonight, page, *arriving)
        for arriving in (
            ("+12065550118", "another voice marmalade"),
            ("+12065550119", "one more saxifrage"),
            ("+12065550120", "a third piccolo"),
        )
    ]
    assert sorted(waits)[1] < 1
    return page


def shown_after(tonight: Night, page: Page, number: str, words: str) -> float:
    """Seconds from the answer to the company until the open desk shows the text by itself."""
    assert tonight.hook(a_text(number, words)) in (200, 204)
    taken_in = time.monotonic()
    expect(page.get_by_text(words)).to_be_visible(timeout=5_000)
    return time.monotonic() - taken_in


def she_answers_the_chat(tamsin: Page, visitor: Page) -> None:
    tamsin.get_by_role("link", name=re.compile(SHE_SAYS)).click()
    expect(tamsin.get_by_role("note", name="Safe contact")).to_be_visible()
    tamsin.get_by_role("button", name="Take this").click()

    tamsin.locator("textarea[name=reply]").fill("Hi, I’m Ade. I’m here.")
    tamsin.get_by_role("button", name="Send").click()

    expect(visitor.get_by_text("Hi, I’m Ade. I’m here.")).to_be_visible(timeout=5_000)


def a_visitor_without_script_is_answered(tonight: Night, browser: Browser, tamsin: Page) -> None:
    context = own_browser(browser, java_script_enabled=False, **PHONE)
    page = context.new_page()
    page.goto(f"{tonight.house.url}/chat/")
    page.locator("#say").fill("no script here tamarind")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("no script here tamarind")).to_be_visible()

    tamsin.goto(f"{tonight.house.url}/desk/helpline/")
    tamsin.get_by_role("link", name=re.compile("no script here tamarind")).click()
    tamsin.get_by_role("button", name="Take this").click()
    tamsin.locator("textarea[name=reply]").fill("Slowly is fine. I’m here.")
    tamsin.get_by_role("button", name="Send").click()
    expect(tamsin.get_by_text("Slowly is fine. I’m here.").first).to_be_visible()

    page.get_by_role("link", name="Check for new").click()
    expect(page.get_by_text("Slowly is fine. I’m here.")).to_be_visible()
    away = page.get_by_role("link", name="Leave this site").last
    assert (away.get_attribute("href") or "").startswith("https://")
    page.get_by_role("button", name="Stop and clear").click()
    expect(page.get_by_text("no script here tamarind")).to_have_count(0)
    assert context.cookies() == []
    context.close()


def she_answers_the_text_once(tonight: Night, tamsin: Page) -> None:
    tamsin.goto(f"{tonight.house.url}/desk/helpline/")
    tamsin.get_by_role("link", name=re.compile(SHE_TEXTS)).click()
    tamsin.get_by_role("button", name="Take this").click()
    tamsin.locator("textarea[name=reply]").fill(WE_ANSWER)
    tamsin.get_by_role("button", name="Send").dblclick()
    expect(tamsin.get_by_text(WE_ANSWER).first).to_be_visible()

    until(lambda: tonight.company.sent_to(NUMBER) == [WE_ANSWER])
    sent = next(m for m in tonight.company.messages.values() if m["body"] == WE_ANSWER)
    tonight.company.arrive(sent["sid"])

    assert words_at_rest(tonight.folders, "zephyrine") == []
    assert_readable(tamsin)


def she_opens_a_record(tonight: Night, tamsin: Page) -> str:
    assert tonight.hook(a_text(NUMBER, "yes. tomorrow between ten and two?")) in (200, 204)
    expect(tamsin.get_by_text("yes. tomorrow between ten and two?").first).to_be_visible()
    tamsin.get_by_role("link", name="Open a record", exact=True).click()
    assert_readable(tamsin)

    tamsin.get_by_label("They said yes to a record").check()
    tamsin.get_by_label("What they want to be called").fill("Marisol")
    assert tamsin.locator("input[name=number]").input_value().endswith("0117")
    beside = tamsin.locator("select[name=team]")
    beside.select_option(beside.locator("option", has_text="Delphine A.").get_attribute("value"))
    tamsin.get_by_label("Call", exact=True).check()
    tamsin.locator("input[name=opens]").fill("10:00")
    tamsin.locator("input[name=closes]").fill("14:00")
    tamsin.get_by_label("Who shall we say is calling?").fill("Kim from the salon")
    tamsin.get_by_label("What did we promise to do next?").fill("Call about a room")
    tamsin.get_by_role("button", name="Open the record").click()

    expect(tamsin.get_by_text("Delphine A. keeps it. You keep no key to it")).to_be_visible()
    assert_readable(tamsin)
    tamsin.goto(f"{tonight.house.url}/desk/people/find/")
    find(tamsin, "Marisol")
    her = tamsin.get_by_role("link", name="Marisol").first.get_attribute("href") or ""
    tamsin.goto(f"{tonight.house.url}{her}")
    expect(tamsin.get_by_text("file is sealed")).to_be_visible()
    assert SHE_TEXTS not in tamsin.content()
    return her


def delphine_keeps_the_promise(tonight: Night, browser: Browser) -> Page:
    page = tonight.desk(browser, "delphine")
    expect(page.get_by_text("Call about a room").first).to_be_visible()
    assert_readable(page)
    page.get_by_role("link", name="Marisol").first.click()
    safe = page.get_by_role("note", name="Safe contact")
    expect(safe).to_contain_text("10 am to 2 pm")
    expect(safe).to_contain_text("Kim from the salon")
    expect(safe).to_contain_text("No voicemail")
    expect(page.get_by_text(SHE_TEXTS)).to_be_visible()
    assert_readable(page)
    record = page.url

    assert "0117" not in page.content()
    page.get_by_role("button", name=re.compile("number")).first.click()
    expect(page.get_by_text("206-555-0117")).to_be_visible()

    page.goto(record)
    page.get_by_role("link", name="Write a note").first.click()
    page.locator("textarea[name=text]").fill("Called at eleven.\nShe will see the room on Friday.")
    page.get_by_role("button", name="Seal this note").dblclick()
    expect(page.get_by_text("She will see the room on Friday.")).to_have_count(1)

    page.get_by_role("link", name="Log services").click()
    page.get_by_text("Everything else we do").click() if page.get_by_text(
        "Everything else we do"
    ).count() else None
    page.locator("input[type=checkbox][value=advocacy]").first.check()
    page.locator("input[type=checkbox][value=efa]").first.check()
    award = page.locator("select[name=award]")
    award.select_option(award.locator("option", has_text="Victim").get_attribute("value"))
    assert_readable(page)
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_text("Emergency financial assistance").first).to_be_visible()
    page.goto(record)
    return page


def bea_breaks_the_glass(tonight: Night, browser: Browser, delphine: Page) -> None:
    page = tonight.desk(browser, "bea", **PHONE)
    page.goto(f"{tonight.house.url}/desk/people/find/")
    find(page, "Marisoll")
    page.get_by_role("link", name="Marisol").first.click()
    expect(page.get_by_text("file is sealed")).to_be_visible()
    expect(page.get_by_text("Delphine A.").first).to_be_visible()
    assert SHE_TEXTS not in page.content()
    assert_readable(page)

    page.goto(f"{page.url}glass/")
    assert_readable(page)
    page.locator("textarea[name=reason]").fill("She stands at the van and asks what was promised.")
    page.get_by_role("button", name="Open it for 60 minutes").click()
    expect(page.get_by_text(SHE_TEXTS)).to_be_visible()

    delphine.goto(f"{tonight.house.url}/desk/")
    expect(delphine.get_by_text("Bea L.").first).to_be_visible()
    assert_readable(delphine)
    for supervisor in ("priya", "odile"):
        seen = tonight.desk(browser, supervisor)
        seen.goto(f"{tonight.house.url}/desk/people/glass/")
        expect(seen.get_by_text("She stands at the van").first).to_be_visible()
        seen.context.close()
    page.context.close()


def jo_freezes_the_quarter(tonight: Night, browser: Browser) -> None:
    jo, sunniva = tonight.desk(browser, "jo"), tonight.desk(browser, "sunniva")
    jo.goto(f"{tonight.house.url}/desk/grants/")
    assert_readable(jo)
    quarter = last_ended_quarter(jo)
    jo.goto(quarter)
    assert_readable(jo)
    jo.get_by_role("button", name="Make ready for a second person").click()
    sunniva.goto(quarter)
    sunniva.get_by_role("button", name="Tick these numbers").click()
    jo.goto(quarter)
    jo.get_by_role("button", name="Freeze and send").click()
    expect(jo.get_by_text("Frozen").first).to_be_visible()

    with jo.expect_download() as saved:
        jo.get_by_role("button", name="Save as CSV").click()
    sheet = saved.value.path().read_text(encoding="utf-8-sig")
    assert "people served" in sheet.lower() or "individuals" in sheet.lower()
    for name in ("Marisol", "206-555", "Kim from the salon"):
        assert name not in sheet
        assert name not in jo.content()
    for address in ("/desk/people/find/", "/desk/people/", "/desk/helpline/"):
        answer = jo.goto(f"{tonight.house.url}{address}")
        assert answer is not None
        assert answer.status == 404
    jo.context.close()
    sunniva.context.close()


def last_ended_quarter(page: Page) -> str:
    """The newest quarter that can be made ready."""
    for link in page.locator("main ul.rows a").all():
        address = f"{page.url.split('/desk/')[0]}{link.get_attribute('href')}"
        there = page.context.new_page()
        there.goto(address)
        ready = there.get_by_role("button", name="Make ready for a second person").count()
        there.close()
        if ready:
            return address
    raise AssertionError("No quarter has ended.")


def the_administrator_opens_nothing(tonight: Night, browser: Browser, her: str) -> None:
    page = tonight.desk(browser, "wren")
    for address in (her, "/desk/people/find/", "/desk/helpline/", "/desk/grants/"):
        answer = page.goto(f"{tonight.house.url}{address}")
        assert answer is not None
        assert answer.status == 404
    page.context.close()


def she_asks_who_has_looked(delphine: Page, her: str) -> None:
    base = delphine.url.split("/desk/")[0]
    delphine.goto(f"{base}{her}looked/")

    expect(delphine.get_by_text("Bea L.").first).to_be_visible()
    expect(delphine.get_by_text("looked at your phone number").first).to_be_visible()
    assert_readable(delphine)


def she_is_forgotten(tonight: Night, browser: Browser, delphine: Page, her: str) -> None:
    before = shred_keys(tonight)
    delphine.goto(f"{tonight.house.url}{her}forget/")
    assert_readable(delphine)
    delphine.get_by_label("She asked this herself").check()
    delphine.get_by_role("button", name="Write down that she asks").click()
    delphine.get_by_role("link", name="To the second person’s page").click()
    expect(delphine.get_by_text("You wrote it down, so somebody else does it.")).to_be_visible()
    second = tonight.desk(browser, "priya")
    second.goto(delphine.url)
    second.get_by_role("button", name="Forget her, as she asks").click()
    expect(second.get_by_role("heading", name="It is done")).to_be_visible()
    expect(second.get_by_text("The last of them that could open an older backup")).to_be_visible()
    assert_readable(second)

    gone = delphine.goto(f"{tonight.house.url}{her}")
    assert gone is not None
    assert gone.status == 404
    assert shred_keys(tonight) < before
    second.context.close()


def the_ledger_holds(tonight: Night) -> None:
    assert "are as they were written" in tonight.house.run("ledger", "verify")


def find(page: Page, name: str) -> None:
    page.locator("main input[name=q]").fill(name)
    page.locator("main").get_by_role("button", name="Find").click()


def shred_keys(tonight: Night) -> int:
    path = tonight.house.data / "survivors" / "keyring.sqlite3"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as keyring:
        table = next(
            name
            for (name,) in keyring.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if "shred" in name
        )
        return int(keyring.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
