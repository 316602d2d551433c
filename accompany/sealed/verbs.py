"""What the ledger says about keys. None of these is about a participant."""

from accompany.ledger.verbs import verb

MADE_CIRCLE = verb("made a circle")
APPROVED = verb("approved a newcomer to a circle")
ADMITTED = verb("sealed a circle's keys to a colleague")
REMOVED = verb("removed a colleague from a circle")
REFUSED_KEY = verb("refused a public key that was not the pinned one")
NEW_PASSPHRASE = verb("changed a passphrase")
NEW_PAIR = verb("made a new key pair after a lost passphrase")
RETIRED_PAIR = verb("retired a colleague's key pair")
APPROVED_RETURN = verb("approved a colleague's new key pair")
HEALED = verb("granted lockboxes again after a lost passphrase")
MADE_RECOVERY = verb("made the recovery key")
DRILLED = verb("rehearsed the recovery shares")
RECOVERED = verb("recovered a circle with the paper shares")
TOO_FEW_OPENERS = verb("found a lockbox that fewer than two people can open")
TRUSTED = verb("trusted the public keys of a restored database")
