"""Let a paused case be due by the earliest of the clocks that no pause stops."""

from django.db import migrations
from django.db.models import Min


def keep(apps, schema_editor):
    for case in apps.get_model("complaints", "Case").objects.filter(state="suspended"):
        duties = case.clocks.filter(stopped_at=None, is_void=False).exclude(
            code__in=["H-02", "P-03"]
        )
        going_on = duties.exclude(unit="workdays", is_given=False)
        case.next_due_at = going_on.aggregate(earliest=Min("due_at"))["earliest"]
        case.save(update_fields=["next_due_at"])


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0012_one_category_a_case'),
    ]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
