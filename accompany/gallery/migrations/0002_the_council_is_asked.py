"""The survivor council is asked before a work hangs: proposals, and the yes that a hanging names.

What hung or had hung before is marked `is_older` as the column is added, and stays as it is. While
the last release runs on these tables it can take works down and hang none. Going back drops what
the council was asked and said; what hangs stays.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('gallery', '0001_initial'),
        ('sealed', '0002_a_file_beside_a_row'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='hanging',
            name='is_older',
            field=models.BooleanField(default=True),
        ),
        migrations.AlterField(
            model_name='hanging',
            name='is_older',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('sealed', models.BinaryField()),
                ('asked_at', models.DateTimeField()),
                ('said_yes_at', models.DateTimeField(null=True)),
                ('said_no_at', models.DateTimeField(null=True)),
                ('yes', models.UUIDField(null=True, unique=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('artwork', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposals', to='gallery.artwork')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('consent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposals', to='gallery.consent')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lockbox', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sealed.lockbox')),
                ('picture', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='sealed.sealedfile')),
            ],
        ),
        migrations.AddField(
            model_name='hanging',
            name='proposal',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hangings', to='gallery.proposal', to_field='yes'),
        ),
        migrations.AddConstraint(
            model_name='hanging',
            constraint=models.CheckConstraint(condition=models.Q(('is_older', True), ('proposal__isnull', False), _connector='OR'), name='what_hangs_names_the_councils_yes'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('artwork',), name='a_work_is_asked_about_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('said_no_at', None), ('said_yes_at', None), ('yes', None)), models.Q(('decided_by__isnull', False), ('said_no_at', None), ('said_yes_at__isnull', False), ('yes__isnull', False)), models.Q(('decided_by__isnull', False), ('said_no_at__isnull', False), ('said_yes_at', None), ('yes', None)), _connector='OR'), name='a_yes_or_a_no_is_there_as_a_whole_or_not_at_all'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='nobody_decides_on_what_she_asked'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('said_no_at', None), ('ended_at__isnull', False), _connector='OR'), name='a_no_ends_it'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('picture', None), models.Q(('ended_at', None), ('said_no_at', None), ('said_yes_at', None)), _connector='OR'), name='only_what_waits_has_a_picture_for_the_council'),
        ),
    ]
