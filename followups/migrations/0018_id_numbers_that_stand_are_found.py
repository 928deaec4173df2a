"""Hash the ID numbers of the rows that stand, so that these are found as new ones are."""

from django.db import migrations

from bureau.sealing import keyed_hash, open_text

COLUMN = "followups_followuprecord.id_no"
AT_ONCE = 2_000


def hash_id_numbers(apps, schema_editor):
    records = apps.get_model("followups", "FollowUpRecord").objects
    waiting = records.exclude(id_no=b"").filter(id_hash=b"").only("id_hash", "id_no", "seal_id")
    batch = []
    for record in waiting.iterator(chunk_size=AT_ONCE):
        sealed = bytes(record.__dict__["id_no"])
        id_no = open_text(sealed, column=COLUMN, seal_id=record.seal_id)
        record.id_hash = keyed_hash(id_no, purpose="id_no")
        batch.append(record)
        if len(batch) == AT_ONCE:
            records.bulk_update(batch, ["id_hash"])
            batch = []
    records.bulk_update(batch, ["id_hash"])


class Migration(migrations.Migration):
    dependencies = [("followups", "0017_id_numbers_are_found")]

    operations = [migrations.RunPython(hash_id_numbers, migrations.RunPython.noop)]
