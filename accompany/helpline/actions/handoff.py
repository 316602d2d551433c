"""Moving a conversation into a participant's file, with her yes.

Her words are sealed again for her file and the conversation's own key is destroyed. Whoever moved
it and is not on her care team keeps no key to it. A later text begins a fresh conversation, linked.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.helpline import access, verbs
from accompany.helpline.actions import chats
from accompany.helpline.models import (
    AnonymousContact,
    ContactNote,
    Conversation,
    Ending,
    Message,
    OutgoingText,
    Sheet,
    State,
)
from accompany.house.live import changed
from accompany.house.refusals import Refusal
from accompany.ledger.lines import record_rows
from accompany.participants.models import Participant
from accompany.sealed.documents import SealedRow
from accompany.sealed.lockboxes import (
    OpenLockbox,
    SealingLockbox,
    open_lockbox,
    order_shred,
    sealing,
)
from accompany.staff.access import require
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability


class StillSending(Refusal):
    message = _("A text is on its way out. Wait until it has gone, then go on.")


@transaction.atomic
def move(*, conversation: Conversation, participant: Participant, by: Acting) -> None:
    """Seal a conversation again into her file, end it here, and destroy its own key."""
    require(by, Capability.ANSWER_HELPLINE)
    conversation = access.conversation(conversation.id, by, lock=True)
    if _on_its_way(conversation):
        raise StillSending
    old = open_lockbox(conversation.lockbox_id, by=by)
    file = sealing(participant.file_box_id)
    if conversation.is_going:
        chats.end(conversation, Ending.MOVED, by=by)
    rows = [
        *_moved(Message.objects.filter(conversation=conversation), old, file),
        *_moved(ContactNote.objects.filter(conversation=conversation), old, file),
        *_moved(Sheet.objects.filter(conversation=conversation), old, file),
    ]
    Conversation.objects.filter(id=conversation.id).update(
        lockbox_id=file.id,
        participant=participant,
        moved_at=clock.now(),
        erase_due=None,
        assigned_to=None,
    )
    AnonymousContact.objects.filter(conversation=conversation).delete()
    order_shred([old.id])
    changed("helpline")
    record_rows(verbs.MOVED, [*rows, conversation], by=by, subject=participant.handle)


def _on_its_way(conversation: Conversation) -> bool:
    states = (State.QUEUED, State.SENDING)
    return OutgoingText.objects.filter(
        message__conversation=conversation, state__in=states
    ).exists()


def _moved(rows: Iterable[SealedRow], old: OpenLockbox, file: SealingLockbox) -> list[SealedRow]:
    moved = []
    for row in rows:
        words = row.open(old).words
        row.reseal(words, box=file)
        moved.append(row)
    return moved
