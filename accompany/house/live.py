"""Live pages: a page is told that something changed, never what.

`changed(topic)` belongs to the transaction that makes the change: a page hears of it only once it
is committed. On SQLite it raises a stamp that every process watches; on PostgreSQL it is a
notification, which takes no lock.
"""

from django.db import connection
from django.db.models import F

from accompany.house.models import Stamp

CHANNEL = "accompany"
PUBLIC = "public"


def changed(topic: str) -> None:
    """Tell every page that shows `topic`. Inside the transaction that changes it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, topic])
    elif not Stamp.objects.filter(topic=topic).update(n=F("n") + 1):
        Stamp.objects.create(topic=topic, n=1)
