"""Builds the synthetic organization "Alder Street" into a new data folder.

The same at every run but for keys and ids; dates are counted back from today.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.conf import settings

from accompany import clock
from accompany.awards.models import Award
from accompany.demo import gallery, tonight
from accompany.demo.colleagues import ACCOUNTS, hire
from accompany.demo.history import History, moment
from accompany.demo.people import people
from accompany.house.db import statistics
from accompany.house.models import Organization
from accompany.website import starting

Progress = Callable[[str, int, int], None]

MARK = "demo.json"
DAYS = 730


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    people: int
    services: int
    notes: int
    contacts: int
    live: bool = True


SIZES = {
    "small": Size(people=12, services=120, notes=30, contacts=40, live=False),
    "usual": Size(people=120, services=2_500, notes=700, contacts=900),
    "large": Size(people=10_000, services=200_000, notes=20_000, contacts=50_000),
}


def build(size: str = "usual", progress: Progress = lambda label, done, total: None) -> None:
    """Fill empty, migrated databases. Raises `ValueError` for a size nobody knows."""
    try:
        how = SIZES[size]
    except KeyError:
        raise ValueError(f"No such size: {size}. Choose small, usual or large.") from None
    last = clock.today() - timedelta(days=1)
    first = last - timedelta(days=DAYS)
    chance = Random(555)
    with clock.stopped_at(moment(first - timedelta(days=30))):
        make_organization()
        here = hire()
        awards = make_awards(first)
    progress("Colleagues and awards", 1, 1)
    history = History(
        people=people(how.people, first=first, last=last, here=here, chance=chance),
        services=how.services,
        notes=how.notes,
        contacts=how.contacts,
        first=first,
        last=last,
        here=here,
        awards=awards,
        chance=chance,
        progress=progress,
    )
    history.write()
    tonight.send_past_quarters(here, awards, only_last=not how.live)
    gallery.hang(here, last=last, is_small=not how.live, progress=progress)
    starting.start("alder-street", by=here["thea"], is_public=True, progress=progress)
    tonight.prepare(here, history.known, is_live=how.live, progress=progress)
    statistics.refresh()
    write_mark()


def make_organization() -> Organization:
    """Alder Street, with a helpline nobody can reach."""
    Organization.objects.filter(id=1).delete()
    organization = Organization(
        name="Alder Street",
        helpline_number="+12065550188",
        text_number="+12065550188",
        helpline_hours="Day and night",
        helpline_hours_es="De día y de noche",
        timezone=settings.TIME_ZONE,
        email="hello@alder.example",
        mailing_address="PO Box 555, Anytown",
    )
    organization.save()
    return organization


def make_awards(first: date) -> list[Award]:
    """Two awards with different fiscal years, running from before the first day until next year."""
    year = first.year - (first.month < 10)
    return [
        Award.objects.create(
            funder="State Office of Crime Victims",
            name="Victim Assistance",
            number="00-VT-0142",
            first_day=date(year, 10, 1),
            last_day=date(year + 4, 9, 30),
        ),
        Award.objects.create(
            funder="City Human Services",
            name="Mobile advocacy",
            number="00-HS-0117",
            first_day=date(year, 1, 1),
            last_day=date(year + 4, 12, 31),
            fiscal_start_month=1,
        ),
    ]


def write_mark() -> None:
    """Mark the folder as a demo folder, and say who may sign in."""
    path = settings.DATA / MARK
    accounts = {"accounts": [account.as_json() for account in ACCOUNTS]}
    path.write_text(json.dumps(accounts, indent=1), encoding="utf-8")
    os.chmod(path, 0o600)
