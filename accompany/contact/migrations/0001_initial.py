"""Make the table of letters, each sealed to the circle whose work it is.

A new table only. Safe while the last release runs; going back drops letters not yet answered.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('sealed', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('sealed', models.BinaryField()),
                ('topic', models.CharField(choices=[('support', 'Support, for me or for someone I know'), ('training', 'A training or a talk'), ('press', 'Press'), ('art', 'Art'), ('other', 'Something else')], max_length=10)),
                ('circle', models.CharField(max_length=32)),
                ('once', models.CharField(max_length=64, unique=True)),
                ('came_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('erase_due', models.DateTimeField()),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lockbox', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sealed.lockbox')),
            ],
            options={
                'indexes': [models.Index(fields=['circle', '-came_at', '-id'], name='letter_of_circle'), models.Index(fields=['erase_due'], name='letter_to_forget')],
                'constraints': [models.CheckConstraint(condition=models.Q(('erase_due__gt', models.F('came_at'))), name='a_letter_is_erased_after_it_came'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('read_at__isnull', False)), _connector='OR'), name='an_answered_letter_was_read_and_says_by_whom')],
            },
        ),
    ]
