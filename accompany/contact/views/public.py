"""The visitor's side of letters. No cookie, no storage, and the same answer whatever was typed."""

import logging
from collections.abc import Callable, Sequence
from secrets import token_urlsafe

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accompany.contact import actions
from accompany.contact.forms import ALL_TOPICS, LetterForm
from accompany.contact.models import Topic
from accompany.house import guard
from accompany.house.doors import public
from accompany.house.refusals import Refusal

log = logging.getLogger(__name__)

Page = Callable[[LetterForm, int], HttpResponse]

letters_guard = guard.Guard("letters")


def take(
    request: HttpRequest,
    *,
    page: Page,
    topics: Sequence[Topic] = ALL_TOPICS,
    about: str = "",
) -> HttpResponse:
    """Show a page with a letter's form, and take in what is sent from it.

    `page(form, status)` draws the page around `contact/parts/form.html`, which reads `form`. The
    form posts to the page's own address. With one topic nothing is asked about it; `about` is what
    the page itself is about, such as a work's title, and is sealed with the words. A page that only
    shows the form may be kept in memory.
    """
    if request.method != "POST":
        return page(LetterForm(topics=topics, about=about), 200)
    try:
        form = LetterForm(request.POST, topics=topics, about=about)
    except RequestDataTooBig:
        return page(_too_big(LetterForm({}, topics=topics, about=about)), 413)
    if not form.is_valid():
        return page(form, 422)
    if wait := letters_guard.asks(request, guard.bound_to(*form.said)):
        return guard.wait_page(request, wait, form)
    if not guard.is_trapped(request) and (refusal := _not_taken(form)):
        form.add_error(None, refusal)
        return page(form, 503)
    response = HttpResponseRedirect(reverse("contact:thanks"))
    response.status_code = 303
    return response


def _not_taken(form: LetterForm) -> str:
    """Take the letter in; why not, if that cannot be done now."""
    once = form.cleaned_data["once"] or token_urlsafe(24)
    try:
        actions.take_in(topic=form.chosen, words=form.words(), once=once)
    except Refusal as refusal:
        return str(refusal)
    except (DatabaseError, OSError):
        log.exception("a letter could not be stored; whoever wrote it was told")
        return _("We can’t take anything in right now. Please call, or press Send again.")
    return ""


def _too_big(form: LetterForm) -> LetterForm:
    form.errors.clear()
    form.add_error(
        None,
        _("That is more than can be sent at once. Go back, copy what you wrote, and send less."),
    )
    form.forgets = _("What you wrote is on the page before this one.")
    return form


@public
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """A plain page with the form, for a house whose site has no page of its own for it."""

    def page(form: LetterForm, status: int) -> HttpResponse:
        return render(request, "contact/write.html", {"form": form}, status=status)

    return take(request, page=page)


@public
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """After a letter: what happens with it."""
    return render(request, "contact/thanks.html")
