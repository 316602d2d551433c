"""Making the copy: every public page, rendered for nobody in particular, is put in a folder."""

import io
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.core.handlers.asgi import ASGIRequest
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from accompany.house import addresses, known, language
from accompany.house.context import POLICY_OF_A_COPY
from accompany.house.doors import is_public
from accompany.house.memory import StaticFiles, bare_scope, fixed_addresses, wants
from accompany.house.serving import PageHandler
from accompany.house.views import calm_page
from accompany.website import access, found
from accompany.website.copying import servers
from accompany.website.copying.folder import MARK, Folder, opened
from accompany.website.copying.naming import Named, named_by, named_by_css

HTML, CSS = "text/html", "text/css"
PLAIN = re.compile(r"/[A-Za-z0-9/._-]+")
FOR_MACHINES = ("/sitemap.xml", "/robots.txt", found.SECURITY)
STEP = "Rendering the public pages"
STEP_FILES = "Writing them as files"

Progress = Callable[[str, int, int], None]


class NotWhole(RuntimeError):
    """A page could not be rendered, so there is no whole copy: the one before stays."""


@dataclass(frozen=True)
class Exported:
    """What an export did."""

    folder: str
    pages: int
    files: int
    written: int
    removed: int
    gone: int


@dataclass(frozen=True)
class Answer:
    """What stands at one address."""

    status: int
    kind: str
    body: bytes
    leads_to: str = ""

    @property
    def is_page(self) -> bool:
        return self.kind.startswith(HTML)


@dataclass
class Copy:
    """The copy while it is being made."""

    gone: frozenset[str]
    pages: dict[str, Answer] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    def names(self) -> dict[str, str]:
        """The name of every file, and the address whose answer it holds."""
        of_pages = {
            name: path for path, answer in self.pages.items() for name in names_of(path, answer)
        }
        return {**{path.lstrip("/"): path for path in self.files}, **of_pages}


def export(path: Path, *, progress: Progress = lambda step, done, total: None) -> Exported:
    """Write the copy into this folder. Raises `NotOurFolder`, or `NotWhole`.

    What was taken down goes first, whatever becomes of the rest.
    """
    known.organization()  # the calm pages ask nobody: they say what is known
    with opened(path) as folder:
        copy = Copy(frozenset(gone_addresses()))
        _take_down(folder, copy)
        renderer = Renderer()
        _gather(copy, renderer, progress)
        names = copy.names()
        told = servers.told()
        folder.claim([*names, *told])
        missing = set()
        for done, name in enumerate(sorted(names), 1):
            body = _body(copy, renderer, names[name])
            if body is None:
                missing.add(name)
            else:
                folder.write(name, body)
            progress(STEP_FILES, done, len(names))
        marks = {each for each in folder.own if each.endswith(MARK)}
        folder.keep_only({*names, *told, *marks} - missing)
        return Exported(
            folder=str(path),
            pages=sum(answer.is_page for answer in copy.pages.values()),
            files=len(folder.own),
            written=folder.written,
            removed=folder.removed,
            gone=len(copy.gone),
        )


def gone_addresses() -> set[str]:
    """Every address, in every language here, whose page or file was taken down and is not back."""
    standing = {each.path for each in addresses.listed()}
    paths = {each for each in addresses.gone() if each not in standing}
    if odd := [each for each in paths if not PLAIN.fullmatch(each)]:
        raise ValueError(f"{len(odd)} addresses that are gone are not addresses of this site.")
    codes = access.languages() or [language.FIRST]
    return {language.joined(code, path) for code in codes for path in paths}


def _take_down(folder: Folder, copy: Copy) -> None:
    """What is gone says so from now on, and its files are not there. No list names it."""
    for path in copy.gone:
        if path.endswith("/"):
            page = calm_page(path, 410, policy=POLICY_OF_A_COPY)
            copy.pages[path] = Answer(200, HTML, page.encode())
    places = {path.lstrip("/") for path in copy.gone}
    anywhere = {
        each.lstrip("/") for path in copy.gone for each in language.alternates(path).values()
    }
    folder.mark_gone(places, bare=anywhere - places)
    for name, path in copy.names().items():
        folder.write(name, copy.pages[path].body)
    told = servers.told()
    folder.claim(told)
    for name, body in told.items():
        folder.write(name, body)


