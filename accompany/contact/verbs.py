"""What the letters write into the ledger."""

from accompany.ledger.verbs import verb

CAME = verb("took in a letter")
READ = verb("read a letter", is_look=True)
ANSWERED = verb("marked a letter as answered")
PUT_BACK = verb("put a letter back as unread")
MOVED = verb("moved a letter to another topic")
ERASED = verb("erased a letter", erases=True)
ERASED_ON_ITS_DAY = verb("erased a letter on its day", erases=True)
