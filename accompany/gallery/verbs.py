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
ASKED_COUNCIL = verb("asked the survivor council about a work")
LOOKED_AT_WAITING = verb("looked at the works that wait for the council", is_look=True)
READ_PROPOSAL = verb("opened a work that waits for the council", is_look=True)
SAID_YES = verb("said yes to a work")
SAID_NO = verb("sent a work back")
ENDED_ASKING = verb("ended what the council was asked about a work")
MADE_SLIP = verb("printed a slip for an artist")
PRINTED_PROOF = verb("printed a proof for an artist")
