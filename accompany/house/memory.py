"""Pages and files served from memory, before anything else runs.

A public view says `@kept_in_memory(seconds)`. Its page is rendered with a bare request (no cookie,
no query, no visitor's host), kept only if it is a plain 200 that sets no cookie, and forgotten when
the stamp "public" or "presence" moves. A page begun before the stamp moved is not kept.
"""

import gzip
import re
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps
from hashlib import blake2b
from mimetypes import guess_type
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, get_resolver, resolve

from accompany.house import language
from accompany.house.headers import house_headers
from accompany.house.lean import lean
from accompany.house.models import Organization
from accompany.house.static_files import is_of_the_desk, nameless

Headers = list[tuple[bytes, bytes]]
Scope = dict[str, Any]  # Any: ASGI
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
View = TypeVar("View", bound=Callable[..., HttpResponse])

KEEP = "X-Keep-In-Memory"
MOST_PAGES = 500
WORTH_PACKING = 300
PACKABLE = (
    "text/",
    "application/atom+xml",
    "application/javascript",
    "application/json",
    "application/xml",
    "image/svg+xml",
)
EXPORTED = "accompany.exported"
SHOWN = {"public", "presence"}  # what published pages show
UNPACKS = re.compile(rb"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.I)  # RFC 9110, 12.5.3
A_YEAR = (b"cache-control", b"public, max-age=31536000, immutable")
TEN_MINUTES = (b"cache-control", b"public, max-age=600")
BY_NOBODY = (b"cache-control", b"no-store")


def kept_in_memory(seconds: int) -> Callable[[View], View]:
    """Serve this public view's page from memory, and render it anew after `seconds`."""

    def mark(view: View) -> View:
        @wraps(view)
        def rendered(
            request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponse:  # Any: as routed
            response = view(request, *args, **kwargs)
            response.headers.setdefault(KEEP, str(seconds))
            return response

        rendered.is_kept_in_memory = True  # type: ignore[attr-defined]  # read by `wants`
        return rendered  # type: ignore[return-value]  # the same view, marked

    return mark


@dataclass(frozen=True)
class Page:
    """An answer in full, as it goes over the wire."""

    headers: Headers
    body: bytes
    packed: bytes | None
    etag: bytes
    until: float
    status: int = 200

    @classmethod
    def made(
        cls,
        body: bytes,
        headers: dict[str, str],
        *,
        until: float = float("inf"),
        status: int = 200,
    ) -> "Page":
        kind = headers.get("Content-Type", "")
        packed = None
        if len(body) > WORTH_PACKING and kind.startswith(PACKABLE):
            packed = gzip.compress(body, 9, mtime=0)
            headers = {**headers, "Vary": "Accept-Encoding"}
        etag = b'"%s"' % blake2b(body, digest_size=12).hexdigest().encode()
        said = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
        return cls([*said, (b"etag", etag)], body, packed, etag, until, status)

    async def send(self, scope: Scope, send: Send, *also: tuple[bytes, bytes]) -> None:
        asked = dict(scope["headers"])
        headers = [*self.headers, *also]
        if self.status == 200 and asked.get(b"if-none-match") == self.etag:
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body"})
            return
        body = self.body
        if self.packed is not None and UNPACKS.search(asked.get(b"accept-encoding", b"")):
            body, headers = self.packed, [*headers, (b"content-encoding", b"gzip")]
        headers = [*headers, (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send(
            {"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body}
        )


class Memory:
    """The published pages of one process."""

    def __init__(self) -> None:
        self._pages: dict[str, Page] = {}
        self.generation = 0

    def empty(self) -> None:
        self.generation += 1
        self._pages.clear()

    def hear(self, topics: set[str] | None) -> None:
        """Told by the hub what changed; None means that anything may have."""
        if topics is None or topics & SHOWN:
            Organization.forget()  # the pages that are drawn next say what is true now
            self.empty()

    def page(self, path: str) -> Page | None:
        found = self._pages.get(path)
        return found if found is not None and found.until > time.monotonic() else None

    def keep(self, path: str, response: HttpResponse, *, since: int) -> Page | None:
        """This answer as a page, kept if it may be. `since` is the generation it was begun in.

        It was made for nobody in particular, so it is good for whoever waits for it, a "no such
        page" too; only a plain 200 is kept for the next. None: it says something to one browser.
        """
        if response.streaming or response.cookies:
            return None
        seconds = response.headers.get(KEEP, "")
        headers = {name: value for name, value in response.headers.items() if name not in LEFT_OUT}
        until = time.monotonic() + int(seconds if seconds.isdecimal() else 0)
        page = Page.made(response.content, headers, until=until, status=response.status_code)
        if seconds.isdecimal() and page.status == 200 and since == self.generation:
            if len(self._pages) >= MOST_PAGES:
                self._pages.clear()
            self._pages[path] = page
        return page


LEFT_OUT = {KEEP, "Vary", "Content-Length", "ETag"}


def wants(path: str) -> bool:
    """Whether the view at this address asked to be kept."""
    try:
        return getattr(resolve(language.split(path)[1]).func, "is_kept_in_memory", False)
    except Resolver404:
        return False


_more: list[Callable[[], Iterable[str]]] = []


def also_keep(addresses: Callable[[], Iterable[str]]) -> None:
    """Say how to ask for more addresses to render before somebody wants them."""
    _more.append(addresses)


def kept_addresses() -> list[str]:
    """Every address whose view asked to be kept: fixed ones in every language, then the others."""
    fixed = [path for path in fixed_addresses() if wants(path)]
    every = [address for path in fixed for address in language.alternates(path).values()]
    return list(dict.fromkeys([*every, *(path for ask in _more for path in ask())]))


def fixed_addresses() -> list[str]:
    """Every address of the house that has no part which varies."""
    return list(_addresses("/", get_resolver().url_patterns))


def _addresses(above: str, patterns: list[Any]) -> Iterator[str]:  # Any: Django's own
    for each in patterns:
        path = above + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from _addresses(path, each.url_patterns)
        elif not set(path) & set("<(^"):
            yield path


def bare_scope(path: str, *, exported: bool = False) -> Scope:
    """A request for a page as nobody in particular, at the house's own address.

    `exported`: for a copy that is served while the house is not. No request from outside says so.
    """
    scheme, _, host = settings.BASE_URL.partition("://")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": scheme,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", host.encode())],
        "client": None,
        "server": None,
        EXPORTED: exported,
    }


def is_exported(request: HttpRequest) -> bool:
    """Whether this page is made for a copy: then it claims nobody's presence and holds no form."""
    return bool(getattr(request, "scope", {}).get(EXPORTED))


class StaticFiles:
    """Every static file: found at start, read and packed when first asked for, then kept."""

    def __init__(self) -> None:
        self._paths: dict[str, Path] = {}
        self._pages: dict[str, Page] = {}
        for app in apps.get_app_configs():
            folder = Path(app.path) / "static"
            for path in sorted(each for each in folder.rglob("*") if each.is_file()):
                name = path.relative_to(folder).as_posix()
                self._paths.setdefault(f"{settings.STATIC_URL}{name}", path)
                if not is_of_the_desk(name):
                    self._paths.setdefault(nameless(name), path)

    def get(self, address: str) -> Page | None:
        if page := self._pages.get(address):
            return page
        path = self._paths.get(address)
        if path is None:
            return None
        page = self._pages[address] = _static_page(path)
        return page


def kept_for(path: str, *, is_named: bool) -> tuple[bytes, bytes]:
    """How long a browser may keep this static file. `is_named`: its address carries its digest."""
    if not is_of_the_desk(path.removeprefix(settings.STATIC_URL)):
        return BY_NOBODY
    return A_YEAR if is_named else TEN_MINUTES


def _static_page(path: Path) -> Page:
    kind = "text/javascript" if path.suffix == ".js" else guess_type(path.name)[0]
    kind = kind or "application/octet-stream"
    if kind.startswith("text/"):
        kind = f"{kind}; charset=utf-8"
    headers = {**house_headers(), "Content-Type": kind}
    is_ours = settings.HERE in path.parents
    data = path.read_bytes()
    return Page.made(lean(data, path.suffix) if is_ours else data, headers)
