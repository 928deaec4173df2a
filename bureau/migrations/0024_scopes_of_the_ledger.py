import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bureau', '0023_signs_of_life'),
    ]

    operations = [
        migrations.AlterField(
            model_name='apikey',
            name='scopes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('registers:read', 'read registers'), ('registers:write', 'hand in registers'), ('postings:read', 'read posting places'), ('inspections:read', 'read inspections'), ('ledger:read', 'read the own ledger items'), ('ledger:write', 'name problems for the ledger')], max_length=40), size=None, verbose_name='rights'),
        ),
    ]
