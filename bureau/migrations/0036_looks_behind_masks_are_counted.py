"""The few acts that are looks behind a mask get an index of their own: each look counts them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bureau', '0035_pairs_of_signs_in_texts'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='act',
            index=models.Index(condition=models.Q(('verb__startswith', 'reveal_')), fields=['at', 'actor_id'], name='act_of_look'),
        ),
    ]
