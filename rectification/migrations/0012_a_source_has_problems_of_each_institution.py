"""One source may name a problem of several institutions, and more than one of each."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rectification", "0011_closure_keeps_the_day_it_was_due")]
    operations = [
        migrations.AddField(
            "item",
            "source_part",
            models.PositiveSmallIntegerField(
                default=1, verbose_name="which problem of its source"
            ),
        ),
        migrations.RemoveConstraint("item", "item_once_per_source"),
        migrations.AddConstraint(
            "item",
            models.UniqueConstraint(
                "source",
                "source_no",
                "institution",
                "source_part",
                condition=models.Q(("source_no", ""), _negated=True),
                name="item_once_per_source",
            ),
        ),
    ]
