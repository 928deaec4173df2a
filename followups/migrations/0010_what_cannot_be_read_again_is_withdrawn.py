from django.db import migrations
from django.db.models import Exists, OuterRef


def withdraw_what_lost_its_rows(apps, schema_editor):
    """Lay aside what 0008 took the rows from and what came in no file to be read again."""
    rows = apps.get_model("followups", "RegisterRow").objects.filter(upload=OuterRef("pk"))
    uploads = apps.get_model("followups", "Upload").objects
    uploads.filter(~Exists(rows), state="checked", file=None, rows_total__gt=0).update(
        state="withdrawn"
    )


class Migration(migrations.Migration):

    dependencies = [
        ('followups', '0009_what_was_drawn_stands'),
    ]

    operations = [
        migrations.RunPython(withdraw_what_lost_its_rows, migrations.RunPython.noop),
    ]
