"""Who has looked, said so that it can be read aloud: a day's repeats stand as one line."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from accompany.participants.access import Look


@dataclass(frozen=True)
class Looked:
    """The same colleague doing the same thing on one day; `at` is the last time."""

    at: datetime
    who: str
    what: str
    times: int


def told(looks: list[Look]) -> list[Looked]:
    """The lines of a page, newest first."""
    alike: dict[tuple[date, str, str], list[Look]] = {}
    for look in looks:
        day = timezone.localtime(look.at).date()
        alike.setdefault((day, look.who, look.what), []).append(look)
    return [
        Looked(at=same[0].at, who=who, what=what, times=len(same))
        for (_day, who, what), same in alike.items()
    ]
