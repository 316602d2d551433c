"""Addresses that nobody has, and a house whose database is gone: cheap, calm, in her language."""

import asyncio
import random

import pytest
from django.db import OperationalError, connections
from wagtail.contrib.redirects.models import Redirect

from accompany.house import known
from accompany.house.memory import MOST_PAGES, bare_scope
from accompany.house.serving import Application
from accompany.website.testing import make_site

MANY = 2000
PAGES = ["/", "/help/", "/news/", "/news/feed/", "/sitemap.xml", "/nowhere/"]


@pytest.fixture
def house():
    made = Application()
    yield made
    made.pages.close()


def ask(house, *paths, query=b""):
    """Requests to the whole application, one after another; their statuses."""
    told = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        if "status" in message:
            told.append(message["status"])

    async def all_of_them():
        for path in paths:
            await house({**bare_scope(path), "query_string": query}, receive, send)

    asyncio.run(all_of_them())
    return told


@pytest.mark.parametrize(
    ("path", "questions"),
    [("/nowhere/", 1), ("/es/nowhere/at-all/", 1), ("/news/e/", 1), ("/art/none/", 2)],
)
def test_an_address_that_nobody_has_costs_a_question_or_the_gallerys_too(
    client, path, questions, django_assert_num_queries
):
    make_site()
    client.get("/")

    with django_assert_num_queries(questions):
        assert client.get(path).status_code == 404


def test_a_moved_address_still_leads_on_and_a_page_stands_before_a_redirect(client):
    site = make_site(spanish=False)
    Redirect.objects.create(old_path="/old", redirect_link="/about/", is_permanent=True)
    Redirect.objects.create(
        old_path="/for-now", redirect_page=site.pages["help/"], is_permanent=False
    )
    Redirect.objects.create(old_path="/about", redirect_link="/help/")

    moved, for_now = client.get("/old/"), client.get("/for-now/")

    assert (moved.status_code, moved["Location"]) == (301, "/about/")
    assert for_now.status_code == 302
    assert for_now["Location"].endswith("/help/")
    assert client.get("/about/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_thousand_made_up_addresses_leave_nothing_in_memory(house):
    make_site()
    chance = random.Random(5)
    paths = [f"/{'es/' * chance.randint(0, 1)}{chance.getrandbits(64):x}/" for _ in range(MANY)]

    told = ask(house, *paths)

    assert told == [404] * MANY
    assert house._rendering == {}
    assert house.memory._pages == {}


@pytest.mark.django_db(transaction=True)
def test_made_up_addresses_do_not_push_out_what_is_kept(house):
    make_site()
    ask(house, "/help/")

    ask(house, *(f"/{n}/" for n in range(MOST_PAGES // 5)))

    assert house.memory.page("/help/") is not None
    assert list(house.memory._pages) == ["/help/"]


@pytest.mark.django_db(transaction=True)
def test_what_machines_ask_for_is_kept_as_pages_are(house):
    make_site()
    paths = ["/sitemap.xml", "/robots.txt", "/.well-known/security.txt", "/es/news/feed/"]
    paths.append("/news/open-evening/event.ics")

    assert ask(house, *paths) == [200] * len(paths)

    assert sorted(house.memory._pages) == sorted(paths)
    house.memory.hear({"public"})
    assert house.memory._pages == {}


# With the database gone


@pytest.fixture
def database_gone(monkeypatch, client):
    """Nobody can ask it anything: every question ends in the error that a dead one gives."""
    make_site()
    known.organization()
    client.raise_request_exception = False

    def dead(*_asked, **_more):
        raise OperationalError("gone")

    for alias in connections:
        monkeypatch.setattr(connections[alias], "cursor", dead)


@pytest.mark.parametrize("path", [*PAGES, *(f"/es{each}" for each in PAGES[:4])])
def test_with_the_database_gone_every_page_says_whom_to_call_in_its_language(
    client, database_gone, path
):
    page = client.get(path)

    said = page.content.decode()
    assert page.status_code == 503
    assert page["Retry-After"]
    assert "206-555-0142" in said
    assert "tel:+12065550142" in said
    assert f'<html lang="{"es" if path.startswith("/es/") else "en"}"' in said
    assert f'href="{path}"' in said, "a way to try again"
    assert "data-leave" in said
    assert "noindex" in said
    assert not page.cookies


@pytest.mark.parametrize("path", ["/", "/es/help/"])
def test_a_bug_is_as_calm(client, monkeypatch, path):
    make_site()
    known.organization()
    client.raise_request_exception = False
    monkeypatch.setattr("accompany.website.access.around", lambda *_: 1 / 0)

    page = client.get(path)

    assert page.status_code == 500
    assert "206-555-0142" in page.content.decode()
    assert f'<html lang="{"es" if path.startswith("/es/") else "en"}"' in page.content.decode()


def test_an_address_of_the_desk_under_spanish_is_not_found_in_spanish(client):
    make_site()

    page = client.get("/es/desk/")

    assert page.status_code == 404
    assert '<html lang="es"' in page.content.decode()
    assert 'href="/es/"' in page.content.decode()
