"""What can happen to a work, its consents and its place on the wall."""

from accompany.ledger.verbs import verb

LOOKED_AT_WALL = verb("looked at the wall of the gallery", is_look=True)
OPENED_WORK = verb("opened a work", is_look=True)
ADDED_WORK = verb("added a work")
CHANGED_WORK = verb("changed a work")
DELETED_WORK = verb("deleted a work", erases=True)
GAVE_CONSENT = verb("wrote down an artist's consent")
WITHDREW_CONSENT = verb("took back an artist's consent")
HUNG_WORK = verb("hung a work")
CHANGED_WALL = verb("changed what hangs")
TOOK_DOWN = verb("took a work down")
MADE_SLIP = verb("printed a slip for an artist")
PRINTED_PROOF = verb("printed a proof for an artist")
