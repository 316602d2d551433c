"""A work's way onto the wall and down again: the council is asked, its artist takes it back.

Without any script, on a served house with its loop, with a photo as large as photos are.
"""

import os
import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from journeys.serving import House, make_demo_house, serving
from journeys.signing_in import sign_in

TOO_LARGE = 26 * 1024 * 1024


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data = tmp_path_factory.mktemp("gallery") / "var"
    make_demo_house(data)
    with serving(data, workers=2) as running:
        yield running


def scriptless(browser: Browser) -> Page:
    return browser.new_context(java_script_enabled=False).new_page()


def desk(browser: Browser, house: House, who: str) -> Page:
    page = scriptless(browser)
    sign_in(page, house, who)
    return page


def council_says(thea: Page, house: House, title: str, *, no: str = "") -> None:
    """Thea looks at a work as it would hang, and says yes, or no with a reason."""
    thea.goto(f"{house.url}/desk/council/")
    thea.get_by_role("link", name=title, exact=True).click()
    expect(thea.locator("h1")).to_have_text(title)
    picture = thea.locator(".piece img").get_attribute("src") or ""
    shown = thea.request.get(house.url + picture)
    assert (shown.status, shown.headers["cache-control"]) == (200, "no-store")
    if no:
        thea.get_by_label("What should be different").fill(no)
        thea.get_by_role("button", name="Not like this: send it back").click()
    else:
        thea.get_by_role("button", name="Say yes: let it hang").click()
    expect(thea.locator("h1")).to_have_text("Council")
    expect(thea.get_by_role("link", name=title, exact=True)).to_have_count(0)
    assert thea.request.get(house.url + picture).status == 404


def photo() -> bytes:
    """A few megabytes of noise, with the place where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 36.0, 22.0)})
    file = BytesIO()
    noise = Image.frombytes("RGB", (1400, 1100), os.urandom(1400 * 1100 * 3))
    noise.save(file, "JPEG", quality=95, exif=exif)
    return file.getvalue()


def fill(page: Page, name: str, picture: bytes) -> None:
    page.set_input_files("#id_picture", {"name": name, "mimeType": "", "buffer": picture})
    page.get_by_label("Title").fill("Static before rain")
    page.get_by_label("The picture in words").fill("Grey and colored dots, close together.")
    page.get_by_label("Initials").check()
    page.get_by_label("The name to show").fill("N.N.")
    page.get_by_label("Open studio").check()


def test_a_work_goes_up_and_its_artist_takes_it_down(browser: Browser, house: House) -> None:
    lena, thea = desk(browser, house, "lena"), desk(browser, house, "thea")
    lena.goto(f"{house.url}/desk/gallery/add/")
    fill(lena, "../../photo.jpg", os.urandom(TOO_LARGE))
    lena.get_by_role("button", name="Seal this work").click()
    expect(lena.locator(".errors")).to_contain_text("larger than 25 MB")
    expect(lena.locator(".errors")).to_contain_text("choose the picture again")
    expect(lena.get_by_label("Title")).to_have_value("Static before rain")

    lena.set_input_files("#id_picture", {"name": "p.jpg", "mimeType": "", "buffer": photo()})
    lena.get_by_role("button", name="Seal this work").click()
    expect(lena.locator("h1")).to_have_text("Static before rain")
    work = lena.url
    expect(lena.get_by_role("button", name="Hang it")).to_have_count(0)

    lena.get_by_role("link", name="Write down a consent").click()
    lena.get_by_label("Shown on our site").check()
    lena.get_by_label("The last day").fill(lena.get_by_label("The day she agreed").input_value())
    lena.get_by_role("button", name="Write it down").click()
    expect(lena.get_by_role("button", name="Hang it")).to_have_count(0)
    lena.get_by_role("button", name="Ask the council").click()
    expect(lena.locator("main")).to_contain_text("Waits for the council since")
    council_says(thea, house, "Static before rain", no="Her initials are enough. No year.")

    lena.goto(work)
    expect(lena.locator("main")).to_contain_text("Her initials are enough. No year.")
    lena.get_by_role("button", name="Ask the council again").click()
    council_says(thea, house, "Static before rain")

    lena.goto(work)
    expect(lena.locator("main")).to_contain_text("It may hang.")
    lena.get_by_label("Room").fill("Evening")
    lena.get_by_role("button", name="Hang it").click()
    expect(lena.locator(".tag", has_text="ends soon")).to_have_count(1)

    lena.get_by_role("link", name="Rooms and order").click()
    expect(lena.locator(".rows li").nth(1)).to_contain_text("Static before rain")
    lena.get_by_role("button", name="Move Static before rain up").click()
    expect(lena.locator(".rows li").nth(0)).to_contain_text("Static before rain")

    lena.goto(work)
    lena.get_by_role("button", name="Make a slip").click()
    code = lena.locator(".said").inner_text()
    public = sorted((house.data / "survivors" / "public" / "pictures").glob("*"))
    addresses = [f"{house.url}/art/pictures/{each.name}" for each in public]
    assert all(each.stat().st_size <= 60 * 1024 for each in public)

    her = scriptless(browser)
    statuses = [her.request.get(each).status for each in addresses]
    assert statuses == [200] * len(addresses)
    her.goto(f"{house.url}/art/withdraw/")
    her.get_by_label("The code on your slip").fill(code.lower().replace("-", " "))
    her.get_by_role("button", name="Show my work").click()
    expect(her.locator("h1")).to_have_text("Static before rain")
    her.get_by_label("Everything").check()
    her.get_by_role("button", name="Take it back").click()
    expect(her.locator("h1")).to_have_text("It is done")
    assert re.search(r"Line \d+ of our ledger", her.locator("main").inner_text())
    assert her.context.cookies() == []

    left = {each.name for each in (house.data / "survivors" / "public" / "pictures").glob("*")}
    for picture, address in zip(public, addresses, strict=True):
        expected = 200 if picture.name in left else 410
        assert {her.request.get(address).status for _ in range(6)} == {expected}
    assert len(left) < len(public)
    lena.goto(work)
    expect(lena.locator("main")).to_contain_text("Sealed. It does not hang.")
