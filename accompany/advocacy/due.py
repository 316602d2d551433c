"""Notes are hers to keep while she is with us. They go 90 days after her record is closed.

What the law holds stays until the hold is lifted.
"""

from datetime import timedelta

from django.db import transaction

from accompany import clock
from accompany.advocacy import verbs
from accompany.advocacy.models import Note
from accompany.house.due import due
from accompany.ledger.lines import HOUSE, record_rows
from accompany.participants.models import LegalHold

KEPT_AFTER_CLOSING = timedelta(days=90)
AT_ONCE = 100  # a short transaction, so that nobody waits behind it


@due("notes of closed records", every=timedelta(hours=6))
def let_notes_go() -> int:
    """Delete the notes of records closed 90 days ago or longer. Says how many."""
    gone = 0
    while several := _let_several_go():
        gone += several
    return gone


@transaction.atomic
def _let_several_go() -> int:
    held = LegalHold.objects.filter(lifted_at=None)
    long_closed = Note.objects.filter(
        participant__closed_at__lte=clock.now() - KEPT_AFTER_CLOSING
    ).exclude(participant__in=held.values("participant"))
    notes = list(long_closed.select_related("participant").order_by("id")[:AT_ONCE])
    Note.objects.filter(id__in=[note.id for note in notes]).delete()
    if notes:
        record_rows(verbs.LET_NOTE_GO, notes, by=HOUSE)
    return len(notes)
