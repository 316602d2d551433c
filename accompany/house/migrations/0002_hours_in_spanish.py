"""Give the organization its helpline's hours in Spanish.

One more column, empty: pages show the English hours until it is filled. Safe while the last
release runs; going back loses only the Spanish words.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('house', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='organization',
            name='helpline_hours_es',
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
