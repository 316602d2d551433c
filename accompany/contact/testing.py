"""Letters for tests and demo data, made the way they are made in earnest."""

from secrets import token_urlsafe
from typing import Any  # Any: fields of `LetterWords`

from accompany.contact import actions
from accompany.contact.models import Letter, LetterWords, Topic


def make_letter(
    text: str = "Could somebody speak at our school?", *, topic: Topic = Topic.TRAINING, **more: Any
) -> Letter:
    """A letter that came."""
    words = LetterWords(text=text, **more)
    return actions.take_in(topic=topic, words=words, once=token_urlsafe(24))
