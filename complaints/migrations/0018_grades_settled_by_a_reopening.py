"""Ask for no review of a bad grade whose case was taken up again since."""

from django.db import migrations
from django.db.models import Exists, OuterRef


def settle(apps, schema_editor):
    acts = apps.get_model("bureau", "Act").objects.filter(
        object_kind="case", object_no=OuterRef("case__no"), verb="reopen_case",
        at__gte=OuterRef("at"),
    )
    waiting = apps.get_model("complaints", "Callback").objects.filter(
        Exists(acts), needs_review=True, reviewed_at=None
    )
    waiting.update(needs_review=False)


class Migration(migrations.Migration):

    dependencies = [
        ('bureau', '0037_exports_know_their_records'),
        ('complaints', '0017_named_people_keep_what_they_are'),
    ]

    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]
