"""Signing in: a passphrase opens the colleague's person key, a second factor opens the door.

A name nobody has costs as much and is answered as a wrong passphrase is. When the passphrase was
right and the second factor is still to come, the opened key rests in a pending session: five
minutes, five tries, and it signs nobody in. What is written down of a failed try is the colleague's
id if there is one, never what was typed.
"""

from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.auth import login
from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.house.refusals import Refusal
from accompany.ledger.lines import HOUSE, record
from accompany.ledger.verbs import Verb
from accompany.sealed.people import OpenKeys, WrongPassphrase, unlock
from accompany.staff import crowd, factors, passphrases, security_keys, sessions, slowing, verbs
from accompany.staff.doors import DESK
from accompany.staff.models import Colleague, Session

BACKEND = "accompany.staff.backend.NoPassword"
KNOWN_FOR = 180 * 24 * 3600
_KNOWN = "accompany.staff.known-browser"


class NotTogether(Refusal):
    message = _("That name, passphrase and code do not go together. Check them and try again.")


class StartAgain(Refusal):
    message = _("That took too long or too many tries. Start again with your passphrase.")


@dataclass(frozen=True)
class HalfWay:
    """Whose passphrase was right. The second factor is still to come."""

    colleague: Colleague
    keys: OpenKeys = field(repr=False)
    tried_as: str = ""
    browser: str = ""

    @property
    def codes_tried(self) -> slowing.Name:
        return slowing.codes(self.colleague.id, device=self.browser)


def with_passphrase(*, name: str, passphrase: str, browser: str = "") -> HalfWay:
    """The colleague whose key this passphrase opens. Raises `Wait`, `Crowded` or `NotTogether`."""
    colleague = find(name)
    said = str(colleague.id) if colleague else slowing.fold(name)
    known = _known_browser(browser, colleague)
    tried = slowing.name(said, device=known)
    with crowd.door.passing(is_known=bool(known)):
        slowing.claim(tried)
        try:
            keys = unlock(colleague.id if colleague else None, passphrases.clean(passphrase))
        except WrongPassphrase:
            crowd.door.failed()
            failed(colleague)
            raise NotTogether from None
    if colleague is None:
        raise NotTogether
    return HalfWay(colleague, keys, tried.digest, known)


def find(name: str) -> Colleague | None:
    """Who signs in under this name: her sign-in name, or her full name if nobody shares it."""
    wanted = slowing.fold(name)
    here = list(Colleague.objects.here().only("id", "name", "sign_in_name", "role", "approved_at"))
    by_sign_in_name = [each for each in here if slowing.fold(each.sign_in_name) == wanted]
    by_name = [each for each in here if slowing.fold(each.name) == wanted]
    found = by_sign_in_name or by_name
    return found[0] if len(found) == 1 else None


@transaction.atomic
def failed(colleague: Colleague | None) -> None:
    record(verbs.FAILED_TO_SIGN_IN, colleague, by=HOUSE)


def rest_half_way(request: HttpRequest, half: HalfWay) -> None:
    """Keep the opened key in a pending session until the second factor comes."""
    request.session.flush()
    request.session["half"] = [
        str(half.colleague.id),
        half.keys.to_session(),
        half.tried_as,
        half.browser,
    ]


def half_way(request: HttpRequest) -> HalfWay | None:
    """Who stands between passphrase and second factor in this browser, if anybody."""
    rested = request.session.get("half")
    if rested is None:
        return None
    colleague = Colleague.objects.here().filter(id=rested[0]).first()
    if colleague is None:
        return None
    return HalfWay(colleague, OpenKeys.from_session(rested[1]), *rested[2:])


def spend_try(request: HttpRequest) -> None:
    """One of five tries at the second factor; raises `StartAgain` when none is left."""
    row = sessions.row_of(request.session)
    if row is None or not sessions.spend_try(row):
        request.session.flush()
        raise StartAgain


def with_code(request: HttpRequest, half: HalfWay, code: str) -> None:
    """Sign in with a typed code. Raises `WrongCode` or `Wait`."""
    slowing.claim(half.codes_tried)
    try:
        was_printed = factors.spend_code(half.keys, code)
    except factors.WrongCode:
        failed(half.colleague)
        raise
    enter(request, half, verbs.SPENT_RECOVERY_CODE if was_printed else verbs.SIGNED_IN)


def with_security_key(
    request: HttpRequest, half: HalfWay, state: security_keys.State, answer: str
) -> None:
    """Sign in with what a security key signed. Raises `KeyNotAccepted` or `Wait`."""
    slowing.claim(half.codes_tried)
    try:
        security_keys.accept(request, half.colleague, state, answer)
    except security_keys.KeyNotAccepted:
        failed(half.colleague)
        raise
    enter(request, half)


@transaction.atomic
def enter(request: HttpRequest, half: HalfWay, how: Verb = verbs.SIGNED_IN) -> None:
    """Begin a session under a fresh cookie, with the opened key inside."""
    request.session.flush()
    login(request, half.colleague, backend=BACKEND)
    request.session["keys"] = half.keys.to_session()
    slowing.forget(slowing.Name(half.tried_as))
    slowing.forget(half.codes_tried)
    record(how, half.colleague, by=half.colleague)


def leave_desk(request: HttpRequest) -> None:
    """End the running session."""
    by = getattr(request, "by", None)
    request.session.flush()
    if by is not None:
        with transaction.atomic():
            record(verbs.LOCKED, by=by)


def end_sessions(colleague: UUID, *, but: Session | None = None) -> int:
    """End a colleague's sessions everywhere, perhaps but one."""
    rows = Session.objects.filter(colleague_id=colleague)
    return (rows.exclude(pk=but.pk) if but else rows).delete()[0]


def safe_next(address: str) -> str:
    """Where to go after signing in: a page of this house, or the desk."""
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours and address.startswith("/") else DESK


def known_browser_mark(colleague: Colleague) -> str:
    """A cookie's value that says this browser signed her in before. It opens nothing."""
    return signing.dumps([str(colleague.id), get_random_string(22)], salt=_KNOWN)


def _known_browser(mark: str, colleague: Colleague | None) -> str:
    if not mark or colleague is None:
        return ""
    try:
        owner, id = signing.loads(mark, salt=_KNOWN, max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(id) if owner == str(colleague.id) else ""


def forget_expired_sessions() -> int:
    return Session.objects.filter(expires_at__lte=clock.now()).delete()[0]
