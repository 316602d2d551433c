"""What goes when she asks to be forgotten: her notes and every service given to her.

Frozen reports keep the numbers they were sent with; open periods lose her.
"""

from accompany.advocacy.models import Note, Service
from accompany.participants.erasure import on_erase
from accompany.participants.models import Participant
from accompany.staff import drafts


@on_erase
def forget(participant: Participant) -> None:
    """Delete her rows. The lines that named them point at a handle which dies with her."""
    for rows in (Note, Service):
        hers = rows.objects.filter(participant=participant)
        drafts.forget_about(hers.values_list("id", flat=True))
        hers.delete()
