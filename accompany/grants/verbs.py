"""What the ledger says about reports. They are about nobody, so nobody's page shows them."""

from accompany.ledger.verbs import verb

MADE_READY = verb("made a report ready")
TOOK_BACK = verb("took a report back", erases=True)
TICKED = verb("ticked a report")
FROZE = verb("froze a report")
OPENED_TRUE_NUMBERS = verb("opened a report's true numbers", is_look=True)
