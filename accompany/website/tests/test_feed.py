"""The feed of the news: another program reads it, in the language of its address."""

import feedparser
from django.conf import settings
from django.urls import reverse

from accompany import clock
from accompany.website.models import NewsPage
from accompany.website.testing import make_page, make_site
from accompany.website.tests.heads import head

BASE = settings.BASE_URL


# The feed


def feed(client, path="/news/feed/"):
    page = client.get(path)
    assert page["Content-Type"] == "application/atom+xml; charset=utf-8"
    read = feedparser.parse(page.content, response_headers={"content-type": page["Content-Type"]})
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    return read


def test_another_program_reads_the_feed(client):
    make_site()

    read = feed(client)

    assert read.feed.title == "Alder Street"
    assert read.feed.id == f"{BASE}/news/feed/"
    assert read.feed.author == "Alder Street"
    assert {each.rel for each in read.feed.links} == {"self", "alternate"}
    (entry,) = read.entries
    assert entry.title == "Moved"
    assert entry.link == f"{BASE}/news/moved/"
    assert entry.summary == "A room <with> a view & tea."
    assert entry.published.startswith("2026-11-02T00:00:00")
    assert entry.updated_parsed
    assert entry.id.startswith("urn:uuid:")


def test_the_feed_speaks_the_language_of_its_address(client):
    site = make_site()
    make_page(site.spanish["news/"], "otra", kind=NewsPage, title="Otra sala", on=clock.today())

    read = feed(client, "/es/news/feed/")

    assert read.feed.language == "es"
    assert [each.link for each in read.entries] == [f"{BASE}/es/news/otra/"]


def test_news_keeps_its_id_when_it_moves(client):
    site = make_site(spanish=False)
    before = feed(client).entries[0].id
    page = site.pages["news/moved/"]
    page.slug = "elsewhere"
    page.save_revision(clean=False).publish(log_action=False)

    (entry,) = feed(client).entries

    assert entry.link == f"{BASE}/news/elsewhere/"
    assert entry.id == before


def test_markup_emoji_and_what_xml_has_no_letters_for_do_no_harm(client):
    site = make_site(spanish=False)
    make_page(
        site.pages["news/"],
        "odd",
        kind=NewsPage,
        title="<b>\x0b& 🎈",
        lede="]]> \x1f\ufffe",
        on=clock.today(),
    )

    assert "<b>& 🎈" in {each.title for each in feed(client).entries}


def test_an_empty_feed_is_a_feed(client):
    make_site(spanish=False).pages["news/moved/"].unpublish(log_action=False)

    assert feed(client).entries == []


def test_the_news_page_says_where_the_feed_is(client):
    make_site()

    for path, url in (("/news/", "/news/feed/"), ("/es/news/", "/es/news/feed/")):
        told = head(client, path)
        assert [
            each["href"] for each in told.links if each["rel"] == "alternate" and "type" in each
        ] == [url]
    assert reverse("feed") == "/news/feed/"
