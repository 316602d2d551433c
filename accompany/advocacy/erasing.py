"""What goes when she asks to be forgotten: her notes and every service given to her.

Frozen reports keep the numbers they were sent with; open periods lose her.
"""

from accompany.advocacy.models import Note, Service
from accompany.participants.erasure import on_erase
from accompany.participants.models import Participant


@on_erase
def forget(participant: Participant) -> None:
    """Delete her rows. The lines that named them point at a handle which dies with her."""
    Note.objects.filter(participant=participant).delete()
    Service.objects.filter(participant=participant).delete()
