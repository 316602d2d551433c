"""Numbers as people read them."""

import phonenumbers
from django.utils.translation import gettext_lazy as _

_WORDS = (
    _("none"),
    _("one"),
    _("two"),
    _("three"),
    _("four"),
    _("five"),
    _("six"),
    _("seven"),
    _("eight"),
    _("nine"),
)


def in_words(n: int) -> str:
    """Up to nine in words, from ten on in digits."""
    return str(_WORDS[n]) if 0 <= n < len(_WORDS) else str(n)


def as_dialed(number: str) -> str:
    """A telephone number as it is written where it is dialed: 206-555-0142."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    digits = str(parsed.national_number)
    if parsed.country_code == 1 and len(digits) == 10:
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
