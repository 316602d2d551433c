"""Found: what machines read of the site is true, public, and gives nothing away."""

import json
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from xml.etree import ElementTree

import feedparser
import pytest
import vobject
from django.conf import settings
from django.urls import reverse

from accompany import clock
from accompany.house import addresses, known
from accompany.house.models import Organization
from accompany.website import access
from accompany.website.models import EventPage, NewsPage, SectionPage
from accompany.website.testing import MAIL, NUMBER, make_page, make_site

BASE = settings.BASE_URL
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
ENDS_A_BLOCK = 'Tea </script><script>alert(1)</script> & <!-- "quotes" \u2028 é 🎈'


class Head(HTMLParser):
    """What a page says of itself in its head, and the data in it."""

    def __init__(self, page):
        super().__init__()
        self.links, self.metas, self.blocks, self.scripts = [], {}, [], 0
        self._in_block = False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "link":
            self.links.append(given)
        elif tag == "meta" and "name" in given:
            self.metas[given["name"]] = given["content"]
        elif tag == "script":
            self.scripts += 1
            self._in_block = given.get("type") == "application/ld+json"
            if self._in_block:
                self.blocks.append("")

    def handle_endtag(self, tag):
        if tag == "script":
            self._in_block = False

    def handle_data(self, data):
        if self._in_block:
            self.blocks[-1] += data

    def canonical(self):
        return [each["href"] for each in self.links if each["rel"] == "canonical"]

    def alternates(self):
        return {each["hreflang"]: each["href"] for each in self.links if "hreflang" in each}


def head(client, path, status=200):
    page = client.get(path)
    assert page.status_code == status, path
    return Head(page.content.decode())


def site_map(client):
    page = client.get("/sitemap.xml")
    assert page["Content-Type"] == "application/xml; charset=utf-8"
    return {
        url.find(f"{MAP}loc").text: url
        for url in ElementTree.fromstring(page.content).iter(f"{MAP}url")
    }


# The map of the site


def test_the_map_names_every_live_page_once_in_its_own_language(client):
    site = make_site()

    assert sorted(site_map(client)) == sorted(BASE + page.address for page in site.every)


def test_the_map_says_where_the_other_languages_are_and_a_day_not_an_hour(client):
    make_site()

    found = site_map(client)

    for url in (f"{BASE}/help/", f"{BASE}/es/help/"):
        links = {each.get("hreflang"): each.get("href") for each in found[url].iter(f"{XHTML}link")}
        assert links == {"en": f"{BASE}/help/", "es": f"{BASE}/es/help/"}
    assert not list(found[f"{BASE}/about/"].iter(f"{XHTML}link"))
    assert {url.find(f"{MAP}lastmod").text for url in found.values()} == {str(clock.today())}


def test_a_draft_and_a_page_taken_down_are_not_in_the_map(client):
    site = make_site(spanish=False)
    site.pages["about/"].unpublish(log_action=False)
    draft = SectionPage(title="Draft", slug="draft", tab="Alder", live=False)
    site.pages[""].add_child(instance=draft)

    assert not [url for url in site_map(client) if "about" in url or "draft" in url]


def test_the_map_names_no_page_that_is_of_one_visitor_or_of_a_colleague(client):
    make_site()

    told = " ".join(site_map(client))

    assert not re.search(r"/(chat|withdraw|desk|cms|hooks|demo|contact/thanks)\b", told)


def test_what_a_room_lists_is_in_the_map(client, monkeypatch):
    make_site()
    work = addresses.Listed("/art/porch-light/", clock.today())
    monkeypatch.setattr(addresses, "_listed", [lambda: [work]])

    found = site_map(client)

    assert f"{BASE}/art/porch-light/" in found
    assert f"{BASE}/es/art/porch-light/" in found


def test_a_house_without_a_site_has_an_empty_map(client):
    assert site_map(client) == {}


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt", "/.well-known/security.txt"])
def test_such_a_file_stands_in_one_place_for_every_language(client, path):
    make_site()

    assert client.get(path).status_code == 200
    assert client.get(f"/es{path}").status_code == 404
    assert client.post(path).status_code == 405


# Canonical addresses, and what may be found


def test_every_page_has_one_canonical_address_and_may_be_found(client):
    site = make_site()

    for page in site.every:
        told = head(client, page.address)
        assert told.canonical() == [BASE + page.address]
        assert told.metas["robots"] == "index", page.address
        assert BASE + page.address in told.alternates().values()


