"""Works, consents and hangings for tests and demo data. Every name here is made up."""

import io
from datetime import date, timedelta
from typing import Any  # Any: any word of a work
from uuid import uuid4

from PIL import Image

from accompany import clock
from accompany.gallery import actions
from accompany.gallery.models import (
    Artwork,
    ArtworkWords,
    Consent,
    Credit,
    Hanging,
    MadeIn,
    Proposal,
    Use,
)
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague

SMALL = (120,)


def make_keepers() -> tuple[Acting, Acting]:
    """A keeper and a supervisor: the two who hold the keys of the gallery."""
    return make_colleague(Role.KEEPER), make_colleague(Role.SUPERVISOR)


def a_picture(size: tuple[int, int] = (240, 180), kind: str = "JPEG", **how: Any) -> bytes:
    """A small picture file, as somebody would send one."""
    file = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert("RGB").save(file, kind, **how)
    return file.getvalue()


def make_work(
    by: Acting, title: str = "Porch light", *, made_in: str = MadeIn.STUDIO, **words: Any
) -> Artwork:
    said: dict[str, Any] = {
        "medium": "Cut paper",
        "alt": "Paper-cut hills with a round yellow light.",
        "credit": Credit.INITIALS.value,
        "credit_name": "R.T.",
        "artist": "Rosalind Teague",
        "reach": "Through Bea, Tuesdays",
    }
    return actions.add_work(
        id=uuid4(),
        words=ArtworkWords(title=title, **(said | words)),
        made_in=made_in,
        picture=a_picture(),
        by=by,
    )


def agree(
    work: Artwork, by: Acting, *uses: str, given_on: date | None = None, days: int = 365
) -> list[Consent]:
    """She agrees, to our site unless it is said otherwise."""
    given = given_on or clock.today()
    return actions.give_consents(
        work=work,
        uses=uses or (Use.WEB,),
        given_on=given,
        ends_on=given + timedelta(days=days),
        by=by,
    )


def ask(work: Artwork, by: Acting) -> Proposal:
    """The council is asked, and it waits."""
    return actions.ask_council(work=work, by=by, longest=SMALL[0])


def make_asked(by: Acting, title: str = "Porch light", **words: Any) -> Proposal:
    """A work with her consent that waits for the council."""
    work = make_work(by, title, **words)
    agree(work, by)
    return ask(work, by)


def let_hang(work: Artwork, by: Acting) -> Proposal:
    """The council is asked and says yes."""
    proposal = ask(work, by)
    actions.say_yes(id=proposal.id, by=make_colleague(Role.COUNCIL))
    return Proposal.objects.get(id=proposal.id)


def make_hung(by: Acting, title: str = "Porch light", room: str = "Dusk", **words: Any) -> Hanging:
    """A work that hangs with her consent and the council's yes."""
    work = make_work(by, title, **words)
    agree(work, by)
    let_hang(work, by)
    return actions.hang(work=work, room=room, by=by, widths=SMALL)
