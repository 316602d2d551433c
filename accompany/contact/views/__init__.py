"""One request, one letter. `take` is what a page of the public site calls for its form."""

from accompany.contact.views.public import take

__all__ = ["take"]
