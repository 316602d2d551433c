"""The pages for when something is wrong, and the living specimen."""

import re
import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accompany.house import language, specimen
from accompany.house.doors import public
from accompany.house.known import known

RETRY_AFTER = "30"
DESK = "/desk/"
AT_WORK = (DESK, "/cms/")
SECRETS = re.compile(r"passphrase|^code$")
# A page that shows what was typed goes to the lock as any other page of the desk does.
LEFT_ALONE = f"{15 * 60}; url={DESK}"


@public
def look(request: HttpRequest) -> HttpResponse:
    """The living specimen of the design language, in demo folders only."""
    if not settings.DEMO:
        raise Http404
    form = specimen.SpecimenForm(request.POST if request.method == "POST" else None)
    form.is_valid()
    return render(
        request,
        "house/look.html",
        {
            "form": form,
            "chart": specimen.CHART,
            "rtl": request.GET.get("dir") == "rtl",
            "scheme": request.GET.get("scheme"),
        },
        status=422 if form.errors else 200,
    )


# When something is wrong. These pages ask nothing of the database, the session or the disk.


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Something arrived that cannot be read."""
    return calm(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Something arrived that is not taken from there."""
    return calm(request, 403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form arrived whose token is no longer good: CSRF_FAILURE_VIEW."""
    return calm(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page, or not for whoever asks: the same answer either way."""
    return calm(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """A bug is a 500. A database or a disk that takes nothing in is a 503: whoever can, retries."""
    raised = sys.exc_info()[1]
    return calm(request, 503 if isinstance(raised, (DatabaseError, OSError)) else 500)


def calm(request: HttpRequest, status: int, *, back: tuple[str, str] | None = None) -> HttpResponse:
    """A page that says what happened and how to reach a person. It never fails.

    `back`: an address nearer to the work than Today, and what stands on the way there.
    """
    typed = _typed(request) if status >= 500 else []
    page = calm_page(
        request.path,
        status,
        sent=request.method == "POST",
        again=request.path if status >= 500 and request.method == "GET" else "",
        typed=typed,
        back=back,
    )
    response = HttpResponse(page, status=status)
    if status == 503:
        response.headers["Retry-After"] = RETRY_AFTER
    if typed:
        response.headers["Refresh"] = LEFT_ALONE
    return response


def _typed(request: HttpRequest) -> list[str]:
    """The prose of a form of the desk, so that it can be copied. Nothing of one with a secret.

    What visitors typed is never shown again by itself: their forms say it in their own way.
    """
    if request.method != "POST" or not request.path.startswith(DESK):
        return []
    try:
        sent = list(request.POST.lists())
    except Exception:  # what broke may have been the reading of it
        return []
    if any(SECRETS.search(name) for name, _values in sent):
        return []
    return [each for _name, values in sent for each in values if len(each.split()) > 1]


def calm_page(
    path: str,
    status: int,
    *,
    sent: bool = False,
    again: str = "",
    policy: str = "",
    typed: Sequence[str] = (),
    back: tuple[str, str] | None = None,
) -> str:
    """That page, in the language of the address. `policy`: of a copy, which has no headers."""
    organization = known()
    with language.speaking(language.split(path)[0]):
        try:
            return render_to_string(
                "house/calm.html",
                {
                    "organization": organization,
                    "words": _words(status, sent=sent),
                    "desk": path.startswith(AT_WORK),
                    "back": back,
                    "again": again,
                    "policy": policy,
                    "typed": typed,
                },
            )
        except Exception:  # whatever it was, a page that could not be drawn says whom to call
            return _("Something broke on our side.") + f" {organization.helpline_number}"


def _words(status: int, *, sent: bool) -> dict[str, Any]:  # Any: translated text
    """The heading and the sentence under it."""
    if status == 404:
        return {
            "heading": _("We can’t find that page"),
            "lede": _(
                "It may have moved, or the address may be missing a letter."
                " You haven’t done anything wrong."
            ),
        }
    if status == 410:
        return {
            "heading": _("This page is gone"),
            "lede": _(
                "What was here was taken down, and nothing of it is kept on this site."
                " You haven’t done anything wrong."
            ),
        }
    if status == 400:
        return {
            "heading": _("We couldn’t read that"),
            "lede": _("Something was cut off on the way. Go back and try again."),
        }
    if status == 403:
        return {
            "heading": _("What you sent was not taken"),
            "lede": _(
                "The page was open too long, or it is not one of ours. Go back, copy what you"
                " wrote, open the page again and send it from there."
                " You haven’t done anything wrong."
            ),
        }
    if status == 503:
        return {
            "heading": _("We can’t take anything in right now"),
            "lede": _(
                "It wasn’t you. What you just sent has not reached us. Please call, or try again in"
                " a few minutes."
            )
            if sent
            else _("It wasn’t you. Please call, or try again in a few minutes."),
        }
    return {
        "heading": _("Something broke on our side"),
        "lede": _(
            "It wasn’t you. What you just sent may not have reached us, and it was shown to nobody."
            " Please try again in a few minutes."
        )
        if sent
        else _(
            "It wasn’t you, and nothing was shown to anyone. Please try again in a few minutes."
        ),
    }