def test_what_is_not_translated_is_canonical_in_english_and_not_found_twice(client):
    make_site()

    told = head(client, "/es/about/")

    assert told.canonical() == [f"{BASE}/about/"]
    assert told.metas["robots"] == "noindex"
    assert told.alternates() == {"en": f"{BASE}/about/"}


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nowhere/", 404), ("/es/nowhere/", 404), ("/chat/", 200), ("/es/chat/", 200)],
)
def test_a_chat_or_a_page_that_is_not_there_is_not_to_be_found(client, path, status):
    make_site()

    told = head(client, path, status)

    assert told.metas["robots"] == "noindex"
    assert told.canonical() == []


def test_an_address_with_a_question_has_the_same_canonical_address(client):
    make_site()

    assert head(client, "/help/?from=elsewhere").canonical() == [f"{BASE}/help/"]


def test_robots_are_told_where_not_to_look_and_where_the_map_is(client):
    told = client.get("/robots.txt").content.decode()

    for closed in ("/desk/", "/cms/", "/hooks/"):
        assert f"Disallow: {closed}\n" in told
    assert f"Sitemap: {BASE}/sitemap.xml\n" in told
    assert "chat" not in told


# Whom to tell of a fault


def security(client):
    page = client.get("/.well-known/security.txt")
    lines = page.content.decode().splitlines()
    return page, dict(line.split(": ", 1) for line in lines)


def test_security_txt_says_whom_to_tell_and_for_less_than_a_year(client):
    make_site()

    page, told = security(client)

    assert page["Content-Type"] == "text/plain; charset=utf-8"
    assert told["Contact"] == f"mailto:{MAIL}"
    assert told["Canonical"] == f"{BASE}/.well-known/security.txt"
    assert told["Policy"] == f"{BASE}/privacy/"
    assert told["Preferred-Languages"] == "en, es"
    ends = datetime.fromisoformat(told["Expires"].replace("Z", "+00:00"))
    assert timedelta(days=90) < ends - clock.now() < timedelta(days=365)


def test_its_end_moves_on_with_the_days(client):
    make_site()
    with clock.stopped_at(datetime(2027, 3, 1, 12, tzinfo=UTC)):
        earlier = security(client)[1]["Expires"]
    with clock.stopped_at(datetime(2027, 3, 2, 12, tzinfo=UTC)):
        later = security(client)[1]["Expires"]

    assert earlier < later


def test_without_a_mailbox_it_names_the_page_to_write_from_or_is_not_there(client):
    site = make_site(spanish=False)
    Organization.objects.update(email="")
    Organization.forget()

    assert security(client)[1]["Contact"] == f"{BASE}/contact/"
    site.pages["contact/"].unpublish(log_action=False)
    assert client.get("/.well-known/security.txt").status_code == 404


def test_without_a_privacy_page_no_policy_is_named(client):
    make_site(spanish=False).pages["privacy/"].unpublish(log_action=False)

    assert "Policy" not in security(client)[1]


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


# Structured data


def data(client, path):
    told = head(client, path)
    return [json.loads(each) for each in told.blocks]


def test_the_front_page_says_who_we_are_and_no_more(client):
    make_site()
    Organization.objects.update(mailing_address="")
    Organization.forget()

    assert data(client, "/") == [
        {
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": "Alder Street",
            "url": f"{BASE}/",
            "knowsLanguage": ["en", "es"],
            "telephone": NUMBER,
        }
    ]


def test_an_address_is_said_if_the_organization_prints_one(client):
    make_site()
    Organization.objects.update(mailing_address="PO Box 555\r\nLos Angeles")
    Organization.forget()

    assert data(client, "/")[0]["address"] == "PO Box 555, Los Angeles"


def test_an_event_says_when_and_as_much_of_where_as_the_page(client):
    site = make_site()
    page = site.pages["news/open-evening/"]

    (told,) = data(client, page.address)

    assert told["@type"] == "Event"
    assert told["name"] == page.title
    assert told["location"] == {"@type": "Place", "name": "Ask us where"}
    assert datetime.fromisoformat(told["startDate"]) == page.starts_at.replace(microsecond=0)
    assert datetime.fromisoformat(told["endDate"]) == page.ends_at.replace(microsecond=0)
    assert re.search(r"[+-]\d\d:\d\d$", told["startDate"])
    assert told["inLanguage"] == "en"
    assert told["eventStatus"] == "https://schema.org/EventScheduled"
    assert told["organizer"] == {"@type": "Organization", "name": "Alder Street", "url": f"{BASE}/"}


def test_an_event_without_a_place_names_none(client):
    site = make_site(spanish=False)
    make_page(site.pages["news/"], "e", kind=EventPage, starts_at=clock.now())

    (told,) = data(client, "/news/e/")

    assert "location" not in told
    assert "endDate" not in told


