"""The gallery: works, consents, rooms, what hangs and its public pictures.

New tables only. Going back drops them, and what hangs with them.
"""

import uuid

import django.db.models.deletion
import django.db.models.lookups
from django.db import migrations, models

import accompany.gallery.models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('sealed', '0002_a_file_beside_a_row'),
    ]

    operations = [
        migrations.CreateModel(
            name='Artwork',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('sealed', models.BinaryField()),
                ('made_in', models.CharField(choices=[('studio', 'Open studio'), ('therapy', 'Art therapy')], max_length=8)),
                ('added_at', models.DateTimeField()),
                ('hung_at', models.DateTimeField(null=True)),
                ('slip', models.CharField(max_length=64, null=True, unique=True)),
                ('slip_opens', models.BinaryField(null=True)),
                ('slip_made_at', models.DateTimeField(null=True)),
                ('lockbox', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sealed.lockbox')),
                ('original', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='sealed.sealedfile')),
                ('preview', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='sealed.sealedfile')),
            ],
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('use', models.CharField(choices=[('web', 'Shown on our site'), ('print', 'Printed'), ('show', 'Shown in a room'), ('sale', 'Sold'), ('training', 'Shown in trainings')], max_length=8)),
                ('given_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('artwork', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='gallery.artwork')),
            ],
        ),
        migrations.CreateModel(
            name='Hanging',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('place', models.PositiveIntegerField(default=0)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('medium', models.CharField(blank=True, max_length=120)),
                ('year', models.CharField(blank=True, max_length=20)),
                ('statement', models.TextField(blank=True, max_length=1200)),
                ('credit_line', models.CharField(blank=True, max_length=80)),
                ('alt', models.CharField(blank=True, max_length=400)),
                ('hung_at', models.DateTimeField()),
                ('taken_down_at', models.DateTimeField(null=True)),
                ('artwork', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='hangings', to='gallery.artwork')),
            ],
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('name', models.CharField(max_length=48, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=4)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('size', models.PositiveIntegerField()),
                ('hanging', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pictures', to='gallery.hanging')),
            ],
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('place', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('name',), name='a_room_has_a_name_of_its_own')],
            },
        ),
        migrations.AddField(
            model_name='hanging',
            name='room',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hangings', to='gallery.room'),
        ),
        migrations.AddConstraint(
            model_name='artwork',
            constraint=models.CheckConstraint(condition=models.Q(('made_in', 'studio'), ('hung_at', None), _connector='OR'), name='a_work_made_in_therapy_never_hangs'),
        ),
        migrations.AddConstraint(
            model_name='artwork',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('slip', None), ('slip_made_at', None), ('slip_opens', None)), models.Q(('slip__isnull', False), ('slip_made_at__isnull', False), ('slip_opens__isnull', False)), _connector='OR'), name='a_slip_is_there_as_a_whole_or_not_at_all'),
        ),
        migrations.AddIndex(
            model_name='consent',
            index=models.Index(fields=['artwork', 'use'], name='consents_of_a_work'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('given_on'))), name='a_consent_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(accompany.gallery.models.DaysBetween(models.F('ends_on'), models.F('given_on')), 1096), name='a_consent_lasts_36_months_at_most'),
        ),
        migrations.AddConstraint(
            model_name='hanging',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_down_at', None)), fields=('artwork',), name='a_work_hangs_in_one_place'),
        ),
        migrations.AddConstraint(
            model_name='hanging',
            constraint=models.CheckConstraint(condition=models.Q(('taken_down_at', None), models.Q(('alt', ''), ('credit_line', ''), ('medium', ''), ('room', None), ('statement', ''), ('title', ''), ('year', '')), _connector='OR'), name='what_came_down_keeps_no_word'),
        ),
        migrations.AddConstraint(
            model_name='hanging',
            constraint=models.CheckConstraint(condition=models.Q(('taken_down_at__isnull', False), models.Q(models.Q(('title', ''), _negated=True), models.Q(('alt', ''), _negated=True), ('artwork__isnull', False), ('room__isnull', False)), _connector='OR'), name='what_hangs_has_a_title_and_is_put_into_words'),
        ),
    ]
