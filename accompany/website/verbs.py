"""What the public site writes into the ledger."""

from accompany.ledger.verbs import verb

STARTED_SITE = verb("wrote the starter site")
PUBLISHED = verb("made a page public")
TOOK_DOWN = verb("took a page down")
DELETED = verb("deleted a page of the site")
ASKED_COUNCIL = verb("asked the survivor council about a page")
SAID_YES = verb("said yes to a page about participants")
SAID_NO = verb("said no to a page about participants")
CLOSED_QUESTION = verb("closed what the survivor council was asked: the page was changed")
READ_PAGE = verb("read a page that waits for the council", is_look=True)
MADE_TWIN = verb("began a page in another language")
LOOKED_AT_TWIN = verb("said that a page says what its English says")
EXPORTED = verb("wrote the public site as files")
