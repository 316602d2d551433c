"""Live pages: a page is told that something changed, never what.

`changed(topic)` belongs to the transaction that makes the change: a page hears of it only once it
is committed. On SQLite it raises a stamp that every process watches; on PostgreSQL it is a
notification, which takes no lock.

A stream carries no words and no keys, never extends a session, and ends when the session that
opened it has ended. Addresses of streams end in `/live/`: that is how the server knows them.

A process has so many streams and no more. Visitors may have most of them and one chat a few, so
that a flood of them never keeps the desk from hearing. A page without a stream looks by itself.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import sync_to_async
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import close_old_connections, connection, connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from accompany.house.doors import any_colleague
from accompany.house.hub import CHANNEL, Hub

PUBLIC = "public"  # a page that anybody may open
PRESENCE = "presence"  # who is there, as those pages say; no copy of them says it
LOOK_AGAIN = 10.0
AT_MOST = 400
FOR_VISITORS = 300
FOR_ONE_CHAT = 12

_askers = ThreadPoolExecutor(1, thread_name_prefix="live")


def changed(topic: str) -> None:
    """Tell every page that shows `topic`. Inside the transaction that changes it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, topic])
        else:
            cursor.execute(
                "INSERT INTO house_stamp (topic, n)"
                " VALUES (%s, (SELECT COALESCE(MAX(n), 0) + 1 FROM house_stamp))"
                " ON CONFLICT (topic) DO UPDATE SET n = excluded.n",
                [topic],
            )


@any_colleague
@require_safe
async def desk(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The desk's stream: `?topic=helpline&topic=…`."""
    cookie = request.session.session_key or ""
    store = type(request.session)
    topics = set(request.GET.getlist("topic")[:20])
    return await stream(topics, still=lambda: is_signed_in(store, cookie))


def is_signed_in(store: type[SessionBase], cookie: str) -> bool:
    """Whether this session is still a colleague's. Looking does not extend it."""
    return bool(cookie) and SESSION_KEY in store(cookie).load()


async def visitors_stream(
    topic: str, *, still: Callable[[], bool]
) -> HttpResponse | StreamingHttpResponse:
    """The stream of somebody who is not signed in, about one thing, if there is room for it."""
    hub = Hub.running()
    has_room = len(hub) < FOR_VISITORS and hub.listening_to(topic) < FOR_ONE_CHAT
    return await stream({topic}, still=still, has_room=has_room)


async def stream(
    topics: set[str], *, still: Callable[[], bool], has_room: bool = True
) -> HttpResponse | StreamingHttpResponse:
    """Say "changed" whenever one of `topics` changed, for as long as `still` says so."""
    await sync_to_async(connections.close_all)()
    hub = Hub.running()
    if not has_room or len(hub) >= AT_MOST:
        return HttpResponse(status=503, headers={"Retry-After": "5"})
    if not await _ask(still):
        return HttpResponse(status=204)
    return StreamingHttpResponse(
        _events(hub, topics, still),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _events(hub: Hub, topics: set[str], still: Callable[[], bool]) -> AsyncIterator[bytes]:
    now = asyncio.get_running_loop().time
    with hub.listening(topics) as ear:
        asked_at = now()
        yield b"retry: 2000\nevent: open\ndata:\n\n"
        while True:
            heard = await ear.wait(max(0.0, asked_at + LOOK_AGAIN - now()))
            if hub.is_closing:
                yield b"event: bye\ndata:\n\n"
                return
            if now() - asked_at >= LOOK_AGAIN:
                if not await _ask(still):
                    yield b"event: closed\ndata:\n\n"
                    return
                asked_at = now()
            yield b"event: changed\ndata: %d\n\n" % ear.times if heard else b":\n\n"


async def _ask(still: Callable[[], bool]) -> bool:
    def asked() -> bool:
        close_old_connections()
        return still()

    return await asyncio.get_running_loop().run_in_executor(_askers, asked)
