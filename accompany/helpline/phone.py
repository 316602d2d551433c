"""Telephone numbers, as the companies write them: E.164, "+12065550142"."""

import phonenumbers


def can_be_texted(number: str) -> bool:
    """Whether an answer could reach it: short codes and names of senders cannot be answered."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(parsed)


def e164(typed: str, region: str = "US") -> str | None:
    """What someone typed as a number, or None if it is none."""
    try:
        parsed = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
