"""What the ledger says about awards and reports. About nobody: no page of hers shows them."""

from accompany.ledger.verbs import verb

ENTERED_AWARD = verb("entered an award")
CHANGED_AWARD = verb("changed an award")
MADE_READY = verb("made a report ready")
TOOK_BACK = verb("took a report back", erases=True)
TICKED = verb("ticked a report")
FROZE = verb("froze a report")
OPENED_TRUE_NUMBERS = verb("opened a report's true numbers", is_look=True)
