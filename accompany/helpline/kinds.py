"""What a contact with the helpline can be: lists that funders and the field share, as data.

A contact that holds no conversation is logged too: silence is often someone who had to hang up.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    CALL = "call", _("Call")
    TEXT = "text", _("Text")
    CHAT = "chat", _("Chat")
    EMAIL = "email", _("E-mail")
    WALK_IN = "walk-in", _("Walk-in")


class Kind(TextChoices):
    CONVERSATION = "conversation", _("A conversation")
    ACCOMPANIMENT = "accompaniment", _("Asked someone to come")
    SILENT = "silent", _("Silent")
    HANG_UP = "hang-up", _("Hung up")
    CUT_OFF = "cut-off", _("Cut off on their side")
    WE_ENDED = "we-ended", _("We ended it")
    HARASSING = "harassing", _("Harassing")
    WRONG_NUMBER = "wrong-number", _("Wrong number")
    THANKS = "thanks", _("A thank-you")
    TEST = "test", _("A test")
    OUTGOING = "outgoing", _("We called out")

    @property
    def is_contact(self) -> bool:
        """Whether someone was spoken with: only these are counted as contacts."""
        return self in (Kind.CONVERSATION, Kind.ACCOMPANIMENT)


class Minutes(TextChoices):
    FEW = "0-5", _("Up to 5 min")
    SOME = "6-15", _("6–15")
    HALF_HOUR = "16-30", _("16–30")
    HOUR = "31-60", _("31–60")
    LONGER = "60+", _("Over an hour")


class Safe(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_ASKED = "not-asked", _("Not asked")
