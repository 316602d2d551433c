"""What leaves on paper, for herself alone: who has looked, and a copy of what we keep about her."""

from hashlib import sha256

from django.db import transaction
from django.http import HttpResponse

from accompany.releases import gate
from accompany.releases.clearance import Clearance
from accompany.releases.outlets import outlet

LOOKED = "workday.looked"
COPY = "workday.copy"


@outlet(LOOKED)
@transaction.atomic
def give_looked(clearance: Clearance, paper: bytes) -> HttpResponse:
    """Who has looked, as a page to print."""
    _account(clearance, paper, "who-has-looked")
    return HttpResponse(paper)


@outlet(COPY)
@transaction.atomic
def give_copy(clearance: Clearance, paper: bytes) -> HttpResponse:
    """Everything shared with her care team, as a page to print."""
    _account(clearance, paper, "card", "file", "facts", "notes", "services", "conversations")
    return HttpResponse(paper)


def _account(clearance: Clearance, paper: bytes, *categories: str) -> None:
    gate.disclosed(clearance, "herself", categories, sha256(paper).hexdigest())
