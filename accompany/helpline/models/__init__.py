"""The helpline: conversations by text and web chat, what waits to go out, and a tally of contacts.

What anybody said, and every number, is sealed; a row in the clear says only that a conversation is
going on, who of us is in it and when it is to be forgotten. A conversation is in a lockbox of its
own until it is moved into a participant's file. One text from one number is taken in once, however
often the telephone company hands it over. A note between colleagues is its own kind of row: nothing
that sends can be given one.
"""

from accompany.helpline.models.conversations import (
    CHAT_LIFE,
    QUIET_AFTER,
    SILENCE,
    TEXT_LIFE,
    Channel,
    ChatDoor,
    Conversation,
    ConversationQuerySet,
    Ending,
    erase_due,
)
from accompany.helpline.models.desk import (
    SEEN_WITHIN,
    UNDO_LOG,
    AnonymousContact,
    Duty,
    SavedPhrase,
    day_of,
)
from accompany.helpline.models.outbox import (
    LONGEST_TEXT,
    OUTBOX_LIFE,
    RECEIPT_LIFE,
    DemoText,
    OutgoingText,
    ProviderReceipt,
    State,
    Suppression,
    Why,
)
from accompany.helpline.models.said import (
    LONGEST_MESSAGE,
    ContactNote,
    ContactNoteWords,
    Direction,
    Message,
    MessageWords,
    Sheet,
    SheetWords,
)

__all__ = [
    "CHAT_LIFE",
    "LONGEST_MESSAGE",
    "LONGEST_TEXT",
    "OUTBOX_LIFE",
    "QUIET_AFTER",
    "RECEIPT_LIFE",
    "SEEN_WITHIN",
    "SILENCE",
    "TEXT_LIFE",
    "UNDO_LOG",
    "AnonymousContact",
    "Channel",
    "ChatDoor",
    "ContactNote",
    "ContactNoteWords",
    "Conversation",
    "ConversationQuerySet",
    "DemoText",
    "Direction",
    "Duty",
    "Ending",
    "Message",
    "MessageWords",
    "OutgoingText",
    "ProviderReceipt",
    "SavedPhrase",
    "Sheet",
    "SheetWords",
    "State",
    "Suppression",
    "Why",
    "day_of",
    "erase_due",
]
