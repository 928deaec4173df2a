"""Whoever learns that a file is attached does not therefore open it."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('bureau', '0033_calendar_years_stay'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='attachment',
            options={'ordering': ['-at'], 'permissions': [('release_attachment', 'Can say who sees an attachment'), ('view_attachment_content', 'Can open what is attached')], 'verbose_name': 'attachment', 'verbose_name_plural': 'attachments'},
        ),
    ]
