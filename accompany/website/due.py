"""What the loop does for the public site: what an editor put on a day appears and ends on it."""

from datetime import timedelta

from django.core.management import call_command
from django.db.models import Q
from wagtail.models import Page, Revision

from accompany import clock
from accompany.house.due import due
from accompany.website import images


@due("website: pages that begin or end today", every=timedelta(seconds=30))
def keep_the_days() -> int:
    """Publish what is due and take down what is over. Returns how many pages that concerned."""
    now = clock.now()
    waiting = Revision.objects.filter(approved_go_live_at__lte=now).count()
    over = Page.objects.filter(Q(live=True) & Q(expire_at__lte=now)).count()
    if waiting or over:
        call_command("publish_scheduled", verbosity=0)
    return int(waiting + over)


@due("website: files of pictures that are gone", every=timedelta(hours=6))
def sweep_pictures() -> int:
    return images.sweep()