def _gather(copy: Copy, renderer: "Renderer", progress: Progress) -> None:
    """Render what anybody may find, and every public page that those lead to."""
    for code in access.languages() or [language.FIRST]:
        for status in (*servers.ERRORS, servers.NOTHING_TAKEN_IN):
            page = calm_page(
                language.joined(code, "/"),
                status,
                sent=status == servers.NOTHING_TAKEN_IN,
                again=language.joined(code, "/") if status >= 500 else "",
                policy=POLICY_OF_A_COPY,
            )
            copy.pages[servers.error_page(code, status)] = Answer(200, HTML, page.encode())
    for path, answer in list(copy.pages.items()):
        copy.files |= _named(path, answer).files
    waiting = deque(dict.fromkeys(beginnings()))
    seen = {*waiting, *copy.gone}
    done = 0
    while waiting:
        path = waiting.popleft()
        stands = renderer.standing(path)
        done += 1
        progress(STEP, done, done + len(waiting))
        if stands is None:
            continue
        copy.pages[path] = stands
        named = _named(path, stands)
        copy.files |= named.files - copy.gone
        fresh = [each for each in sorted(named.pages) if each not in seen and belongs(each)]
        waiting += fresh
        seen |= set(fresh)
    copy.files |= files_of_styles(renderer, copy.files) - copy.gone
    copy.files -= set(copy.pages)


def beginnings() -> Iterator[str]:
    """Every address that is known without looking at a page."""
    codes = access.languages() or [language.FIRST]
    yield from (language.joined(code, "/") for code in codes)
    yield from access.addresses()
    yield from (
        language.joined(code, each.path) for each in addresses.listed() for code in each.languages
    )
    for path in fixed_addresses():  # a chat or a form that somebody has kept the address of
        if path.endswith("/") and belongs(path):
            yield from (language.joined(code, path) for code in codes)
    yield from FOR_MACHINES
    yield from (language.joined(code, access.FEED) for code in codes)


def belongs(path: str) -> bool:
    """Whether an address that a page leads to is one of the public site."""
    _spoken, rest = language.split(path)
    if rest.startswith(found.CLOSED):
        return False
    try:
        return is_public(resolve(rest).func)
    except Resolver404:
        return False


def names_of(path: str, answer: Answer) -> list[str]:
    """The files that hold what stands at this address: "/help/" is "help/index.html".

    A feed at the address of a folder lies there twice: under its own kind for servers that are told
    to look for it, and as what every server looks for.
    """
    name = path.lstrip("/")
    if name and not name.endswith("/"):
        return [name]
    return [f"{name}index.html"] if answer.is_page else [f"{name}index.xml", f"{name}index.html"]


def _named(path: str, answer: Answer) -> Named:
    return named_by(path, answer.body.decode()) if answer.is_page else Named()


def _body(copy: Copy, renderer: "Renderer", path: str) -> bytes | None:
    """What stands there; None if it does not any more."""
    if path in copy.pages:
        return copy.pages[path].body
    answer = renderer.get(path)
    return answer.body if answer.status == 200 else None


class Renderer:
    """Asks the house for its pages and files, in this thread and for nobody in particular."""

    def __init__(self) -> None:
        self._pages = PageHandler(1)
        self._static = StaticFiles()

    def standing(self, path: str) -> Answer | None:
        """What a copy has at this address; None for nothing. Raises `NotWhole`."""
        if not wants(path):
            return instead(path)
        answer = self.get(path)
        if answer.leads_to and wants(answer.leads_to):
            answer = self.get(answer.leads_to)
        if answer.status >= 500:
            raise NotWhole(f"The public site answers {answer.status}.")
        if answer.status != 200:
            return None
        return instead(path) if _named(path, answer).has_form else answer

    def get(self, path: str) -> Answer:
        if file := self._static.get(path):
            return Answer(200, dict(file.headers)[b"content-type"].decode(), file.body)
        response = self._pages.answer(bare_scope(path, exported=True), io.BytesIO())
        if response.streaming:
            raise NotWhole("A public page is a stream.")
        to = response.headers.get("Location", "")
        kind = response.headers.get("Content-Type", "")
        is_ours = to.startswith("/") and not to.startswith("//")
        body: bytes = response.content  # type: ignore[attr-defined]  # it is no stream
        return Answer(response.status_code, kind, body, to if is_ours else "")


def instead(path: str) -> Answer:
    """How to call, text or write, at the address of what needs the house to answer."""
    request = ASGIRequest(bare_scope(path, exported=True), io.BytesIO())
    with language.speaking(language.split(path)[0]):
        page = render_to_string("website/instead.html", {"facts": access.facts()}, request)
    return Answer(200, HTML, page.encode())


def files_of_styles(renderer: Renderer, files: set[str]) -> set[str]:
    """The files that style sheets name in their turn."""
    sheets = [(each, renderer.get(each)) for each in files if each.endswith(".css")]
    return {
        named
        for path, answer in sheets
        if answer.kind.startswith(CSS)
        for named in named_by_css(path, answer.body.decode())
    }