def test_no_title_can_end_the_block(client):
    site = make_site(spanish=False)
    make_page(site.pages["news/"], "e", kind=EventPage, title=ENDS_A_BLOCK, starts_at=clock.now())

    told = head(client, "/news/e/")

    assert json.loads(told.blocks[0])["name"] == ENDS_A_BLOCK
    assert len(told.blocks) == 1
    assert told.scripts == 2, "the guard and the block of data"
    assert not set("<>&\u2028") & set(told.blocks[0])


@pytest.mark.parametrize("path", ["/about/", "/help/", "/news/moved/", "/contact/"])
def test_other_pages_say_nothing_beside_their_words(client, path):
    make_site()

    assert data(client, path) == []


# The calendar


def entry(client, path):
    page = client.get(path)
    assert page.status_code == 200
    assert page["Content-Type"] == "text/calendar; charset=utf-8"
    assert page["Content-Disposition"] == 'attachment; filename="event.ics"'
    return page.content.decode(), vobject.readOne(page.content.decode()).vevent


def test_another_program_reads_the_calendar_entry(client):
    page = make_site().pages["news/open-evening/"]

    _text, found = entry(client, "/news/open-evening/event.ics")

    assert found.dtstart.value == page.starts_at.replace(microsecond=0)
    assert found.dtend.value == page.ends_at.replace(microsecond=0)
    assert found.location.value == "Ask us where"
    assert found.summary.value == page.tab


def test_the_entry_tells_nobody_whose_it_is_or_what_it_is_about(client):
    site = make_site(spanish=False)
    make_page(
        site.pages["news/"],
        "e",
        kind=EventPage,
        title="For survivors of the sex trade",
        lede="Leaving the life.",
        starts_at=clock.now(),
        tab="Evening",
    )

    text, _found = entry(client, "/news/e/event.ics")

    told = text.lower()
    for word in ("alder", "surviv", "sex", "leaving", "http", "127.0.0.1", "mailto", "accompany"):
        assert word not in told
    assert "summary:evening" in told


def test_a_long_place_with_commas_and_lines_is_read_as_it_was_written(client):
    place = "The yellow house, upstairs; ring twice\\n" + "é" * 120
    site = make_site(spanish=False)
    make_page(site.pages["news/"], "e", kind=EventPage, starts_at=clock.now(), place=place)

    text, found = entry(client, "/news/e/event.ics")

    assert found.location.value.replace("\n", "\\n") == place
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_an_event_offers_its_entry_until_it_is_over(client):
    site = make_site(spanish=False)
    make_page(site.pages["news/"], "e", kind=EventPage, starts_at=clock.now() - timedelta(days=2))

    assert (
        'href="/news/open-evening/event.ics"' in client.get("/news/open-evening/").content.decode()
    )
    assert "event.ics" not in client.get("/news/e/").content.decode()


@pytest.mark.parametrize(
    ("began", "lasts", "is_over"),
    [
        (timedelta(hours=6), timedelta(hours=8), False),  # a day-long one that still runs
        (timedelta(hours=2), timedelta(hours=1), True),  # a short one that ended an hour ago
        (timedelta(hours=3), None, False),
        (timedelta(hours=5), None, True),
        (timedelta(hours=-1), timedelta(hours=8), False),
    ],
)
def test_the_list_and_the_page_of_an_event_agree_whether_it_is_over(client, began, lasts, is_over):
    site, starts_at = make_site(spanish=False), clock.now() - began
    event = make_page(
        site.pages["news/"],
        "e",
        kind=EventPage,
        title="Rag rugs",
        starts_at=starts_at,
        ends_at=lasts and starts_at + lasts,
    )

    coming = [each.pk for each in access.events("en")]
    past = [each.pk for each in access.past_events("en")]
    listed = client.get("/news/").content.decode()
    earlier = listed.partition('id="past-h"')[2]

    assert (event.pk in past, event.pk in coming) == (is_over, not is_over)
    assert "Rag rugs" in listed
    assert ("Rag rugs" in earlier) == is_over
    assert ("This is over" in client.get("/news/e/").content.decode()) == is_over


@pytest.mark.parametrize(
    "path", ["/about/event.ics", "/nowhere/event.ics", "/news/moved/event.ics"]
)
def test_nothing_but_an_event_has_one(client, path):
    make_site(spanish=False)

    assert client.get(path).status_code == 404


def test_what_is_found_sets_no_cookie_and_asks_nobody(client):
    make_site()

    for path in ("/sitemap.xml", "/robots.txt", "/news/feed/", "/news/open-evening/event.ics"):
        page = client.get(path)
        assert not page.cookies
        assert "sessionid" not in client.cookies
        assert page["Cache-Control"] == "no-store"
    assert known.organization().name == "Alder Street"
