"""An award's terms: what its letter says, and by what a change made meanwhile is noticed."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from accompany.awards.models import Award

# Any: the value of any of the columns below
Terms = Mapping[str, Any]

TERMS = (
    "funder",
    "name",
    "number",
    "first_day",
    "last_day",
    "fiscal_start_month",
    "not_tracked",
)


def as_seen(award: Award) -> str:
    """A mark of an award's terms, the same as long as none of them changes."""
    said = "\n".join(str(getattr(award, term)) for term in TERMS)
    return blake2b(said.encode(), digest_size=16).hexdigest()
