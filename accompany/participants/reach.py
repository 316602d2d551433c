"""What every page asks about a participant, written out: who she is, her card, who stands where.

It asks for nobody's capability: `access` does, and it alone comes here. Whoever she keeps away
finds neither her nor her card.
"""

from dataclasses import dataclass
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

SealedCards = tuple[dict[UUID, UUID], list[tuple[UUID, int, UUID, bytes]]]


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


def sealed_cards(wanted: list[UUID], colleague: UUID) -> SealedCards:
    """Whose each card is, by its id, and the cards as `Card.open_values` takes them."""
    whose: dict[UUID, UUID] = {}
    values: list[tuple[UUID, int, UUID, bytes]] = []
    if wanted:
        question = CARDS.format(ids=places(wanted), kept_away=KEPT_AWAY)
        for her, id, version, lockbox, sealed in ask(question, [*wanted, colleague]):
            whose[as_id(id)] = as_id(her)
            values.append((as_id(id), version, as_id(lockbox), sealed))
    return whose, values
