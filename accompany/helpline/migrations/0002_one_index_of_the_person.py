"""Drop `conversation_of_person`: the key to the participant has an index of its own.

Both had the same column, and every text that arrived wrote both.

Safe while the last release runs: nothing is changed but how rows are found.
Going back: the index is built again.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("helpline", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="conversation", name="conversation_of_person"),
    ]
