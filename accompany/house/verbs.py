"""What the house itself does, as the ledger says it."""

from accompany.ledger.verbs import verb

FOUNDED = verb("founded the house")
RESTORED = verb("restored the house from a backup")
