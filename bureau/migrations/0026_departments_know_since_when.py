"""From now on a department knows since when it is in the registry; those there are, from of old."""

from django.db import migrations, models
from django.db.models.functions import Now


def entered_at(**given):
    return models.DateTimeField(editable=False, null=True, verbose_name="entered at", **given)


class Migration(migrations.Migration):
    dependencies = [("bureau", "0025_papers_are_sent_for_review")]
    operations = [
        # In two steps: a column added with its default would say of all of them that they are new.
        migrations.AddField("department", "entered_at", entered_at()),
        migrations.AlterField("department", "entered_at", entered_at(db_default=Now())),
    ]
