"""Serving: one application on one port, in three ways, the cheapest first.

Static files and published pages come from memory. Streams, whose addresses end in `/live/`, run on
Django's own asynchronous handler. Every other page is synchronous and runs on a few long-lived
threads, each with its own database connections. When the process is told to stop, streams say
goodbye first.
"""

import asyncio
import contextvars
import io
import logging
import os
import signal
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.db import connections
from django.http import HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from accompany.house.headers import house_headers
from accompany.house.hub import Hub, parent_is_gone
from accompany.house.memory import (
    Memory,
    Page,
    Scope,
    Send,
    StaticFiles,
    bare_scope,
    kept_addresses,
    kept_for,
    wants,
)
from accompany.house.uploads import largest_body

log = logging.getLogger(__name__)

Receive = Callable[[], Awaitable[Mapping[str, Any]]]  # Any: ASGI
LIVE = "/live/"
GOODBYE = 1.0
SETTLED = 0.5
REST = 2
LARGE_AT_ONCE = 4  # uploads in each process


class TooLarge(Exception):
    """More was sent than this house takes."""


class PageHandler(ASGIHandler):
    """Django's handler with its synchronous middleware, on a fixed pool of threads."""

    def __init__(self, threads: int) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self._size = threads
        self._large = 0
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._room_for(largest_body(scope["path"], scope["method"])) as most:
            try:
                body = await self.read_body(receive, most)
            except RequestAborted:
                return
            except TooLarge:
                await too_large(send)
                return
            response = await self.respond(scope, body)
            try:
                await self._send(response, send)
            finally:
                await self.on_thread(response.close)

    @contextmanager
    def _room_for(self, most: int) -> Iterator[int]:
        """How much one request may send: of large ones a few at a time, or a crowd fills memory."""
        if most <= settings.LARGEST_BODY or self._large >= LARGE_AT_ONCE:
            yield min(most, settings.LARGEST_BODY)
            return
        self._large += 1
        try:
            yield most
        finally:
            self._large -= 1

    def close(self) -> None:
        """Let the threads go, each with its database connections closed."""
        together = threading.Barrier(self._size)

        def leave() -> None:
            with suppress(threading.BrokenBarrierError):
                together.wait(GOODBYE)
            connections.close_all()

        for _ in range(self._size):
            self._threads.submit(leave)
        self._threads.shutdown()

    async def respond(self, scope: Scope, body: io.BytesIO) -> HttpResponseBase:
        """The answer to one request. It is finished even if nobody waits for it any more."""
        return await asyncio.shield(self.on_thread(self._answer, scope, body))

    async def read_body(self, receive: Receive, most: int | None = None) -> io.BytesIO:
        """What was sent, in memory only: nothing a person says is spilled to a file."""
        body, size = io.BytesIO(), 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise RequestAborted
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > (most or settings.LARGEST_BODY):
                raise TooLarge
            body.write(chunk)
            if not message.get("more_body", False):
                body.seek(0)
                return body

    def _answer(self, scope: Scope, body: io.BytesIO) -> HttpResponseBase:
        request_started.send(sender=self.__class__, scope=scope)
        return self.answer(scope, body)

    def answer(self, scope: Scope, body: io.BytesIO) -> HttpResponseBase:
        """The answer to one request, on the thread and with the connections of whoever asks."""
        set_script_prefix(get_script_prefix(scope))
        request, refusal = self.create_request(scope, body)
        if request is not None:
            return self.get_response(request)
        return refusal or HttpResponseBadRequest()

    async def _send(self, response: HttpResponseBase, send: Send) -> None:
        if not response.streaming or getattr(response, "is_async", False):
            await self.send_response(response, send)
            return
        chunks: Iterator[bytes] = iter(response)
        whole = HttpResponse(status=response.status_code, headers=dict(response.items()))
        head = [(k.encode("ascii"), v.encode("latin-1")) for k, v in whole.items()]
        await send({"type": "http.response.start", "status": response.status_code, "headers": head})
        while chunk := await self.on_thread(next, chunks, b""):
            await send({"type": "http.response.body", "body": bytes(chunk), "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def on_thread(self, run: Callable[..., Any], *args: Any) -> Any:  # Any: handed on
        loop = asyncio.get_running_loop()
        context = contextvars.Context()
        return await loop.run_in_executor(self._threads, context.run, run, *args)


def without_body(receive: Receive) -> Receive:
    """What a stream is sent is read by nobody, and so kept nowhere."""
    is_told = False

    async def empty() -> Mapping[str, Any]:  # Any: ASGI
        nonlocal is_told
        if not is_told:
            is_told = True
            return {"type": "http.request", "body": b"", "more_body": False}
        while (message := await receive())["type"] == "http.request":
            pass
        return message

    return empty


async def too_large(send: Send) -> None:
    """Refuse in a sentence, without reading the rest."""
    said = b"This is more than can be sent at once. Please send it in smaller pieces.\n"
    said_too = {
        "Content-Type": "text/plain; charset=utf-8",
        "Cache-Control": "no-store",
        "Connection": "close",
        **house_headers(),
    }
    headers = [(k.lower().encode("ascii"), v.encode("latin-1")) for k, v in said_too.items()]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": said})


class Application:
    """What the server calls."""

    def __init__(self) -> None:
        self.pages = PageHandler(settings.PAGE_THREADS)
        self.streams = ASGIHandler()
        self.memory = Memory()
        self.static = StaticFiles()
        self._rendering: dict[str, asyncio.Lock] = {}
        self._warming: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.live_through(receive, send)
            return
        if scope["type"] != "http":
            return
        path, asked = scope["path"], scope["method"] in ("GET", "HEAD")
        if asked and (file := self.static.get(path)):
            await file.send(scope, send, kept_for(path, is_named=bool(scope["query_string"])))
        elif asked and not scope["query_string"] and (page := await self.published(path)):
            await page.send(scope, send)
        elif path.endswith(LIVE):
            await self.streams(scope, without_body(receive), send)
        else:
            await self.pages(scope, receive, send)

    async def published(self, path: str) -> Page | None:
        """The published page at this address, rendered once and kept; None if it is not one."""
        if (page := self.memory.page(path)) or not wants(path):
            return page
        async with self._rendering.setdefault(path, asyncio.Lock()):
            try:
                return self.memory.page(path) or await self._render(path)
            finally:
                self._rendering.pop(path, None)

    async def _render(self, path: str) -> Page | None:
        since = self.memory.generation
        response = await self.pages.respond(bare_scope(path), io.BytesIO())
        kept = self.memory.keep(path, response, since=since)  # type: ignore[arg-type]  # not streamed
        response.close()
        return kept

    async def warm(self) -> None:
        """Render every published page before somebody asks for it, the nearest to the front first.

        After each it rests for twice as long as that took: visitors and the desk go before.
        """
        paths = await self.pages.on_thread(kept_addresses)
        for path in sorted(paths, key=lambda path: path.count("/")):
            began = time.monotonic()
            await self.published(path)
            await asyncio.sleep(REST * (time.monotonic() - began))

    def hear(self, topics: set[str] | None) -> None:
        """What is public changed: forget every page, and have them ready again in a moment."""
        before = self.memory.generation
        self.memory.hear(topics)
        if self.memory.generation != before:
            if self._warming is not None:
                self._warming.cancel()
            self._warming = asyncio.get_running_loop().create_task(self._warm_soon())

    async def _warm_soon(self) -> None:
        await asyncio.sleep(SETTLED)
        await self.warm()

    async def live_through(self, receive: Receive, send: Send) -> None:
        """Answer the server's lifespan: start the hub, and close it when told to stop."""
        await receive()
        hub = Hub.running()
        hub.also_tell(self.hear)
        for told in (signal.SIGTERM, signal.SIGINT):
            _before(told, hub.close)
        beside = [
            asyncio.ensure_future(_leave_with_parent(os.getppid())),
            asyncio.ensure_future(self.warm()),
        ]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for each in beside:
            each.cancel()
        hub.close()
        await asyncio.to_thread(self.pages.close)
        await send({"type": "lifespan.shutdown.complete"})


def _before(told: signal.Signals, close: Callable[[], None]) -> None:
    """Call `close` when this signal arrives, then do what the server meant to do."""
    loop = asyncio.get_running_loop()
    meant = signal.getsignal(told)
    handlers: dict[int, Any] = getattr(loop, "_signal_handlers", {})  # Any: asyncio's own handles
    handle = handlers.get(told)

    def both() -> None:
        close()
        if handle is not None:
            handle._run()

    def both_plain(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(close)
        if callable(meant):
            meant(number, frame)

    if handle is not None:
        loop.add_signal_handler(told, both)
    else:
        signal.signal(told, both_plain)


async def _leave_with_parent(parent: int) -> None:
    """End this process when the one that started it was killed."""
    while not parent_is_gone(parent):
        await asyncio.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
