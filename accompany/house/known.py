"""What a page needs to know when nothing can be asked: the organization's name and numbers.

A page that says "something broke" cannot ask the database, which may be what broke. So the last
answer is kept in memory, and in a file of the host for processes that never had one.
"""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from django.conf import settings

from accompany.house import language
from accompany.house.models import Organization


@dataclass(frozen=True)
class Known:
    """The organization, as far as it is printed on every page."""

    name: str = ""
    helpline_number: str = ""
    text_number: str = ""
    helpline_hours: str = ""
    helpline_hours_es: str = ""
    neutral_exit_url: str = ""

    @property
    def hours(self) -> str:
        """When somebody answers, in the language now spoken."""
        return language.said(self, "helpline_hours")


_kept: Known | None = None


def organization() -> Organization:
    """The organization; what is printed of it is kept for worse times."""
    found = Organization.current()
    if found.name:
        _keep(Known(**{each.name: getattr(found, each.name) for each in fields(Known)}))
    return found


def known() -> Known:
    """The last that was known. Never fails; at the very worst it knows nothing."""
    if _kept is not None:
        return _kept
    with suppress(OSError, ValueError, TypeError):
        return Known(**json.loads(_path().read_text()))
    return Known()


def _keep(fresh: Known) -> None:
    global _kept
    if fresh == _kept:
        return
    _kept = fresh
    with suppress(OSError):
        _path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _path().write_text(json.dumps(asdict(fresh)))


def _path() -> Path:
    return settings.HOST / f"{settings.SIDE}.known.json"
