"""Drafts: what someone was typing when the desk locked is hers again after she signs in.

A form at the desk carries a signed token that names its writer, its page and itself. What was
typed is sealed to the writer's public key, so keeping it needs nobody signed in, and only she can
open it. One draft for each form; it goes when the form succeeds, when whom it is about is
forgotten, or after seven days; its day's key goes then too, so that no backup of it opens later.
"""

import json
import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

from accompany import clock
from accompany.sealed import days
from accompany.sealed.cipher import CannotOpen
from accompany.sealed.people import seal_to_person
from accompany.staff.models import Colleague, Draft

LIFE = timedelta(days=7)
FIELD = "draft"
NOT_KEPT = {FIELD, "csrfmiddlewaretoken", "passphrase", "present_passphrase", "again", "code"}
LARGEST = 200_000
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SALT = "accompany.staff.drafts"

Kept = dict[str, list[str]]


def token(writer: UUID, address: str, form: str = "") -> str:
    """A signed token for one form: who writes, on which page, in which form."""
    return signing.dumps([str(writer), address, form], salt=_SALT)


def _read(request: HttpRequest) -> tuple[UUID, str, str] | None:
    if request.method != "POST" or FIELD not in request.POST:
        return None
    try:
        writer, address, form = signing.loads(request.POST[FIELD], salt=_SALT, max_age=LIFE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return UUID(writer), address, form


def _place(address: str, form: str) -> str:
    return salted_hmac(_SALT, f"{address}\n{form}", algorithm="sha256").hexdigest()


def _about(address: str) -> str:
    """Which row a page is about, as a keyed hash of the first id in its address."""
    found = _ID.search(address)
    return _digest(found[0]) if found else ""


def _digest(said: str) -> str:
    return salted_hmac(f"{_SALT}.about", said, algorithm="sha256").hexdigest()


def _typed(request: HttpRequest) -> Kept:
    return {
        name: [str(value) for value in request.POST.getlist(name)]
        for name in request.POST
        if name not in NOT_KEPT
    }


def keep(writer: UUID, address: str, form: str, typed: Kept) -> None:
    """Seal what was typed to its writer. Nothing is kept of an empty form or a huge one."""
    words = json.dumps(typed).encode()
    if len(words) > LARGEST or not any(value.strip() for v in typed.values() for value in v):
        return
    now = clock.now()
    Draft.objects.update_or_create(
        colleague_id=writer,
        place=_place(address, form),
        defaults={
            "about": _about(address),
            "sealed": days.lock(seal_to_person(writer, words), writer.bytes),
            "saved_at": now,
            "expires_at": now + LIFE,
        },
    )


def keep_from(request: HttpRequest) -> str | None:
    """Keep what a closed door's form carried; the page to come back to, or None without a token."""
    found = _read(request)
    if found is None:
        return None
    writer, address, form = found
    if Colleague.objects.here().filter(id=writer).exists():
        keep(writer, address, form, _typed(request))
    return address


def save(request: HttpRequest) -> bool:
    """Keep a form that is still being typed. Its writer must be who is signed in."""
    found = _read(request)
    if found is None or found[0] != request.by.id:  # type: ignore[attr-defined]  # StaffRequest
        return False
    keep(*found, _typed(request))
    return True


def kept_in_full(request: HttpRequest, form: str = "") -> Kept | None:
    """What she typed into this page's form before, every value of every field."""
    by = getattr(request, "by", None)
    if by is None:
        return None
    row = _rows(request, by.id).get(_place(request.path, form))
    if row is None:
        return None
    try:
        kept: Kept = json.loads(by.keys.unseal(days.unlock(bytes(row.sealed), by.id.bytes)))
    except CannotOpen:
        return None
    return kept


def _rows(request: HttpRequest, writer: UUID) -> dict[str, Draft]:
    """Everything kept for her, asked for once in a request."""
    found: dict[str, Draft] | None = getattr(request, "kept_drafts", None)
    if found is None:
        rows = Draft.objects.filter(colleague_id=writer, expires_at__gt=clock.now())
        found = {row.place: row for row in rows}
        request.kept_drafts = found  # type: ignore[attr-defined]  # remembered for this request
    return found


def kept(request: HttpRequest, form: str = "") -> dict[str, Any] | None:  # Any: str or list of str
    """What she typed here before, as a form's `initial`; None if nothing was kept."""
    full = kept_in_full(request, form)
    if full is None:
        return None
    return {name: v[0] if len(v) == 1 else v for name, v in full.items()}


def forget(writer: UUID, address: str, form: str = "") -> None:
    Draft.objects.filter(colleague_id=writer, place=_place(address, form)).delete()


def after(request: HttpRequest, response: HttpResponseBase) -> None:
    """A form that succeeded (it redirects) needs no draft any more."""
    if response.status_code not in (302, 303):
        return
    found = _read(request)
    if found is not None and found[0] == request.by.id:  # type: ignore[attr-defined]  # StaffRequest
        forget(*found)


def forget_everybodys(addresses: Iterable[str]) -> int:
    """Forget what anybody was typing on these pages, because whom they were about is forgotten."""
    pages = list(addresses)
    places, about = [_place(each, "") for each in pages], {_about(each) for each in pages} - {""}
    return Draft.objects.filter(Q(place__in=places) | Q(about__in=about)).delete()[0]


def forget_about(ids: Iterable[UUID]) -> int:
    """Forget what anybody was typing on any page whose address names one of these rows."""
    return Draft.objects.filter(about__in=[_digest(str(id)) for id in ids]).delete()[0]


def forget_old() -> int:
    gone, _rows_of = Draft.objects.filter(expires_at__lte=clock.now()).delete()
    return gone + days.destroy_old()
