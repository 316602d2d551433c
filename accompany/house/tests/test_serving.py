"""Pages run on a few long-lived threads, whatever the other side does."""

import asyncio
import threading

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path

from accompany.house.doors import public
from accompany.house.memory import bare_scope
from accompany.house.models import Stamp
from accompany.house.serving import Application, PageHandler, too_large
from accompany.house.uploads import takes_a_file

HER_WORDS = "words that nobody else may read"
finished = threading.Event()


@public
def breaks(request):
    raise ValueError(HER_WORDS)


@public
def thread(request):
    connection.ensure_connection()
    return HttpResponse(threading.current_thread().name)


@public
def slow_write(request):
    Stamp.objects.create(topic="written", n=1)
    finished.set()
    return HttpResponse("done")


@public
def echo(request):
    return HttpResponse(str(len(request.body)))


@public
@takes_a_file
def takes(request):
    return HttpResponse(f"{request.FILES['picture'].size} {request.POST['title']}")


@public
def pieces(request):
    return StreamingHttpResponse(iter([b"one ", b"two ", b"three"]), content_type="text/plain")


urlpatterns = [
    path("breaks/", breaks),
    path("thread/", thread),
    path("slow-write/", slow_write),
    path("echo/", echo),
    path("pieces/", pieces),
    path("takes/", takes),
]

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pages():
    handler = PageHandler(4)
    yield handler
    handler.close()


async def request(pages, path, *, body=(b"",), gone=False, headers=()):
    """One request straight to the handler. `gone`: the client leaves before the answer."""
    scope = {**bare_scope(path), "method": "POST" if body != (b"",) else "GET"}
    scope["headers"] = [*scope["headers"], *headers]
    chunks = list(body)
    sent = []

    async def receive():
        if chunks:
            return {"type": "http.request", "body": chunks.pop(0), "more_body": bool(chunks)}
        return {"type": "http.disconnect"}

    async def send(message):
        if gone:
            raise ConnectionResetError
        sent.append(message)

    await pages(scope, receive, send)
    return sent[0]["status"], b"".join(each.get("body", b"") for each in sent[1:])


def ask(pages, path, **how):
    return asyncio.run(request(pages, path, **how))


def test_trouble_in_a_view_is_a_calm_page_and_the_thread_lives_on(pages):
    for _ in range(10):
        status, body = ask(pages, "/breaks/")

        assert status == 500
        assert HER_WORDS.encode() not in body
    assert ask(pages, "/echo/")[0] == 200


def test_many_requests_share_four_threads_and_as_many_connections(pages):
    async def many():
        return await asyncio.gather(*(request(pages, "/thread/") for _ in range(200)))

    names = {body for _status, body in asyncio.run(many())}

    assert 1 <= len(names) <= 4


def test_what_a_client_began_is_finished_after_it_left(pages):
    finished.clear()

    with pytest.raises(ConnectionResetError):
        ask(pages, "/slow-write/", gone=True)

    assert finished.wait(5)
    assert Stamp.objects.filter(topic="written").exists()
    assert ask(pages, "/echo/")[0] == 200


def test_a_client_that_leaves_while_sending_changes_nothing(pages):
    async def leaves():
        async def receive():
            return {"type": "http.disconnect"}

        async def send(message):
            raise AssertionError("nobody is there")

        await pages({**bare_scope("/slow-write/"), "method": "POST"}, receive, send)

    asyncio.run(leaves())

    assert not Stamp.objects.exists()


def test_a_large_body_is_taken_whole(pages):
    size = settings.LARGEST_BODY - 5

    assert ask(pages, "/echo/", body=[b"x" * (size - 10), b"x" * 10]) == (200, str(size).encode())


def test_a_body_too_large_is_refused_before_it_is_read(pages):
    chunks = [b"x" * 1024 * 1024] * 8

    status, body = ask(pages, "/echo/", body=chunks)

    assert status == 413
    assert b"smaller pieces" in body


def send_a_file(pages, path, size):
    body = (
        b'--edge\r\nContent-Disposition: form-data; name="title"\r\n\r\nPorch light\r\n'
        b'--edge\r\nContent-Disposition: form-data; name="picture"; filename="../../a\0.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n" + b"x" * size + b"\r\n--edge--\r\n"
    )
    headers = [
        (b"content-type", b"multipart/form-data; boundary=edge"),
        (b"content-length", str(len(body)).encode()),
    ]
    return ask(pages, path, body=[body[:99], body[99:]], headers=headers)


def test_a_view_that_takes_a_file_is_sent_a_large_one_in_memory(pages, monkeypatch):
    def none(*args, **kwargs):
        raise AssertionError("nothing a person sends is spilled to a file")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", none)
    size = 26 * 1024 * 1024

    assert send_a_file(pages, "/takes/", size) == (200, b"%d Porch light" % size)


def test_no_other_view_is_sent_one_and_no_view_one_without_end(pages):
    assert send_a_file(pages, "/echo/", 5 * 1024 * 1024)[0] == 413
    assert send_a_file(pages, "/nowhere/", 5 * 1024 * 1024)[0] == 413
    assert send_a_file(pages, "/takes/", settings.LARGEST_UPLOAD)[0] == 413


def test_a_crowd_of_large_uploads_fills_no_memory(pages, monkeypatch):
    """What is small still gets through, and when the crowd is gone so does the next."""
    monkeypatch.setattr("accompany.house.serving.LARGE_AT_ONCE", 1)

    async def crowd():
        slow, came = asyncio.Event(), asyncio.Event()

        async def dawdles():
            came.set()
            await slow.wait()
            return {"type": "http.disconnect"}

        async def send(message):
            raise AssertionError("nobody is there")

        scope = {**bare_scope("/takes/"), "method": "POST"}
        first = asyncio.ensure_future(pages(scope, dawdles, send))
        await came.wait()
        large = await request(pages, "/takes/", body=[b"x" * 5 * 1024 * 1024])
        small = await request(pages, "/echo/", body=[b"x"])
        slow.set()
        await first
        return large[0], small

    assert asyncio.run(crowd()) == (413, (200, b"1"))
    assert send_a_file(pages, "/takes/", 5 * 1024 * 1024)[0] == 200


def test_an_answer_in_pieces_arrives_whole(pages):
    assert ask(pages, "/pieces/") == (200, b"one two three")


def test_what_is_sent_to_a_stream_is_kept_nowhere(monkeypatch):
    read = []

    async def stream(scope, receive, send):
        read.extend([await receive(), await receive()])

    app = Application()
    monkeypatch.setattr(app, "streams", stream)
    sent = [{"type": "http.request", "body": b"x" * 9_000_000, "more_body": True}] * 3

    async def receive():
        return sent.pop() if sent else {"type": "http.disconnect"}

    scope = {**bare_scope("/any/live/"), "method": "POST"}
    asyncio.run(app(scope, receive, None))
    app.pages.close()

    assert [each.get("body", each["type"]) for each in read] == [b"", "http.disconnect"]


def test_even_a_refusal_says_what_a_page_may_do(pages):
    said = []

    async def send(message):
        said.append(message)

    asyncio.run(too_large(send))

    headers = dict(said[0]["headers"])
    assert headers[b"content-security-policy"].startswith(b"default-src 'none'")
    assert headers[b"cache-control"] == b"no-store"
