"""An event as a file for a calendar.

A calendar shows its entries to whoever looks at the telephone. So the entry is named as the page's
tab is, and says when and where: no name of ours, no link, no words about what happens there.
"""

from datetime import UTC
from uuid import uuid5

from icalendar import Calendar, Event

from accompany import clock
from accompany.website.access import over_at
from accompany.website.models import EventPage

FILE = "event.ics"


def written(page: EventPage) -> bytes:
    """The file (RFC 5545)."""
    entry = Event()
    entry.add("uid", str(uuid5(page.translation_key, "event")))
    entry.add("dtstamp", (page.last_published_at or clock.now()).astimezone(UTC))
    entry.add("dtstart", page.starts_at.astimezone(UTC))
    entry.add("dtend", over_at(page).astimezone(UTC))
    entry.add("summary", page.tab)
    entry.add("class", "PRIVATE")
    entry.add("transp", "OPAQUE")
    if page.place:
        entry.add("location", page.place)
    calendar = Calendar()
    calendar.add("prodid", "-//Calendar//Event//EN")
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())
