"""Codes of facts: what may be asked about a person, as lists of codes with the days they hold.

Nothing here is required. `NOT_ASKED` and `DECLINED` are answers too, and are counted as not
reported. The words of the labels are for the form; a funder's own words live in its measures, which
share these codes. A list that changes gets a new code with a first day, and the old one a last day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOT_ASKED, DECLINED = "not_asked", "declined"
NOT_REPORTED = "not_reported"
MULTIPLE = "multiple"

ANSWERS_WITHOUT: tuple[tuple[str, Promise], ...] = (
    (NOT_ASKED, _("Not asked")),
    (DECLINED, _("She would rather not say")),
)


@dataclass(frozen=True)
class Code:
    """One code of a list, and the days on which it may be chosen."""

    code: str
    label: str | Promise
    first_day: date = date.min
    last_day: date = date.max

    def holds(self, on: date) -> bool:
        return self.first_day <= on <= self.last_day


RACE = (
    Code("american_indian", _("American Indian or Alaska Native")),
    Code("asian", _("Asian")),
    Code("black", _("Black or African American")),
    Code("hispanic", _("Hispanic or Latina")),
    Code("pacific_islander", _("Native Hawaiian or Pacific Islander")),
    Code("white", _("White")),
    Code("other", _("Another, as she says it")),
)

GENDER = (
    Code("female", _("Woman or girl")),
    Code("male", _("Man or boy")),
    Code("other", _("Another, as she says it")),
)

AGE = (
    Code("0-12", _("12 or younger")),
    Code("13-17", _("13 to 17")),
    Code("18-24", _("18 to 24")),
    Code("25-59", _("25 to 59")),
    Code("60+", _("60 or older")),
)

SPECIAL = (
    Code("deaf", _("Deaf or hard of hearing")),
    Code("homeless", _("Without a home")),
    Code("immigrant", _("Immigrant, refugee or seeking asylum")),
    Code("lgbtq", _("LGBTQ")),
    Code("veteran", _("Veteran")),
    Code("disability", _("Living with a disability")),
    Code("limited_english", _("Speaks little English")),
    Code("other", _("Another")),
)

VICTIMIZATION = (
    Code("trafficking_sex", _("Human trafficking: sex")),
    Code("sexual_assault", _("Sexual assault as an adult")),
    Code("domestic_violence", _("Domestic or family violence")),
    Code("childhood_sexual_abuse_survivor", _("Sexual abuse as a child, now an adult")),
    Code("stalking", _("Stalking or harassment")),
    Code("assault", _("Physical assault as an adult")),
    Code("trafficking_labor", _("Human trafficking: labor")),
    Code("robbery", _("Robbery")),
    Code("identity_theft", _("Identity theft, fraud or financial crime")),
    Code("kidnapping_noncustodial", _("Kidnapping, not by a parent")),
    Code("kidnapping_custodial", _("Kidnapping by a parent")),
    Code("hate_crime", _("Hate crime")),
    Code("bullying", _("Bullying, spoken, online or physical")),
    Code("child_abuse", _("Physical abuse or neglect of a child")),
    Code("child_sexual_abuse", _("Sexual abuse of a child")),
    Code("child_sexual_abuse_material", _("Pictures of sexual abuse of a child")),
    Code("teen_dating", _("Violence in teen dating")),
    Code("elder_abuse", _("Abuse or neglect of an elder")),
    Code("homicide_survivor", _("Lost someone to homicide")),
    Code("burglary", _("Burglary")),
    Code("arson", _("Arson")),
    Code("dui", _("Drunk or drugged driving")),
    Code("vehicular", _("Other harm by a vehicle, hit and run")),
    Code("mass_violence", _("Mass violence")),
    Code("terrorism", _("Terrorism")),
    Code("other", _("Another")),
)


def choices(codes: Iterable[Code], on: date) -> list[tuple[str, str | Promise]]:
    """What may be chosen from a list on a day."""
    return [(each.code, each.label) for each in codes if each.holds(on)]


def label(codes: Iterable[Code], code: str) -> str:
    """How a stored code reads, whenever it was chosen."""
    for each in (*codes, *(Code(answer, said) for answer, said in ANSWERS_WITHOUT)):
        if each.code == code:
            return str(each.label)
    return code
