# Drafts are listed by the moment of their entry, as the to-do card names them.

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bureau', '0034_auditors_open_no_files'),
        ('rectification', '0018_what_units_owe_is_found_by_its_day'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='item',
            name='item_to_take_up',
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(models.F('opened_at'), models.F('id'), condition=models.Q(('state', 'draft')), name='item_to_take_up'),
        ),
    ]
