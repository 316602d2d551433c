"""Found: what machines read of the site is true, public, and gives nothing away."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings

from accompany import clock
from accompany.house import addresses, known
from accompany.house.models import Organization
from accompany.website.models import SectionPage
from accompany.website.testing import MAIL, make_site
from accompany.website.tests.heads import head

BASE = settings.BASE_URL
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


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


def test_what_is_found_sets_no_cookie_and_asks_nobody(client):
    make_site()

    for path in ("/sitemap.xml", "/robots.txt", "/news/feed/", "/news/open-evening/event.ics"):
        page = client.get(path)
        assert not page.cookies
        assert "sessionid" not in client.cookies
        assert page["Cache-Control"] == "no-store"
    assert known.organization().name == "Alder Street"
