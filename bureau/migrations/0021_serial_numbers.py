"""Serial numbers without gaps, and notices about work that came to somebody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bureau", "0020_first_lexicon")]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("due", "Reminder before a due day"),
                    ("overdue", "Overdue"),
                    ("urged", "Urged by the bureau"),
                    ("task", "Work that came to you"),
                    ("system", "About the system"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.CreateModel(
            name="Serial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.CharField(max_length=32, verbose_name="series")),
                ("period", models.CharField(max_length=10, verbose_name="period")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="last number")),
            ],
            options={
                "verbose_name": "serial number",
                "verbose_name_plural": "serial numbers",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("series"), models.F("period"), name="serial_once_a_period"
                    )
                ],
            },
        ),
    ]
