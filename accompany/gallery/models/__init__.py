"""The gallery: works made here, what their artists agreed to, and what hangs in public.

Everything about a work is sealed, the picture too, for the keepers of the gallery alone. It hangs
while its artist agrees to that, in a face that the survivor council said yes to: a consent names
one use, has a last day and can be taken back, and a yes ends with the consent it stands on. What
hangs has a public face, in the clear as any public page. When it comes down its words are emptied
with the commit, and its address answers "gone" from then on. A work made in therapy never hangs.
"""

from accompany.gallery.models.consents import (
    MOST_DAYS,
    MOST_MONTHS,
    Consent,
    ConsentQuerySet,
    DaysBetween,
    Use,
)
from accompany.gallery.models.hangings import (
    NOT_SAID,
    WORDS_IN_PUBLIC,
    Hanging,
    HangingQuerySet,
    Picture,
    Room,
)
from accompany.gallery.models.proposals import (
    Face,
    Proposal,
    ProposalQuerySet,
)
from accompany.gallery.models.works import (
    Artwork,
    ArtworkWords,
    Credit,
    MadeIn,
    credited,
)

__all__ = [
    "MOST_DAYS",
    "MOST_MONTHS",
    "NOT_SAID",
    "WORDS_IN_PUBLIC",
    "Artwork",
    "ArtworkWords",
    "Consent",
    "ConsentQuerySet",
    "Credit",
    "DaysBetween",
    "Face",
    "Hanging",
    "HangingQuerySet",
    "MadeIn",
    "Picture",
    "Proposal",
    "ProposalQuerySet",
    "Room",
    "Use",
    "credited",
]
