"""What a page says to machines as data, and a calendar entry that tells nobody whose it is."""

import json
import re
from datetime import datetime, timedelta

import pytest
import vobject
from django.conf import settings

from accompany import clock
from accompany.house.models import Organization
from accompany.website import access
from accompany.website.models import EventPage
from accompany.website.testing import NUMBER, make_page, make_site
from accompany.website.tests.heads import head

BASE = settings.BASE_URL
ENDS_A_BLOCK = 'Tea </script><script>alert(1)</script> & <!-- "quotes" \u2028 é 🎈'


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
