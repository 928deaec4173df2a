"""A file that waits to be fetched knows its records: whether its owner sees them is asked again."""

import bureau.fields
import bureau.masks
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('bureau', '0036_looks_behind_masks_are_counted'),
    ]

    operations = [
        migrations.AddField(
            model_name='exportrequest',
            name='shown',
            field=bureau.fields.SealedTextField(blank=True, default=b'', mask=bureau.masks.words, verbose_name='records in the file'),
        ),
    ]
