"""The few acts that are looks behind a mask get an index of their own: each look counts them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bureau', '0034_auditors_open_no_files'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='act',
            index=models.Index(condition=models.Q(('verb__startswith', 'reveal_')), fields=['at', 'actor_id'], name='act_of_look'),
        ),
    ]
