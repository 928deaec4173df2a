from django.db import migrations
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone


def finish_what_was_left(apps, schema_editor):
    """Finish the jobs of files that are not read any more and of copies that nobody makes."""
    uploads = apps.get_model("followups", "Upload").objects
    read = uploads.filter(job=OuterRef("pk"), state__in=["waiting", "reading"])
    marked = uploads.filter(marking_job=OuterRef("pk"), marked_copy=None).exclude(state="withdrawn")
    left = Q(~Exists(read), kind__in=["check_register", "push_register"])
    left |= Q(~Exists(marked), kind="mark_register")
    jobs = apps.get_model("bureau", "Job").objects.filter(left, finished_at=None)
    jobs.update(state="done", done=F("total"), finished_at=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ('followups', '0010_what_cannot_be_read_again_is_withdrawn'),
    ]

    operations = [
        migrations.RunPython(finish_what_was_left, migrations.RunPython.noop),
    ]
