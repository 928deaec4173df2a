"""The count beside a unit's ledger read all that it ever had."""

import rectification.rules.words
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bureau', '0033_calendar_years_stay'),
        ('rectification', '0017_one_extension_a_phase'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='item',
            index=models.Index(models.F('due_on'), models.F('id'), condition=models.Q(('state__in', [rectification.rules.words.ItemState['ISSUED'], rectification.rules.words.ItemState['PHASED'], rectification.rules.words.ItemState['PLANNED'], rectification.rules.words.ItemState['RECTIFYING'], rectification.rules.words.ItemState['RETURNED']])), name='item_owed'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(models.F('institution'), models.F('due_on'), models.F('id'), condition=models.Q(('state__in', [rectification.rules.words.ItemState['ISSUED'], rectification.rules.words.ItemState['PHASED'], rectification.rules.words.ItemState['PLANNED'], rectification.rules.words.ItemState['RECTIFYING'], rectification.rules.words.ItemState['RETURNED']])), name='item_own_owed'),
        ),
    ]
