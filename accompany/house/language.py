"""Languages: English at every address, Spanish under `/es/`, and nothing remembered about anybody.

A language is chosen by the address alone: no cookie, and no guess from what a browser sends. The
whole house stands under `/es/` as it stands above it, so that every address that a page makes stays
in its language; only public pages answer there.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast  # Any: an answer, or one to wait for

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, get_script_prefix, resolve, set_script_prefix
from django.utils import translation
from django.utils.decorators import sync_and_async_middleware

from accompany.house.doors import is_public

FIRST = "en"
FOR_MACHINES = ("/cms/", "/demo/", "/desk/", "/healthz", "/hooks/", "/readyz")


def others() -> list[str]:
    """The languages that have a prefix of their own."""
    return [code for code, _name in settings.LANGUAGES if code != FIRST]


def split(path: str) -> tuple[str, str]:
    """The language of an address and the address without it: "/es/chat/" is ("es", "/chat/")."""
    for code in others():
        if path.startswith(f"/{code}/"):
            return code, path[len(code) + 1 :]
    return FIRST, path


def joined(language: str, path: str) -> str:
    """The same address in this language."""
    return path if language == FIRST else f"/{language}{path}"


def alternates(path: str) -> dict[str, str]:
    """The same public address in every language."""
    _language, rest = split(path)
    return {code: joined(code, rest) for code, _name in settings.LANGUAGES}


def addressed() -> str:
    """The language of the address that is being answered. Part of a page may speak another one."""
    return split(get_script_prefix())[0]


def said(row: object, name: str) -> str:
    """What a row says under this name in the language now spoken; in English if nobody said it."""
    own = getattr(row, f"{name}_{translation.get_language()}", "")
    return str(own or getattr(row, name))


def direction(code: str) -> str:
    """Which way this language is written: "ltr" or "rtl"."""
    with translation.override(code):
        return "rtl" if translation.get_language_bidi() else "ltr"


@dataclass(frozen=True)
class Elsewhere:
    """The same page in another language."""

    code: str
    name: str
    url: str


def elsewhere(path: str) -> list[Elsewhere]:
    """The same public address in the languages that are not spoken now."""
    spoken, _rest = split(path)
    names = dict(settings.LANGUAGES)
    return [
        Elsewhere(code, names[code], url)
        for code, url in alternates(path).items()
        if code != spoken
    ]


@sync_and_async_middleware
def LanguageMiddleware(
    get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]],
) -> Callable[[HttpRequest], Any]:
    """Speak the language of the address, and resolve the address without it."""
    if iscoroutinefunction(get_response):

        async def answer_async(request: HttpRequest) -> HttpResponseBase:
            with spoken(request):
                response: Any = get_response(request)
                return cast(HttpResponseBase, await response)

        return answer_async

    def answer(request: HttpRequest) -> HttpResponseBase:
        with spoken(request):
            response: Any = get_response(request)
            return cast(HttpResponseBase, response)

    return answer


def is_spoken(path: str) -> bool:
    """Whether a visitor may read this address in every language."""
    if path.startswith(FOR_MACHINES):
        return False
    try:
        return is_public(resolve(path).func)
    except Resolver404:
        return False


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """While this lasts, this language is spoken and every address that is made stays in it."""
    prefix = get_script_prefix()
    set_script_prefix(joined(language, "/"))
    try:
        with translation.override(language):
            yield
    finally:
        set_script_prefix(prefix)


class spoken:
    """While this lasts, the request is answered in the language of its address."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.language, self.rest = split(request.path_info)

    def __enter__(self) -> None:
        self.before = translation.get_language()
        self.prefix = get_script_prefix()
        translation.activate(self.language)
        self.request.LANGUAGE_CODE = self.language
        if self.language == FIRST:
            return
        self.request.path_info = self.rest
        set_script_prefix(f"/{self.language}/")
        if not is_spoken(self.rest) and not is_spoken(f"{self.rest}/"):  # the slash is added later
            self.__exit__()
            raise Http404("No such page in this language.")

    def __exit__(self, *raised: object) -> None:
        set_script_prefix(self.prefix)
        if self.before is None:
            translation.deactivate_all()
        else:
            translation.activate(self.before)
