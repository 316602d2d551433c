"""Name three more roles: editor, gallery keeper, survivor council member.

Choices only; no column changes. Safe while the last release runs, and going back loses nothing.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('staff', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='colleague',
            name='role',
            field=models.CharField(choices=[('helpline', 'Helpline advocate'), ('advocate', 'Case advocate'), ('outreach', 'Outreach worker'), ('supervisor', 'Supervisor'), ('grants', 'Grants manager'), ('direction', 'Direction'), ('editor', 'Editor'), ('keeper', 'Gallery keeper'), ('council', 'Survivor council member'), ('administrator', 'System administrator')], max_length=20, verbose_name='role'),
        ),
        migrations.AlterField(
            model_name='invitation',
            name='role',
            field=models.CharField(choices=[('helpline', 'Helpline advocate'), ('advocate', 'Case advocate'), ('outreach', 'Outreach worker'), ('supervisor', 'Supervisor'), ('grants', 'Grants manager'), ('direction', 'Direction'), ('editor', 'Editor'), ('keeper', 'Gallery keeper'), ('council', 'Survivor council member'), ('administrator', 'System administrator')], max_length=20, verbose_name='role'),
        ),
    ]
