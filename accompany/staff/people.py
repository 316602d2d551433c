"""Colleagues as the page of colleagues shows them."""

from dataclasses import dataclass

from accompany.ledger.asking import find
from accompany.staff import actions
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Role
from accompany.staff.models import Colleague


@dataclass(frozen=True)
class Arrival:
    """Somebody who waits for approval: who said yes, what is still missing, whether you may."""

    colleague: Colleague
    yeses: list[str]
    needed: int
    missing: list[str]
    can_approve: bool


@dataclass(frozen=True)
class Team:
    """Colleagues of one role."""

    role: str
    colleagues: list[Colleague]


def everyone() -> list[Team]:
    """Everyone at work, by role in the order of `Role`."""
    here = list(Colleague.objects.at_work().order_by("name"))
    teams = [Team(str(role.label), [c for c in here if c.role == role]) for role in Role]
    return [team for team in teams if team.colleagues]


def arrivals(by: Acting) -> list[Arrival]:
    pending = "WHERE left_at IS NULL AND approved_at IS NULL ORDER BY joined_at"
    waiting = find(Colleague, pending, [])
    return [
        Arrival(
            colleague=colleague,
            yeses=list(colleague.approvals.order_by("at").values_list("by__name", flat=True)),
            needed=actions.needed(colleague),
            missing=sorted(actions.missing_circles(colleague)),
            can_approve=actions.can_approve(colleague, by),
        )
        for colleague in waiting
    ]
