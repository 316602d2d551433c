"""What goes when she asks to be forgotten: the account of what was given to her."""

from accompany.participants.erasure import on_erase
from accompany.participants.models import Participant
from accompany.releases.models import Disclosure


@on_erase
def forget(participant: Participant) -> None:
    """Delete the account that lies in her file. The ledger's lines point at a handle of nobody."""
    Disclosure.objects.filter(lockbox=participant.file_box_id).delete()
