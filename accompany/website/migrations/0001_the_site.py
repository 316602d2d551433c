"""Make the public site's tables: pages, pictures, facts, and what the council decided.

New tables only, beside the CMS's own; nothing that was there changes. Safe while the last release
runs; going back drops the site.
"""

import uuid

import django.db.models.deletion
import modelsearch.index
import taggit.managers
import wagtail.fields
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SitePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('tab', models.CharField(help_text='What a tab and a browser’s history show. It must tell a stranger nothing.', max_length=40, verbose_name='neutral short name')),
                ('lede', models.TextField(blank=True, max_length=400, verbose_name='first sentence')),
                ('body', wagtail.fields.StreamField([('text', 0), ('voice', 4), ('steps', 11), ('doors', 20), ('rows', 25), ('questions', 30), ('timeline', 35), ('facts', 43), ('notice', 46), ('reach', 49), ('picture', 52), ('artwork', 54), ('coming_up', 56), ('link_out', 60), ('people', 66)], blank=True, block_lookup={0: ('accompany.website.blocks.TextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ul', 'ol', 'link']}), 1: ('wagtail.blocks.TextBlock', (), {'label': 'the words, as they were said', 'max_length': 600}), 2: ('wagtail.blocks.CharBlock', (), {'help_text': 'As she chose to be named.', 'label': 'whose', 'max_length': 120}), 3: ('wagtail.blocks.CharBlock', (), {'help_text': 'As: printed with permission, which she can take back.', 'label': 'with what permission', 'max_length': 160}), 4: ('wagtail.blocks.StructBlock', [[('words', 1), ('whose', 2), ('permission', 3)]], {}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 100}), 6: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link'], 'label': 'a sentence under it', 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 80}), 8: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link'], 'label': 'text', 'required': True}), 9: ('wagtail.blocks.StructBlock', [[('title', 7), ('text', 8)]], {}), 10: ('wagtail.blocks.ListBlock', (9,), {'label': 'steps', 'max_num': 6, 'min_num': 2}), 11: ('wagtail.blocks.StructBlock', [[('heading', 5), ('lead', 6), ('steps', 10)]], {}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 100, 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 100}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'a sentence', 'max_length': 240, 'required': False}), 15: ('wagtail.blocks.PageChooserBlock', (), {'label': 'a page of ours', 'required': False}), 16: ('wagtail.blocks.CharBlock', (), {'help_text': 'As /chat/ or /art/. Never another site: that is a piece of its own.', 'label': 'or another place of ours', 'max_length': 200, 'required': False}), 17: ('wagtail.blocks.StructBlock', [[('page', 15), ('address', 16)]], {'label': 'leads to'}), 18: ('wagtail.blocks.StructBlock', [[('title', 13), ('text', 14), ('to', 17)]], {}), 19: ('wagtail.blocks.ListBlock', (18,), {'label': 'doors', 'min_num': 1}), 20: ('wagtail.blocks.StructBlock', [[('heading', 12), ('doors', 19)]], {}), 21: ('wagtail.blocks.CharBlock', (), {'label': 'what', 'max_length': 120}), 22: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link'], 'label': 'about it', 'required': False}), 23: ('wagtail.blocks.StructBlock', [[('what', 21), ('about', 22)]], {}), 24: ('wagtail.blocks.ListBlock', (23,), {'label': 'rows', 'min_num': 1}), 25: ('wagtail.blocks.StructBlock', [[('heading', 12), ('rows', 24)]], {}), 26: ('wagtail.blocks.CharBlock', (), {'label': 'question', 'max_length': 160}), 27: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link', 'ul', 'ol'], 'label': 'answer'}), 28: ('wagtail.blocks.StructBlock', [[('question', 26), ('answer', 27)]], {}), 29: ('wagtail.blocks.ListBlock', (28,), {'label': 'questions', 'min_num': 1}), 30: ('wagtail.blocks.StructBlock', [[('heading', 12), ('lead', 6), ('questions', 29)]], {}), 31: ('wagtail.blocks.CharBlock', (), {'label': 'when', 'max_length': 40}), 32: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link'], 'label': 'what', 'required': True}), 33: ('wagtail.blocks.StructBlock', [[('when', 31), ('what', 32)]], {}), 34: ('wagtail.blocks.ListBlock', (33,), {'label': 'moments', 'min_num': 1}), 35: ('wagtail.blocks.StructBlock', [[('heading', 12), ('moments', 34)]], {}), 36: ('wagtail.blocks.CharBlock', (), {'label': 'name', 'max_length': 60}), 37: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link'], 'label': 'value', 'required': True}), 38: ('wagtail.blocks.StructBlock', [[('name', 36), ('value', 37)]], {}), 39: ('wagtail.blocks.ListBlock', (38,), {'label': 'facts', 'min_num': 1}), 40: ('wagtail.blocks.CharBlock', (), {'label': 'words', 'max_length': 60, 'required': False}), 41: ('wagtail.blocks.StructBlock', [[('page', 15), ('address', 16)]], {'label': 'leads to', 'required': False}), 42: ('wagtail.blocks.StructBlock', [[('words', 40), ('to', 41)]], {'label': 'a button under it', 'required': False}), 43: ('wagtail.blocks.StructBlock', [[('heading', 5), ('facts', 39), ('button', 42)]], {}), 44: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('plain', 'plain'), ('lamp', 'a person is here'), ('care', 'take care'), ('good', 'done, agreed')], 'label': 'tone'}), 45: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 120, 'required': False}), 46: ('wagtail.blocks.StructBlock', [[('tone', 44), ('heading', 45), ('text', 8)]], {}), 47: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link'], 'label': 'text', 'required': False}), 48: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('helpline', 'the helpline'), ('men', 'the men’s line'), ('office', 'the office')], 'label': 'which line'}), 49: ('wagtail.blocks.StructBlock', [[('heading', 12), ('text', 47), ('line', 48)]], {}), 50: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'picture'}), 51: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 200, 'required': False}), 52: ('wagtail.blocks.StructBlock', [[('picture', 50), ('caption', 51)]], {}), 53: ('wagtail.blocks.RegexBlock', (), {'error_messages': {'invalid': 'Small letters, numbers and hyphens.'}, 'help_text': 'The last part of it: porch-light for /art/porch-light/.', 'label': 'the work’s address in the gallery', 'max_length': 80, 'regex': '^[a-z0-9-]+$'}), 54: ('wagtail.blocks.StructBlock', [[('slug', 53)]], {}), 55: ('wagtail.blocks.IntegerBlock', (), {'default': 3, 'label': 'how many', 'max_value': 10, 'min_value': 1}), 56: ('wagtail.blocks.StructBlock', [[('heading', 5), ('most', 55)]], {}), 57: ('wagtail.blocks.CharBlock', (), {'label': 'words', 'max_length': 100}), 58: ('wagtail.blocks.URLBlock', (), {'label': 'address'}), 59: ('wagtail.blocks.CharBlock', (), {'label': 'a sentence about where it leads', 'max_length': 240}), 60: ('wagtail.blocks.StructBlock', [[('words', 57), ('url', 58), ('note', 59)]], {}), 61: ('wagtail.blocks.CharBlock', (), {'label': 'name', 'max_length': 80}), 62: ('wagtail.blocks.CharBlock', (), {'label': 'role', 'max_length': 120, 'required': False}), 63: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link'], 'label': 'about', 'required': False}), 64: ('wagtail.blocks.StructBlock', [[('name', 61), ('role', 62), ('about', 63)]], {}), 65: ('wagtail.blocks.ListBlock', (64,), {'label': 'people', 'min_num': 1}), 66: ('wagtail.blocks.StructBlock', [[('heading', 12), ('people', 65)]], {})}, verbose_name='page')),
                ('aside', wagtail.fields.StreamField([('facts', 10), ('reach', 14), ('notice', 18), ('doors', 24), ('rows', 29), ('text', 30), ('link_out', 34)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 100}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'name', 'max_length': 60}), 2: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link'], 'label': 'value', 'required': True}), 3: ('wagtail.blocks.StructBlock', [[('name', 1), ('value', 2)]], {}), 4: ('wagtail.blocks.ListBlock', (3,), {'label': 'facts', 'min_num': 1}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'words', 'max_length': 60, 'required': False}), 6: ('wagtail.blocks.PageChooserBlock', (), {'label': 'a page of ours', 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': 'As /chat/ or /art/. Never another site: that is a piece of its own.', 'label': 'or another place of ours', 'max_length': 200, 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('page', 6), ('address', 7)]], {'label': 'leads to', 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('words', 5), ('to', 8)]], {'label': 'a button under it', 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('heading', 0), ('facts', 4), ('button', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 100, 'required': False}), 12: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link'], 'label': 'text', 'required': False}), 13: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('helpline', 'the helpline'), ('men', 'the men’s line'), ('office', 'the office')], 'label': 'which line'}), 14: ('wagtail.blocks.StructBlock', [[('heading', 11), ('text', 12), ('line', 13)]], {}), 15: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('plain', 'plain'), ('lamp', 'a person is here'), ('care', 'take care'), ('good', 'done, agreed')], 'label': 'tone'}), 16: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 120, 'required': False}), 17: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link'], 'label': 'text', 'required': True}), 18: ('wagtail.blocks.StructBlock', [[('tone', 15), ('heading', 16), ('text', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 100}), 20: ('wagtail.blocks.CharBlock', (), {'label': 'a sentence', 'max_length': 240, 'required': False}), 21: ('wagtail.blocks.StructBlock', [[('page', 6), ('address', 7)]], {'label': 'leads to'}), 22: ('wagtail.blocks.StructBlock', [[('title', 19), ('text', 20), ('to', 21)]], {}), 23: ('wagtail.blocks.ListBlock', (22,), {'label': 'doors', 'min_num': 1}), 24: ('wagtail.blocks.StructBlock', [[('heading', 11), ('doors', 23)]], {}), 25: ('wagtail.blocks.CharBlock', (), {'label': 'what', 'max_length': 120}), 26: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link'], 'label': 'about it', 'required': False}), 27: ('wagtail.blocks.StructBlock', [[('what', 25), ('about', 26)]], {}), 28: ('wagtail.blocks.ListBlock', (27,), {'label': 'rows', 'min_num': 1}), 29: ('wagtail.blocks.StructBlock', [[('heading', 11), ('rows', 28)]], {}), 30: ('accompany.website.blocks.TextBlock', (), {'features': ['h3', 'bold', 'italic', 'link', 'ul']}), 31: ('wagtail.blocks.CharBlock', (), {'label': 'words', 'max_length': 100}), 32: ('wagtail.blocks.URLBlock', (), {'label': 'address'}), 33: ('wagtail.blocks.CharBlock', (), {'label': 'a sentence about where it leads', 'max_length': 240}), 34: ('wagtail.blocks.StructBlock', [[('words', 31), ('url', 32), ('note', 33)]], {})}, verbose_name='beside it')),
                ('is_private_reading', models.BooleanField(default=False, help_text='Links from this page replace it, so that Back does not show it.', verbose_name='private reading is on')),
                ('is_about_participants', models.BooleanField(default=False, help_text='Their words, their work or their lives. The survivor council is asked first.', verbose_name='this page is about participants')),
                ('menu_label', models.CharField(blank=True, max_length=40, verbose_name='name in the menu')),
                ('foot', models.CharField(blank=True, choices=[('', 'nowhere'), ('find', 'Find'), ('privacy', 'Your privacy here')], default='', max_length=10, verbose_name='in the foot, under')),
                ('foot_label', models.CharField(blank=True, max_length=60, verbose_name='name in the foot')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='CouncilTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
            ],
            options={
                'verbose_name': 'the survivor council’s word',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='SiteFacts',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('neutral_name', models.CharField(blank=True, help_text='What tabs, histories and printed pages show. It must tell a stranger nothing. The organization’s name if left empty.', max_length=40, verbose_name='neutral name')),
                ('men_number', models.CharField(blank=True, help_text='As +12135550167.', max_length=20, verbose_name='the men’s line')),
                ('men_hours', models.CharField(blank=True, max_length=120, verbose_name='its hours')),
                ('men_hours_es', models.CharField(blank=True, max_length=120, verbose_name='its hours, in Spanish')),
                ('men_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail for the men’s program')),
                ('office_number', models.CharField(blank=True, help_text='As +12135550123.', max_length=20, verbose_name='the office')),
                ('office_hours', models.CharField(blank=True, max_length=120, verbose_name='office hours')),
                ('office_hours_es', models.CharField(blank=True, max_length=120, verbose_name='office hours, in Spanish')),
            ],
            options={
                'verbose_name': 'lines and addresses',
            },
        ),
        migrations.CreateModel(
            name='ArtPage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='website.sitepage')),
            ],
            options={
                'verbose_name': 'gallery',
            },
            bases=('website.sitepage',),
        ),
        migrations.CreateModel(
            name='ContactPage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='website.sitepage')),
            ],
            options={
                'verbose_name': 'contact',
            },
            bases=('website.sitepage',),
        ),
        migrations.CreateModel(
            name='DiversityPage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='website.sitepage')),
                ('committee', models.CharField(max_length=160, verbose_name='who is writing it')),
                ('since', models.DateField(blank=True, null=True, verbose_name='since when')),
                ('take_part', models.TextField(blank=True, max_length=600, verbose_name='how to take part')),
                ('statement', wagtail.fields.StreamField([('text', 0), ('voice', 4), ('steps', 11), ('doors', 20), ('rows', 25), ('questions', 30), ('timeline', 35), ('facts', 43), ('notice', 46), ('reach', 49), ('picture', 52), ('artwork', 54), ('coming_up', 56), ('link_out', 60), ('people', 66)], blank=True, block_lookup={0: ('accompany.website.blocks.TextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ul', 'ol', 'link']}), 1: ('wagtail.blocks.TextBlock', (), {'label': 'the words, as they were said', 'max_length': 600}), 2: ('wagtail.blocks.CharBlock', (), {'help_text': 'As she chose to be named.', 'label': 'whose', 'max_length': 120}), 3: ('wagtail.blocks.CharBlock', (), {'help_text': 'As: printed with permission, which she can take back.', 'label': 'with what permission', 'max_length': 160}), 4: ('wagtail.blocks.StructBlock', [[('words', 1), ('whose', 2), ('permission', 3)]], {}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 100}), 6: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link'], 'label': 'a sentence under it', 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 80}), 8: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link'], 'label': 'text', 'required': True}), 9: ('wagtail.blocks.StructBlock', [[('title', 7), ('text', 8)]], {}), 10: ('wagtail.blocks.ListBlock', (9,), {'label': 'steps', 'max_num': 6, 'min_num': 2}), 11: ('wagtail.blocks.StructBlock', [[('heading', 5), ('lead', 6), ('steps', 10)]], {}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 100, 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 100}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'a sentence', 'max_length': 240, 'required': False}), 15: ('wagtail.blocks.PageChooserBlock', (), {'label': 'a page of ours', 'required': False}), 16: ('wagtail.blocks.CharBlock', (), {'help_text': 'As /chat/ or /art/. Never another site: that is a piece of its own.', 'label': 'or another place of ours', 'max_length': 200, 'required': False}), 17: ('wagtail.blocks.StructBlock', [[('page', 15), ('address', 16)]], {'label': 'leads to'}), 18: ('wagtail.blocks.StructBlock', [[('title', 13), ('text', 14), ('to', 17)]], {}), 19: ('wagtail.blocks.ListBlock', (18,), {'label': 'doors', 'min_num': 1}), 20: ('wagtail.blocks.StructBlock', [[('heading', 12), ('doors', 19)]], {}), 21: ('wagtail.blocks.CharBlock', (), {'label': 'what', 'max_length': 120}), 22: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link'], 'label': 'about it', 'required': False}), 23: ('wagtail.blocks.StructBlock', [[('what', 21), ('about', 22)]], {}), 24: ('wagtail.blocks.ListBlock', (23,), {'label': 'rows', 'min_num': 1}), 25: ('wagtail.blocks.StructBlock', [[('heading', 12), ('rows', 24)]], {}), 26: ('wagtail.blocks.CharBlock', (), {'label': 'question', 'max_length': 160}), 27: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link', 'ul', 'ol'], 'label': 'answer'}), 28: ('wagtail.blocks.StructBlock', [[('question', 26), ('answer', 27)]], {}), 29: ('wagtail.blocks.ListBlock', (28,), {'label': 'questions', 'min_num': 1}), 30: ('wagtail.blocks.StructBlock', [[('heading', 12), ('lead', 6), ('questions', 29)]], {}), 31: ('wagtail.blocks.CharBlock', (), {'label': 'when', 'max_length': 40}), 32: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link'], 'label': 'what', 'required': True}), 33: ('wagtail.blocks.StructBlock', [[('when', 31), ('what', 32)]], {}), 34: ('wagtail.blocks.ListBlock', (33,), {'label': 'moments', 'min_num': 1}), 35: ('wagtail.blocks.StructBlock', [[('heading', 12), ('moments', 34)]], {}), 36: ('wagtail.blocks.CharBlock', (), {'label': 'name', 'max_length': 60}), 37: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link'], 'label': 'value', 'required': True}), 38: ('wagtail.blocks.StructBlock', [[('name', 36), ('value', 37)]], {}), 39: ('wagtail.blocks.ListBlock', (38,), {'label': 'facts', 'min_num': 1}), 40: ('wagtail.blocks.CharBlock', (), {'label': 'words', 'max_length': 60, 'required': False}), 41: ('wagtail.blocks.StructBlock', [[('page', 15), ('address', 16)]], {'label': 'leads to', 'required': False}), 42: ('wagtail.blocks.StructBlock', [[('words', 40), ('to', 41)]], {'label': 'a button under it', 'required': False}), 43: ('wagtail.blocks.StructBlock', [[('heading', 5), ('facts', 39), ('button', 42)]], {}), 44: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('plain', 'plain'), ('lamp', 'a person is here'), ('care', 'take care'), ('good', 'done, agreed')], 'label': 'tone'}), 45: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 120, 'required': False}), 46: ('wagtail.blocks.StructBlock', [[('tone', 44), ('heading', 45), ('text', 8)]], {}), 47: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link'], 'label': 'text', 'required': False}), 48: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('helpline', 'the helpline'), ('men', 'the men’s line'), ('office', 'the office')], 'label': 'which line'}), 49: ('wagtail.blocks.StructBlock', [[('heading', 12), ('text', 47), ('line', 48)]], {}), 50: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'picture'}), 51: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 200, 'required': False}), 52: ('wagtail.blocks.StructBlock', [[('picture', 50), ('caption', 51)]], {}), 53: ('wagtail.blocks.RegexBlock', (), {'error_messages': {'invalid': 'Small letters, numbers and hyphens.'}, 'help_text': 'The last part of it: porch-light for /art/porch-light/.', 'label': 'the work’s address in the gallery', 'max_length': 80, 'regex': '^[a-z0-9-]+$'}), 54: ('wagtail.blocks.StructBlock', [[('slug', 53)]], {}), 55: ('wagtail.blocks.IntegerBlock', (), {'default': 3, 'label': 'how many', 'max_value': 10, 'min_value': 1}), 56: ('wagtail.blocks.StructBlock', [[('heading', 5), ('most', 55)]], {}), 57: ('wagtail.blocks.CharBlock', (), {'label': 'words', 'max_length': 100}), 58: ('wagtail.blocks.URLBlock', (), {'label': 'address'}), 59: ('wagtail.blocks.CharBlock', (), {'label': 'a sentence about where it leads', 'max_length': 240}), 60: ('wagtail.blocks.StructBlock', [[('words', 57), ('url', 58), ('note', 59)]], {}), 61: ('wagtail.blocks.CharBlock', (), {'label': 'name', 'max_length': 80}), 62: ('wagtail.blocks.CharBlock', (), {'label': 'role', 'max_length': 120, 'required': False}), 63: ('accompany.website.blocks.InnerText', (), {'features': ['bold', 'italic', 'link'], 'label': 'about', 'required': False}), 64: ('wagtail.blocks.StructBlock', [[('name', 61), ('role', 62), ('about', 63)]], {}), 65: ('wagtail.blocks.ListBlock', (64,), {'label': 'people', 'min_num': 1}), 66: ('wagtail.blocks.StructBlock', [[('heading', 12), ('people', 65)]], {})}, verbose_name='the statement')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='published on')),
            ],
            options={
                'verbose_name': 'diversity statement',
            },
            bases=('website.sitepage',),
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='website.sitepage')),
                ('hero_say', models.TextField(blank=True, max_length=300, verbose_name='under the heading')),
                ('hero_artwork', models.SlugField(blank=True, max_length=80, verbose_name='a hung work beside it')),
            ],
            options={
                'abstract': False,
            },
            bases=('website.sitepage',),
        ),
        migrations.CreateModel(
            name='NewsIndexPage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='website.sitepage')),
            ],
            options={
                'verbose_name': 'news and events',
            },
            bases=('website.sitepage',),
        ),
        migrations.CreateModel(
            name='NewsPage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='website.sitepage')),
                ('on', models.DateField(verbose_name='day')),
            ],
            options={
                'verbose_name': 'news',
            },
            bases=('website.sitepage',),
        ),
        migrations.CreateModel(
            name='SectionPage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='website.sitepage')),
            ],
            options={
                'verbose_name': 'page',
            },
            bases=('website.sitepage',),
        ),
        migrations.CreateModel(
            name='ServicePage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='website.sitepage')),
            ],
            options={
                'verbose_name': 'service',
            },
            bases=('website.sitepage',),
        ),
        migrations.CreateModel(
            name='SupportPage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='website.sitepage')),
            ],
            options={
                'verbose_name': 'support',
            },
            bases=('website.sitepage',),
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', upload_to=wagtail.images.models.get_upload_to, verbose_name='file', width_field='width')),
                ('width', models.IntegerField(editable=False, verbose_name='width')),
                ('height', models.IntegerField(editable=False, verbose_name='height')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ('description', models.CharField(max_length=255, verbose_name='in words, for whoever cannot see it')),
                ('credit', models.CharField(help_text='Whose it is, as they wish it said.', max_length=120, verbose_name='credit')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'abstract': False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='PictureCopy',
            fields=[
                ('name', models.CharField(max_length=48, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=4)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('size', models.PositiveIntegerField()),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='website.picture')),
            ],
        ),
        migrations.CreateModel(
            name='EventPage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='website.sitepage')),
                ('starts_at', models.DateTimeField(verbose_name='begins')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='ends')),
                ('place', models.CharField(blank=True, help_text='As much of it as may be public. An address can wait until somebody asks.', max_length=200, verbose_name='where')),
                ('for_whom', models.CharField(blank=True, max_length=160, verbose_name='for whom')),
            ],
            options={
                'verbose_name': 'event',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='an_event_ends_after_it_begins')],
            },
            bases=('website.sitepage',),
        ),
        migrations.CreateModel(
            name='TwinLook',
            fields=[
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='look', serialize=False, to='website.sitepage')),
                ('looked_at', models.DateTimeField()),
                ('looked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('page', models.PositiveIntegerField()),
                ('said_yes', models.BooleanField()),
                ('reason', models.TextField(blank=True, max_length=600)),
                ('decided_at', models.DateTimeField()),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='decisions', to='wagtailcore.revision')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('said_yes', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_no_gives_its_reason')],
            },
        ),
        migrations.CreateModel(
            name='Rendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filter_spec', models.CharField(db_index=True, max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                ('width', models.IntegerField(editable=False)),
                ('height', models.IntegerField(editable=False)),
                ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='website.picture')),
            ],
            options={
                'unique_together': {('image', 'filter_spec', 'focal_point_key')},
            },
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
    ]
