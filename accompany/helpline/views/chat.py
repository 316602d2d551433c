"""The visitor's side of the web chat. No cookie, no storage, nothing kept by her browser.

Her address holds a token that opens her own chat and nothing else. Every page works without script:
then she looks for an answer herself, or waits on a page that looks again by itself.
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from asgiref.sync import sync_to_async
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from accompany import clock
from accompany.helpline import access
from accompany.helpline.actions import chats
from accompany.helpline.forms import ChatForm
from accompany.helpline.models import SEEN_WITHIN, ChatDoor, Conversation, Duty, Ending, Message
from accompany.house import guard, live
from accompany.house.doors import public
from accompany.house.refusals import Refusal
from accompany.sealed.cipher import CannotOpen
from accompany.sealed.lockboxes import OpenLockbox, Shredded

KEPT_IN_BOX = 20_000

# Somebody in need presses Start once, and in the worst of floods once more.
chats_guard = guard.Guard("chat", for_need=True)


def fresh() -> str:
    """A value that makes one form say one thing once."""
    return secrets.token_urlsafe(24)


def gone(location: str) -> HttpResponse:
    """Go there, replacing nothing and asking the browser to forget what it kept of us."""
    response = HttpResponseRedirect(location)
    response.status_code = 303
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Before a chat: who is there, said honestly, and a button."""
    if request.method != "POST":
        return _start_page(request)
    form = _typed(request)
    if form is None or not form.is_valid():
        return _start_page(request, form, status=413 if form is None else 422)
    once, words = form.cleaned_data["once"], form.cleaned_data["say"].strip()
    if wait := chats_guard.asks(request, guard.bound_to(once, words)):
        return guard.wait_page(request, wait, form)
    try:
        token = chats.start(once=once, words=words)
    except Refusal as refusal:
        return _start_page(request, form, refusal=str(refusal), status=503)
    return gone(reverse("helpline:chat", args=[token]))


def _start_page(
    request: HttpRequest, form: ChatForm | None = None, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "once": secrets.token_urlsafe(32),
        "people": access.people_on_the_line(),
        **_box(form, refusal, too_big=status == 413),
    }
    return render(request, "helpline/start.html", context, status=status)


@public
@require_GET
def chat(request: HttpRequest, token: str) -> HttpResponse:
    """Her chat."""
    door = access.chat_door(token)
    return _chat_page(request, door, token)


@public
@require_GET
def talk(request: HttpRequest, token: str) -> HttpResponse:
    """Her chat's conversation alone, for a page that is open."""
    door = access.chat_door(token)
    return render(request, "helpline/parts/hers.html", _talk(door, token))


@public
@require_POST
def say(request: HttpRequest, token: str) -> HttpResponse:
    """She wrote something."""
    door = access.chat_door(token)
    form = _typed(request)
    refusal, status = "", 200
    if form is None:
        status = 413
    elif not form.is_valid():
        status = 422
    elif form.cleaned_data["say"].strip():
        refusal, status = _taken(door, token, form)
    if "X-Live" in request.headers:
        return render(
            request,
            "helpline/parts/hers.html",
            {**_talk(door, token), **_box(form, refusal, too_big=status == 413)},
            status=status,
        )
    if status == 200:
        return gone(reverse("helpline:chat", args=[token]))
    return _chat_page(request, door, token, form, refusal=refusal, status=status)


def _taken(door: ChatDoor, token: str, form: ChatForm) -> tuple[str, int]:
    """Store what she wrote; a sentence and a status if it was not."""
    try:
        box = chats.opened(door, token)
        typed = form.cleaned_data
        chats.say(door=door, box=box, words=typed["say"].strip(), once=typed["once"])
    except chats.OneAtATime as refusal:
        return str(refusal), 429
    except Refusal as refusal:
        return str(refusal), 409
    return "", 200


@public
@require_POST
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """She ends it: the token opens nothing from now on."""
    with suppress(Http404):
        chats.end(access.chat_door(token).conversation, Ending.STOPPED)
    response = gone(reverse("helpline:over"))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@public
@require_POST
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """She pressed "Leave this site"."""
    chats.end(access.chat_door(token).conversation, Ending.LEFT)
    return HttpResponse(status=204)


@public
@require_POST
def left(request: HttpRequest, token: str) -> HttpResponse:
    """Her page was closed or is being loaded anew; if it does not come back, she has left."""
    chats.left(access.chat_door(token).conversation)
    return HttpResponse(status=204)


@public
@require_GET
def over(request: HttpRequest) -> HttpResponse:
    """After a chat: nothing of it is here."""
    return render(request, "helpline/over.html")


@public
@require_safe
async def stream(request: HttpRequest, token: str) -> HttpResponseBase:
    """Says only that something changed."""
    conversation_id = await sync_to_async(_conversation_id)(token)
    return await live.visitors_stream(f"chat:{conversation_id}", still=_still(token))


def _conversation_id(token: str) -> object:
    return access.chat_door(token).conversation_id


def _still(token: str) -> Callable[[], bool]:
    def still() -> bool:
        try:
            return access.chat_door(token).is_open
        except Http404:
            return False

    return still


def _typed(request: HttpRequest) -> ChatForm | None:
    """What she sent as a form; None if it was too much to read at all."""
    try:
        return ChatForm(request.POST)
    except RequestDataTooBig:
        return None


def _box(
    form: ChatForm | None, refusal: str = "", *, too_big: bool = False
) -> dict[str, Any]:  # Any: a template's context
    """What stands in the box she writes in, and why it was not taken."""
    said = form.data.get("say", "").replace("\0", "") if form is not None else ""
    problems = list(form.errors.get("say", [])) if form is not None and form.is_bound else []
    return {
        "kept": said[:KEPT_IN_BOX] if refusal or problems else "",
        "oops": refusal or " ".join(str(each) for each in problems),
        "too_big": too_big,
    }


def _chat_page(
    request: HttpRequest,
    door: ChatDoor,
    token: str,
    form: ChatForm | None = None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        **_talk(door, token),
        **_box(form, refusal, too_big=status == 413),
        "waits": "wait" in request.GET,
    }
    return render(request, "helpline/chat.html", context, status=status)


def _talk(door: ChatDoor, token: str) -> dict[str, Any]:  # Any: a template's context
    """Her conversation, opened by her token, and who is there."""
    chats.seen(door.conversation)
    messages, is_open = _messages(door, token)
    conversation = Conversation.objects.select_related("assigned_to").get(id=door.conversation_id)
    return {
        "token": token,
        "conversation": conversation,
        "is_open": is_open and conversation.is_going,
        "said": messages,
        "once": fresh(),
        **_who_is_there(conversation),
    }


def _messages(door: ChatDoor, token: str) -> tuple[list[Message], bool]:
    if not door.is_open:
        return [], False
    try:
        box: OpenLockbox = chats.opened(door, token)
        rows = Message.objects.filter(conversation=door.conversation_id).order_by("nth")
        return [each.open(box) for each in rows], True
    except (Shredded, CannotOpen, chats.ChatIsOver):
        return [], False


def _who_is_there(conversation: Conversation) -> dict[str, Any]:  # Any: a template's context
    with_her = conversation.assigned_to
    if with_her is not None:
        duty = Duty.objects.filter(colleague=with_her).first()
        away = duty is not None and duty.seen_at < clock.now() - SEEN_WITHIN
        return {"with_her": with_her, "is_away": away}
    return {
        "people": access.people_on_the_line(),
        "ahead": access.ahead_of(conversation) if conversation.is_going else 0,
    }
