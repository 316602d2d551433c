"""A table of sealed files: which lockbox each is sealed under.

A new table; nothing is read of it by the last release. Going back loses nothing that it knew.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sealed', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SealedFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('pieces', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('lockbox', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sealed.lockbox')),
            ],
        ),
    ]
