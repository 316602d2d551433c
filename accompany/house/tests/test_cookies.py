"""Cookies that a browser sent apart come together."""

import asyncio

from accompany.house.cookies import with_whole_cookies


def heard(headers):
    scopes = []

    async def application(scope, receive, send):
        scopes.append(scope)

    asyncio.run(with_whole_cookies(application)({"type": "http", "headers": headers}, None, None))
    return [value for name, value in scopes[0]["headers"] if name == b"cookie"]


def test_cookies_sent_apart_are_one_header():
    headers = [(b"cookie", b"a=1"), (b"host", b"x"), (b"cookie", b"b=2")]

    assert heard(headers) == [b"a=1; b=2"]


def test_one_cookie_header_and_none_stay_as_they_are():
    assert heard([(b"cookie", b"a=1; b=2")]) == [b"a=1; b=2"]
    assert heard([(b"host", b"x")]) == []


def test_what_has_no_headers_is_passed_on():
    async def application(scope, receive, send):
        assert scope == {"type": "lifespan"}

    asyncio.run(with_whole_cookies(application)({"type": "lifespan"}, None, None))
