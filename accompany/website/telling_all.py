"""A page that is deleted or moved is gone from every process, feed, map and copy at once.

Publishing and taking down say so themselves (`SitePage`); these two Wagtail does past them.
"""

from typing import Any  # Any: what signals hand on

from django.db.models.signals import post_delete
from wagtail.log_actions import get_active_log_context
from wagtail.signals import post_page_move

from accompany.house import live
from accompany.ledger.lines import HOUSE, record
from accompany.website import verbs
from accompany.website.models import SitePage


def listen() -> None:
    post_delete.connect(deleted, sender=SitePage, dispatch_uid="website: a page is deleted")
    post_page_move.connect(moved, dispatch_uid="website: a page is moved")


def deleted(instance: SitePage, **kwargs: Any) -> None:
    live.changed(live.PUBLIC)
    record(verbs.DELETED, by=get_active_log_context().user or HOUSE, page=instance.pk)


def moved(**kwargs: Any) -> None:
    live.changed(live.PUBLIC)
