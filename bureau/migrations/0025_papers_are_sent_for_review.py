from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bureau', '0024_scopes_of_the_ledger'),
    ]

    operations = [
        migrations.AddField(
            model_name='officialpaper',
            name='sent_at',
            field=models.DateTimeField(null=True, verbose_name='sent for review at'),
        ),
    ]
