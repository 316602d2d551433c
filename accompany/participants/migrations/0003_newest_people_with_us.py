"""Find the newest people with us by an index: past a hundred they are walked, not sorted.

Safe while the last release runs: nothing is changed but how rows are found.
Going back: the index goes.
"""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("participants", "0002_newest_records")]

    operations = [
        migrations.AddIndex(
            model_name="participant",
            index=models.Index(
                fields=["-opened_at", "-id"],
                condition=Q(closed_at=None),
                name="newest_people_with_us",
            ),
        ),
    ]
