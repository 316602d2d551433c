"""The second factor that is typed: a code from an app, or one of ten printed codes.

The app's seed is sealed to the colleague's person key, so it opens only after her passphrase. A
code of either kind works once: it is spent by one conditional update, whoever is second is refused.
The second factor guards the door, not the cipher.
"""

import hashlib
import secrets
from uuid import UUID

import pyotp
import segno
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.house.refusals import Refusal
from accompany.sealed.people import OpenKeys, seal_to_person
from accompany.staff.models import Authenticator, Colleague, RecoveryCode

STEP = 30
DIGITS = 6
CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_ISSUER = "Accompany"


class WrongCode(Refusal):
    message = _("That code did not match, or was used before. Wait for the next one and try again.")


def new_seed() -> str:
    return pyotp.random_base32(32)


def address(seed: str, colleague: str) -> str:
    """What the square picture says to an authenticator app."""
    return pyotp.TOTP(seed).provisioning_uri(name=colleague, issuer_name=_ISSUER)


def picture(seed: str, colleague: str) -> SafeString:
    """The square picture as an inline SVG, on its own white ground so that any phone reads it."""
    square = segno.make(address(seed, colleague), error="m", micro=False)
    drawn = square.svg_inline(border=4, dark="#000", light="#fff", svgclass="qr", omitsize=True)
    return mark_safe(drawn)  # noqa: S308  # drawn here, of squares alone


def spaced(seed: str) -> str:
    """The seed in fours, for typing it by hand."""
    return " ".join(seed[start : start + 4] for start in range(0, len(seed), 4))


def code_now(seed: str) -> str:
    """The code an app shows now; for demo folders and tests."""
    return pyotp.TOTP(seed).at(clock.now())


def code_at(seed: str, step: int) -> str:
    """The code of one half minute."""
    return pyotp.TOTP(seed).generate_otp(step)


def matching_step(seed: str, code: str) -> int | None:
    """The half minute this code belongs to: now, the one before, or the one after."""
    otp, now = pyotp.TOTP(seed), int(clock.now().timestamp()) // STEP
    found = None
    for step in (now - 1, now, now + 1):
        if constant_time_compare(otp.generate_otp(step), code):
            found = step
    return found


def set_authenticator(colleague: Colleague, seed: str, *, spent_step: int = 0) -> Authenticator:
    row, _made = Authenticator.objects.update_or_create(
        colleague=colleague,
        defaults={
            "sealed_seed": seal_to_person(colleague.id, seed.encode()),
            "spent_step": spent_step,
            "made_at": clock.now(),
        },
    )
    return row


def spend_code(keys: OpenKeys, typed: str) -> bool:
    """Use a code of the app or a printed one. True if it was a printed one."""
    digits = "".join(typed.split())
    if digits.isdecimal() and digits.isascii() and len(digits) == DIGITS:
        _spend_from_app(keys, digits)
        return False
    spent = RecoveryCode.objects.filter(
        colleague_id=keys.person, digest=_digest(keys.person, typed), spent_at=None
    ).update(spent_at=clock.now())
    if not spent:
        raise WrongCode
    return True


def _spend_from_app(keys: OpenKeys, digits: str) -> None:
    row = Authenticator.objects.filter(colleague_id=keys.person).first()
    if row is None:
        raise WrongCode
    step = matching_step(keys.unseal(bytes(row.sealed_seed)).decode(), digits)
    if step is None:
        raise WrongCode
    if not Authenticator.objects.filter(pk=row.pk, spent_step__lt=step).update(spent_step=step):
        raise WrongCode


@transaction.atomic
def new_recovery_codes(colleague: Colleague) -> list[str]:
    """Ten fresh codes, shown once. The old ones stop working."""
    codes = ["-".join(_group() for _part in range(4)) for _code in range(CODES)]
    RecoveryCode.objects.filter(colleague=colleague).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(colleague=colleague, digest=_digest(colleague.id, code), made_at=clock.now())
        for code in codes
    )
    return codes


def recovery_codes_left(colleague: Colleague) -> int:
    return RecoveryCode.objects.filter(colleague=colleague, spent_at=None).count()


def _group() -> str:
    return "".join(secrets.choice(_LETTERS) for _letter in range(4))


def _digest(person: UUID, code: str) -> str:
    plain = "".join(c for c in code.casefold() if c.isalnum())
    return hashlib.sha256(f"recovery code\n{person}\n{plain}".encode()).hexdigest()
