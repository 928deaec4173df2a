from django.db import migrations

import bureau.fields
import bureau.masks


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0016_statements_of_systems"),
    ]

    operations = [
        migrations.AlterField(
            model_name="namedperson",
            name="said_as",
            field=bureau.fields.SealedTextField(
                blank=True, default=b"", mask=bureau.masks.said_as, verbose_name="named as"
            ),
        ),
    ]
