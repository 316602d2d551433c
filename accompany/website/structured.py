"""What search engines read of a page (schema.org), as a block of data that no browser runs.

It gives nothing away that the page itself does not say in words. No participant is ever in it.
"""

import json
from typing import Any  # Any: JSON
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accompany.house import known
from accompany.house.models import Organization
from accompany.website.access import languages
from accompany.website.models import EventPage, HomePage, SitePage

CONTEXT = "https://schema.org"
# As JSON has them: no text can end the block, or begin a tag or a comment in it.
ESCAPES = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}

Data = dict[str, Any]


def block(page: SitePage) -> SafeString:
    """The block for this page, or nothing."""
    said = data(page)
    if not said:
        return SafeString("")
    written = json.dumps(said, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>', SafeString(written)
    )  # escaped above


def data(page: SitePage) -> Data:
    """What is said of this page; nothing of most."""
    if isinstance(page, HomePage):
        return {"@context": CONTEXT, **organization(in_full=True)}
    if isinstance(page, EventPage):
        return {"@context": CONTEXT, **event(page)}
    return {}


def organization(*, in_full: bool = False) -> Data:
    """Name and address on the web; on the front page also what is printed there."""
    found = known.organization()
    said: Data = {"@type": "Organization", "name": found.name, "url": f"{settings.BASE_URL}/"}
    if in_full:
        said["knowsLanguage"] = languages()
        if found.helpline_number:
            said["telephone"] = found.helpline_number
        if found.mailing_address:
            said["address"] = ", ".join(found.mailing_address.split("\n")).replace("\r", "")
    return said


def event(page: EventPage) -> Data:
    """When, and as much of where as the page says."""
    zone = ZoneInfo(Organization.current().timezone)
    said: Data = {
        "@type": "Event",
        "name": page.title,
        "url": settings.BASE_URL + page.address,
        "startDate": page.starts_at.astimezone(zone).isoformat(timespec="seconds"),
        "eventStatus": f"{CONTEXT}/EventScheduled",
        "inLanguage": page.locale.language_code,
        "organizer": organization(),
    }
    if page.ends_at:
        said["endDate"] = page.ends_at.astimezone(zone).isoformat(timespec="seconds")
    if page.place:
        said["location"] = {"@type": "Place", "name": page.place}
    return said
