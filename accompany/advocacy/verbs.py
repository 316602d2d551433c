"""What can happen to a note or a service, and how she is told of it."""

from django.utils.translation import gettext_lazy as _

from accompany.ledger.verbs import verb

WROTE_NOTE = verb("wrote a note", her_words=_("wrote a note in your file"))
CHANGED_NOTE = verb("changed a note", her_words=_("changed a note in your file"))
TOOK_NOTE_OUT = verb("took out a note", her_words=_("took a note out of your file"), erases=True)
LET_NOTE_GO = verb(
    "let a note go", her_words=_("let a note go, 90 days after your file was closed"), erases=True
)
LOGGED_SERVICE = verb("logged a service", her_words=_("wrote down something done with you"))
CHANGED_SERVICE = verb("changed a service", her_words=_("corrected what was done with you"))
TOOK_SERVICE_OUT = verb(
    "took out a service", her_words=_("took back what was written down by mistake")
)
LOOKED_AT_SERVICES = verb(
    "looked at services", her_words=_("looked at what was done with you"), is_look=True
)
OPENED_NOTE = verb("opened a note", her_words=_("opened a note in your file"), is_look=True)
