"""Private reading: what is opened next leaves no way back, and the choice is kept nowhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.look import assert_accessible, photograph_all
from journeys.serving import House, make_demo_house, serving
from journeys.watching import SETTLED, history, step

BEFORE = "about:blank?before"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data: Path = tmp_path_factory.mktemp("reading") / "var"
    make_demo_house(data)
    with serving(data) as running:
        yield running


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(BEFORE)
    page.goto(f"{house.url}/")
    yield page
    context.close()


def switch(page: Page) -> None:
    page.get_by_role("button", name="Private reading").click()


def is_on(page: Page) -> bool:
    pressed = page.get_by_role("button", name="Private reading").get_attribute("aria-pressed")
    return pressed == "true"


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()
    page.wait_for_load_state()
    page.wait_for_timeout(100)


def ours(page: Page, house: House) -> list[str]:
    """The addresses of ours in this tab's history."""
    return [each.removeprefix(house.url) for each in history(page)[1] if each.startswith(house.url)]


def test_without_it_each_page_is_one_more_way_back(page: Page, house: House) -> None:
    page.goto(f"{house.url}/chat/over/")

    assert ours(page, house) == ["/", "/chat/over/"]


def test_a_page_opened_from_here_takes_this_one_s_place(page: Page, house: House) -> None:
    assert not is_on(page)
    switch(page)
    assert is_on(page)

    follow(page, "Chat here")
    follow(page, "Alder Street")

    assert is_on(page)
    assert ours(page, house) == ["/#quiet"]
    step(page, -1)
    assert page.url == BEFORE


def test_the_choice_outlives_a_reload_and_is_kept_nowhere(page: Page, house: House) -> None:
    switch(page)
    page.reload()

    assert is_on(page)
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("history.state") is None


def test_the_switch_takes_it_off_again(page: Page, house: House) -> None:
    switch(page)
    switch(page)

    assert not is_on(page)
    assert page.url == f"{house.url}/"
    follow(page, "Chat here")
    assert ours(page, house) == ["/", "/chat/"]


def test_it_is_on_from_the_start_where_the_page_says_so(page: Page, house: House) -> None:
    follow(page, "Chat here")
    assert is_on(page)

    follow(page, "Alder Street")

    assert is_on(page)
    assert ours(page, house) == ["/", "/#quiet"]


def test_places_within_a_page_are_reached_and_leave_no_way_back(page: Page, house: House) -> None:
    page.goto(f"{house.url}/demo/look/")
    switch(page)
    for _ in range(3):
        page.locator("main a[href='#s-dusk'], main a[href='#s-rtl']").first.click()
    page.wait_for_timeout(SETTLED)

    assert page.url == f"{house.url}/demo/look/#quiet"
    assert ours(page, house) == ["/", "/demo/look/#quiet"]
    assert page.evaluate("scrollY") > 300
    assert page.evaluate("document.querySelector(':target').id") in ("s-dusk", "s-rtl")


def test_the_skip_link_still_skips(page: Page, house: House) -> None:
    page.goto(f"{house.url}/chat/over/#quiet")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.wait_for_timeout(SETTLED)
    assert is_on(page)
    assert ours(page, house) == ["/", "/chat/over/#quiet"]


def test_a_link_to_a_place_in_another_page_arrives_there(page: Page, house: House) -> None:
    page.goto(f"{house.url}/chat/over/")
    page.evaluate("document.querySelector('main a').href = '/demo/look/#s-rtl'")
    page.locator("main a").first.click()
    page.wait_for_url("**/demo/look/**")
    page.wait_for_timeout(SETTLED)

    assert is_on(page)
    assert page.evaluate("document.querySelector(':target').id") == "s-rtl"
    assert page.evaluate("scrollY") > 300
    assert ours(page, house) == ["/", "/demo/look/#quiet"]


def test_a_tab_of_its_own_reads_on_in_the_same_way(page: Page, house: House) -> None:
    switch(page)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Chat here").click(modifiers=["Control"])

    assert opened.value.url.endswith("/chat/#quiet")


