"""Public pages: each at its address, in its language, as anybody may see it."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from accompany.house import live
from accompany.house.models import Organization
from accompany.website.testing import make_home, make_page, text


@pytest.fixture
def home():
    return make_home()


def test_a_page_is_found_at_its_address(client, home):
    make_page(home, "help", body=text("Sit down first."))

    page = client.get("/help/")

    assert page.status_code == 200
    assert "Sit down first." in page.content.decode()
    assert not page.cookies
    assert page["Cache-Control"] == "no-store"


def test_a_page_below_a_page_has_both_names_in_its_address(client, home):
    above = make_page(home, "help", title="Get help")
    make_page(above, "walk-in", body=text("The door is open."))

    page = client.get("/help/walk-in/").content.decode()

    assert "The door is open." in page
    assert 'href="/help/"' in page


def test_a_draft_looks_like_no_page(client, home):
    make_page(home, "help", is_live=False)

    assert client.get("/help/").status_code == 404


def test_an_address_nobody_has_is_no_page(client, home):
    assert client.get("/nowhere/at-all/").status_code == 404
    assert client.get("/es/nowhere/").status_code == 404


def test_a_page_takes_nothing_that_is_sent_to_it(client, home):
    make_page(home, "help")

    assert client.post("/help/", {"a": "b"}).status_code == 405


def test_an_address_that_moved_leads_on(client, home):
    page = make_page(home, "help")
    Redirect.objects.create(old_path="/old", redirect_page=page, is_permanent=False)

    answer = client.get("/old/")

    assert (answer.status_code, answer["Location"]) == (302, "/help/")


def test_spanish_stands_under_its_own_address_and_stays_there(client, home):
    english = make_page(home, "help", body=text("Sit down first."), menu_label="Help")
    spanish_home = make_home("es", title="Inicio")
    page = make_page(
        spanish_home,
        "help",
        twin_of=english,
        body=text("Primero siéntate."),
        show_in_menus=True,
        menu_label="Apoyo",
    )

    said = client.get("/es/help/").content.decode()

    assert page.address == "/es/help/"
    assert "Primero siéntate." in said
    assert '<html lang="es"' in said
    assert 'href="/es/help/" aria-current="page">Apoyo' in said
    assert 'hreflang="en" href="http://127.0.0.1:8000/help/"' in said


def test_a_page_without_spanish_says_so_and_is_shown_in_english(client, home):
    make_home("es", title="Inicio")
    make_page(home, "help", body=text("Sit down first."))

    said = client.get("/es/help/").content.decode()

    assert "Sit down first." in said
    assert '<main id="main" class="" lang="en"' in said.replace("  ", " ")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("/help", "/help/"), ("/es", "/es/"), ("/es/help", "/es/help/"), ("/es/chat", "/es/chat/")],
)
def test_an_address_without_its_last_slash_leads_on(client, home, typed, meant):
    assert client.get(typed)["Location"] == meant


@pytest.mark.parametrize("address", ["/es/desk/", "/es/cms/", "/es/hooks/text/", "/es/desk/me/"])
def test_nothing_but_public_pages_stands_under_a_language(client, home, address):
    assert client.get(address).status_code == 404


def test_the_front_page_says_how_to_reach_a_person_before_anybody_wrote_one(client):
    page = client.get("/").content.decode()

    assert "213-555-0142" in page
    assert "Leave this site" in page


def test_what_stands_in_the_tab_is_not_the_heading(client, home):
    make_page(home, "help", title="Leaving the life", tab="Welcome")

    page = client.get("/help/").content.decode()

    assert "<title>Welcome · Alder Street</title>" in page


def test_the_tab_shows_the_neutral_name(client, home):
    from accompany.website.models import SiteFacts

    facts = SiteFacts.load()
    facts.neutral_name = "AS"
    facts.save()
    Organization.objects.filter(id=1).update(name="A Telling Name")
    Organization.forget()

    assert "<title>AS</title>" in client.get("/").content.decode()


def test_publishing_tells_every_process_to_forget_its_pages(home, monkeypatch):
    page = make_page(home, "help")
    told = []
    monkeypatch.setattr(live, "changed", told.append)

    page.body = text("New words.")
    page.save_revision().publish()

    assert live.PUBLIC in told
