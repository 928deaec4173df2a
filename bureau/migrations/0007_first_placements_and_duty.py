"""Whoever works somewhere has done so since before anybody wrote it down."""

import uuid

from django.db import migrations

AT_ONCE = 1000


def place_everybody(apps, schema_editor):
    staff_model = apps.get_model("bureau", "Staff")
    placement_model = apps.get_model("bureau", "Placement")
    everybody = staff_model.objects.filter(seal_id=None).order_by("pk")
    while batch := list(everybody[:AT_ONCE]):
        placement_model.objects.bulk_create(
            placement_model(
                staff=one,
                institution_id=one.institution_id,
                department_id=one.department_id,
                staff_no=one.staff_no,
                position=one.position,
                to_on=one.active_to,
            )
            for one in batch
        )
        for one in batch:
            one.seal_id = uuid.uuid4()
        staff_model.objects.bulk_update(batch, ["seal_id"])


def put_on_duty(apps, schema_editor):
    """The section that looks after the institutions takes what falls to nobody else."""
    apps.get_model("bureau", "DutySection").objects.create(
        section=apps.get_model("bureau", "Section").objects.get(code="medical_admin")
    )


class Migration(migrations.Migration):
    dependencies = [("bureau", "0006_leader_posts_and_placements")]
    operations = [
        migrations.RunPython(place_everybody, migrations.RunPython.noop),
        migrations.RunPython(put_on_duty, migrations.RunPython.noop),
    ]