def test_forms_leave_no_way_back(page: Page, house: House) -> None:
    """A chat is begun, said something in, and ended: one address in the history throughout."""
    switch(page)
    follow(page, "Chat here")
    page.locator("#say").fill("is anybody there")
    page.get_by_role("button", name="Start").dblclick()
    expect(page.get_by_text("is anybody there")).to_have_count(1)
    assert len(ours(page, house)) == 1

    page.get_by_role("button", name="Stop and clear").click()
    expect(page.get_by_role("heading", name="This chat is over")).to_be_visible()

    assert ours(page, house) == ["/chat/over/#quiet"]


def test_a_form_that_needs_another_look_comes_back_with_its_words(page: Page, house: House) -> None:
    page.goto(f"{house.url}/chat/#quiet")
    too_long = "help " * 2000
    page.locator("#say").fill(too_long)
    page.get_by_role("button", name="Start").click()
    expect(page.locator("#say[aria-invalid]")).to_be_visible()

    assert page.locator("#say").input_value().startswith("help help")
    assert ours(page, house) == ["/", "/chat/#quiet"]
    assert is_on(page)
    page.locator("#say").fill("help")
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".hers").get_by_text("help")).to_be_visible()
    assert len(ours(page, house)) == 2


@pytest.mark.parametrize("is_quiet", [False, True])
def test_a_letter_that_needs_another_look_stays_where_it_was_on_its_page(
    page: Page, house: House, is_quiet: bool
) -> None:
    page.goto(f"{house.url}/contact/")
    if is_quiet:
        switch(page)
    order = "[...document.querySelectorAll('main h2')].map(each => each.textContent)"
    before = page.evaluate(order)
    page.get_by_role("button", name="Send").click()

    errors = page.locator(".errors")
    expect(errors).to_be_focused()
    expect(errors).to_be_in_viewport()
    after = page.evaluate(order)
    assert [each for each in after if each in before] == before
    assert is_on(page) == is_quiet


def test_on_a_narrow_phone_what_the_switch_does_stands_below_it(
    browser: Browser, house: House
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(f"{house.url}/es/")

    said = page.locator("#reading-what")
    high = said.evaluate("each => each.offsetHeight")
    line = said.evaluate("each => parseFloat(getComputedStyle(each).lineHeight)")

    assert high < 3 * line, "two lines at most, and room around them"
    assert page.locator(".reading").evaluate("each => each.offsetHeight") <= 80
    context.close()


def test_an_answer_that_never_comes_is_asked_for_the_plain_way(page: Page, house: House) -> None:
    page.goto(f"{house.url}/chat/")
    page.locator("#say").fill("hello")
    page.route(
        "**/chat/",
        lambda sent: sent.abort() if sent.request.resource_type == "fetch" else sent.continue_(),
    )

    page.get_by_role("button", name="Start").click()

    expect(page.get_by_text("hello")).to_be_visible()


def test_a_question_in_an_address_leaves_no_way_back(page: Page, house: House) -> None:
    switch(page)
    page.evaluate(
        """() => {
          const form = document.createElement('form')
          form.action = '/chat/'
          form.innerHTML = '<input name="q" value="a room"><button>Find</button>'
          document.querySelector('main').prepend(form)
        }"""
    )
    page.get_by_role("button", name="Find").click()
    page.wait_for_url("**/chat/**")

    assert ours(page, house) == ["/chat/?q=a+room#quiet"]


def test_without_script_there_is_no_switch(browser: Browser, house: House) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(house.url)

    assert page.locator("[data-reading-switch]").is_hidden()
    context.close()


def test_everybody_can_read_and_press_the_switch(page: Page, house: House) -> None:
    said = page.get_by_role("button", name="Private reading")
    says = page.locator(f"#{said.get_attribute('aria-describedby')}").inner_text()

    said.focus()
    page.keyboard.press("Enter")

    assert says == "Back skips what you open next. History keeps it."
    assert is_on(page)
    for width, most in ((1280, 48), (390, 48), (320, 80)):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.locator(".reading").bounding_box()["height"] <= most, width  # type: ignore[index]  # it is shown
    assert_accessible(page)
    photograph_all(page, "front-quiet")
