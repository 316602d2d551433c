"""What is wrong with keys now, for those who can put it right. Ids alone, never a name.

The loop writes each alarm into the ledger; here is what of it still stands.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from accompany import clock
from accompany.ledger.models import Line
from accompany.sealed import due, verbs

OPENERS_LOOKED_AT_WITHIN = timedelta(days=2)
REFUSALS_SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True)
class FewOpeners:
    """Lockboxes that fewer than two living people can open."""

    lockboxes: tuple[UUID, ...]
    found_at: datetime


@dataclass(frozen=True)
class RefusedKeys:
    """Public keys in the database that were not the ones made here."""

    names: tuple[str, ...]
    refused_at: datetime


def few_openers() -> FewOpeners | None:
    """The lockboxes the loop found last that still have too few openers."""
    lines = _lines(verbs.TOO_FEW_OPENERS.text, OPENERS_LOOKED_AT_WITHIN)
    if not lines:
        return None
    named = {UUID(_facts(line)["lockbox"]) for line in lines}
    standing = due.alarm_openers(among=named)
    return FewOpeners(tuple(sorted(standing)), lines[0].at) if standing else None


def refused_keys() -> RefusedKeys | None:
    """The keys that were refused within a week."""
    lines = _lines(verbs.REFUSED_KEY.text, REFUSALS_SHOWN_FOR)
    names = dict.fromkeys(str(_facts(line)["key"]) for line in lines)
    return RefusedKeys(tuple(names), lines[0].at) if lines else None


def _lines(verb: str, within: timedelta) -> list[Line]:
    """The newest first."""
    since = clock.now() - within
    return list(Line.objects.filter(at__gte=since, verb=verb).order_by("-seq"))


def _facts(line: Line) -> dict[str, Any]:  # Any: ids and numbers
    facts: dict[str, Any] = json.loads(line.facts)
    return facts
