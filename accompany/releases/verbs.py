"""What the ledger says when words or numbers leave."""

from django.utils.translation import gettext_lazy as _

from accompany.ledger.verbs import verb

GAVE_TO_HERSELF = verb("gave to herself", her_words=_("gave you a copy, or wrote to you"))
PUBLISHED_NUMBERS = verb("let numbers out")
