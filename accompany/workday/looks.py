"""Who has looked, said so that it can be read aloud: a day's repeats stand as one line."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

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

    def alike(look: Look) -> tuple[date, str, str]:
        return timezone.localtime(look.at).date(), look.who, look.what

    lines = [list(group) for _alike, group in groupby(looks, key=alike)]
    return [Looked(at=g[0].at, who=g[0].who, what=g[0].what, times=len(g)) for g in lines]
