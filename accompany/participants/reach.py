"""What every page asks about a participant, written out: who she is, her card, who stands where.

It asks for nobody's capability: `access` does, and it alone comes here. Whoever she keeps away
finds neither her nor her card.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any  # Any: rows as the database gives them
from uuid import UUID

from accompany import clock
from accompany.ledger.asking import as_id, ask, find, places
from accompany.participants.models import Participant

KEPT_AWAY = """
    SELECT participant_id FROM participants_exclusion
    WHERE colleague_id = %s AND lifted_at IS NULL"""
ONE = f"WHERE id = %s AND id NOT IN ({KEPT_AWAY})"
CARDS = """
    SELECT participant_id, id, version, lockbox_id, sealed FROM participants_card
    WHERE participant_id IN ({ids}) AND participant_id NOT IN ({kept_away})"""
STANDING = """
    SELECT
        EXISTS (SELECT 1 FROM participants_exclusion
            WHERE participant_id = %s AND colleague_id = %s AND lifted_at IS NULL),
        EXISTS (SELECT 1 FROM participants_careteam
            WHERE participant_id = %s AND colleague_id = %s AND left_at IS NULL),
        EXISTS (SELECT 1 FROM participants_glassopening
            WHERE participant_id = %s AND colleague_id = %s AND ends_at > %s)"""

SealedRows = tuple[dict[UUID, UUID], list[tuple[UUID, int, UUID, bytes]]]


@dataclass(frozen=True)
class Standing:
    """Where a colleague stands with a participant. Whoever is shut out opens nothing."""

    is_shut_out: bool
    on_team: bool
    through_glass: bool

    @property
    def opens_file(self) -> bool:
        return not self.is_shut_out and (self.on_team or self.through_glass)


def standing(participant: UUID, colleague: UUID) -> Standing:
    both = [participant, colleague]
    shut, team, glass = ask(STANDING, [*both, *both, *both, clock.now()])[0]
    return Standing(bool(shut), bool(team), bool(glass))


def one(participant: UUID, colleague: UUID) -> list[Participant]:
    """Her row, or none."""
    return find(Participant, ONE, [participant, colleague])


def sealed_cards(wanted: list[UUID], colleague: UUID) -> SealedRows:
    """The cards of these people, but of those who keep this colleague away."""
    question = CARDS.format(ids=places(wanted), kept_away=KEPT_AWAY)
    return as_sealed(ask(question, [*wanted, colleague]) if wanted else [])


def as_sealed(rows: Iterable[Any]) -> SealedRows:
    """Whose each row is, by the row's id, and the rows as `SealedRow.open_values` takes them.

    The rows are participant, id, version, lockbox and what is sealed.
    """
    whose: dict[UUID, UUID] = {}
    values: list[tuple[UUID, int, UUID, bytes]] = []
    for her, id, version, lockbox, sealed in rows:
        row = as_id(id)
        whose[row] = as_id(her)
        values.append((row, version, as_id(lockbox), sealed))
    return whose, values
