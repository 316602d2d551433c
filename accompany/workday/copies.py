"""Her copy: what we keep about her, opened once, to be read with her and printed if she wants it.

A private note stays its writer's: the copy says that one was written, when and by whom.
"""

from dataclasses import dataclass

from accompany.participants import access as participants
from accompany.participants.access import HerCopy
from accompany.participants.models import Participant
from accompany.staff.acting import Acting
from accompany.workday import timeline
from accompany.workday.timeline import Entry


@dataclass(frozen=True)
class Copy:
    """All of it, the oldest first, as a life is told."""

    hers: HerCopy
    entries: list[Entry]


def copy(participant: Participant, by: Acting) -> Copy:
    """Open everything that is shared about her. For her care team."""
    hers = participants.her_copy(participant, by)
    box = participants.file_box(participant, by)
    return Copy(hers, timeline.everything(participant, box=box, by=by))
