"""Published pages come from memory, and only what may be kept is kept."""

import asyncio
import gzip
import re

import pytest
from django.http import HttpResponse, HttpResponseNotFound
from django.templatetags.static import static
from django.urls import path

from accompany.house import memory
from accompany.house.doors import public
from accompany.house.memory import Memory, Page, bare_scope, kept_in_memory, wants
from accompany.house.serving import Application

seen = []


@public
@kept_in_memory(60)
def lamp(request):
    seen.append((request.get_host(), dict(request.COOKIES), request.META["QUERY_STRING"]))
    return HttpResponse(f"<p>{'The lamp is on. ' * 40}</p>")


@public
@kept_in_memory(60)
def with_cookie(request):
    response = HttpResponse("hello")
    response.set_cookie("a", "b")
    return response


@public
@kept_in_memory(60)
def missing(request):
    return HttpResponseNotFound("no")


@public
def plain(request):
    return HttpResponse("plain")


urlpatterns = [
    path("lamp/", lamp),
    path("with-cookie/", with_cookie),
    path("missing/", missing),
    path("plain/", plain),
]

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house():
    seen.clear()
    made = Application()
    yield made
    made.pages.close()


def ask(house, path, *, method="GET", query=b"", **headers):
    """One request to the whole application; the status, headers and body it sent."""
    given = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    scope = {
        **bare_scope(path),
        "method": method,
        "query_string": query,
        "headers": [(b"host", b"127.0.0.1:8000"), *given],
        "client": ("127.0.0.1", 1),
    }
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    asyncio.run(house(scope, receive, send))
    body = b"".join(each.get("body", b"") for each in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body


def test_a_published_page_is_rendered_once(house):
    first, second = ask(house, "/lamp/"), ask(house, "/lamp/")

    assert first == second
    assert first[0] == 200
    assert len(seen) == 1


def test_it_is_rendered_for_nobody_in_particular(house):
    ask(house, "/lamp/", cookie="desk=hers", accept_language="es", host="elsewhere.example")

    assert seen == [("127.0.0.1:8000", {}, "")]


def test_it_is_packed_for_a_browser_that_can_unpack(house):
    _status, headers, body = ask(house, "/lamp/", accept_encoding="gzip, br")

    assert headers[b"content-encoding"] == b"gzip"
    assert b"The lamp is on." in gzip.decompress(body)
    assert headers[b"vary"] == b"Accept-Encoding"
    assert b"content-security-policy" in headers
    assert b"set-cookie" not in headers
    assert memory.KEEP.lower().encode() not in headers


@pytest.mark.parametrize(
    ("said", "is_packed"),
    [
        ("gzip;q=0", False),
        ("gzip; q=0.000, br", False),
        ("br, identity", False),
        ("", False),
        ("br;q=1.0, GZIP;q=0.5", True),
        ("gzip;q=0.001", True),
    ],
)
def test_it_is_packed_for_nobody_who_says_no(house, said, is_packed):
    _status, headers, _body = ask(house, "/lamp/", accept_encoding=said)

    assert (headers.get(b"content-encoding") == b"gzip") == is_packed


def test_a_page_that_was_seen_is_not_sent_again(house):
    _status, headers, _body = ask(house, "/lamp/")

    status, again, body = ask(house, "/lamp/", if_none_match=headers[b"etag"].decode())

    assert (status, body) == (304, b"")
    assert again[b"cache-control"] == headers[b"cache-control"]


def test_head_sends_no_body(house):
    status, headers, body = ask(house, "/lamp/", method="HEAD")

    assert (status, body) == (200, b"")
    assert int(headers[b"content-length"]) > 0


@pytest.mark.parametrize("path", ["/with-cookie/", "/missing/", "/plain/"])
def test_anything_but_a_plain_page_without_cookies_is_not_kept(house, path):
    ask(house, path)

    assert house.memory.page(path) is None


def test_a_question_mark_goes_round_the_memory(house):
    ask(house, "/lamp/", query=b"a=1")
    ask(house, "/lamp/", query=b"a=1")

    assert len(seen) == 2
    assert house.memory.page("/lamp/") is None


def test_the_stamp_public_empties_the_memory(house):
    ask(house, "/lamp/")

    house.memory.hear({"helpline"})
    assert house.memory.page("/lamp/") is not None
    house.memory.hear({"public"})
    assert house.memory.page("/lamp/") is None


def test_so_does_who_is_there(house):
    ask(house, "/lamp/")

    house.memory.hear({"presence"})

    assert house.memory.page("/lamp/") is None


def test_a_page_begun_before_the_stamp_moved_is_not_kept():
    kept, since = Memory(), 0
    response = HttpResponse("old", headers={memory.KEEP: "60"})

    kept.empty()

    assert kept.keep("/lamp/", response, since=since).body == b"old"
    assert kept.page("/lamp/") is None


def test_no_such_page_is_said_and_not_kept():
    kept = Memory()

    said = kept.keep("/nowhere/", HttpResponse("none", status=404), since=0)

    assert said.status == 404
    assert kept.page("/nowhere/") is None


def test_a_page_grows_old():
    kept = Memory()

    kept.keep("/lamp/", HttpResponse("old", headers={memory.KEEP: "0"}), since=0)

    assert kept.page("/lamp/") is None


def test_only_views_that_asked_are_looked_at():
    assert wants("/lamp/")
    assert not wants("/plain/")
    assert not wants("/nowhere/")


def test_a_file_of_the_desk_may_be_kept_for_as_long_as_its_address_names_it(house):
    status, headers, body = ask(house, "/static/house/desk.css", query=b"v=1")
    _status, unnamed, _body = ask(house, "/static/house/desk.css")

    assert status == 200
    assert headers[b"content-type"] == b"text/css; charset=utf-8"
    assert b"immutable" in headers[b"cache-control"]
    assert b"immutable" not in unnamed[b"cache-control"]
    assert len(body) > 1000


@pytest.mark.parametrize(
    "name", ["house/house.css", "house/public.css", "house/leave.js", "helpline/chat.js"]
)
def test_what_a_public_page_loads_is_kept_by_nobody_and_its_address_names_nothing(house, name):
    address = static(name)
    for asked, query in [(address, b""), (f"/static/{name}", b""), (f"/static/{name}", b"v=1")]:
        status, headers, _body = ask(house, asked, query=query)

        assert re.fullmatch(r"/static/[0-9a-f]{12}\.(css|js)", address)
        assert status == 200
        assert headers[b"cache-control"] == b"no-store"


@pytest.mark.parametrize("path", ["/static/../settings.py", "/static/", "/static/nothing.css"])
def test_nothing_but_static_files_is_served_there(house, path):
    assert ask(house, path)[0] == 404


def test_a_small_page_is_not_packed():
    assert Page.made(b"small", {"Content-Type": "text/html"}).packed is None
