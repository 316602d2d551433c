"""Health: alive, and ready. Said to anybody who asks, without detail.

Ready means that both databases answer, that the loop came by within two minutes, and that the
disk has room. What is wrong is in the log, not in the answer.
"""

import logging
import shutil
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from accompany import clock
from accompany.house.doors import public
from accompany.house.models import Heartbeat

log = logging.getLogger(__name__)

LOOP = "loop"
STALE = timedelta(minutes=2)
ROOM = 200 * 1024 * 1024


@public
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"alive": True})


@public
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    parts = {"databases": databases(), "loop": loop(), "disk": disk()}
    for name in [name for name in parts if not parts[name]]:
        log.warning("Not ready: %s", name)
    return JsonResponse(
        {"ready": all(parts.values()), **parts}, status=200 if all(parts.values()) else 503
    )


def databases() -> bool:
    """Whether both answer."""
    try:
        for alias in connections:
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def loop() -> bool:
    """Whether the loop came by lately."""
    try:
        return Heartbeat.objects.filter(name=LOOP, at__gt=clock.now() - STALE).exists()
    except DatabaseError:
        return False


def disk() -> bool:
    """Whether there is room for a night's work."""
    there = next(
        each for each in [settings.HOUSE_DATA, *settings.HOUSE_DATA.parents] if each.exists()
    )
    return shutil.disk_usage(there).free > ROOM
