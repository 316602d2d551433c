"""What the loop does for the public site.

What an editor put on a day appears and ends on it. And a copy of the public pages lies ready as
plain files, for a web server to serve while this house does not answer.
"""

from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from wagtail.models import Page, Revision

from accompany import clock
from accompany.house import language
from accompany.house.due import due
from accompany.house.live import PUBLIC
from accompany.website import access, copying, images
from accompany.website.models import council

COPY = "site-copy"


@due("website: pages that begin or end today", every=timedelta(seconds=30))
def keep_the_days() -> int:
    """Publish what is due and take down what is over. Returns how many pages that concerned."""
    now = clock.now()
    waiting = Revision.objects.filter(approved_go_live_at__lte=now).count()
    over = list(Page.objects.filter(live=True, expire_at__lte=now).specific())
    for page in over:  # by its own way down: Wagtail's command takes it down past it, untold
        page.unpublish(set_expired=True)
    if waiting:
        call_command("publish_scheduled", verbosity=0)
    return int(waiting) + len(over)


@due("website: what the council is asked about versions that changed", every=timedelta(minutes=5))
def close_outdated() -> int:
    """Saving a page closes it; this finds what was changed past that, or before."""
    return council.close_outdated()


@due("website: files of pictures that are gone", every=timedelta(hours=6))
def sweep_pictures() -> int:
    return images.sweep()


@due(
    "website: the copy for when this house is down",
    every=timedelta(days=1),
    hears=[PUBLIC],
    settle=timedelta(seconds=15),
)
def refresh_copy() -> int:
    """Write anew what changed of the copy; within a minute of a publication or a taking down.

    Once a day too: an event is over, and the address for faults is good for another while.
    """
    if access.home(language.FIRST) is None:
        return 0
    done = copying.export(settings.HOUSE_DATA / COPY)
    return done.written + done.removed
