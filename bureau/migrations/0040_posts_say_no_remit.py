"""It stands in rows of its own, each with its days."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('bureau', '0039_remits_as_they_stand'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='leaderpost',
            name='history_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='leaderpost',
            name='history_delete',
        ),
        migrations.RemoveField(
            model_name='leaderpost',
            name='departments',
        ),
        migrations.RemoveField(
            model_name='leaderpost',
            name='remit',
        ),
        migrations.RemoveField(
            model_name='leaderpost',
            name='sections',
        ),
        migrations.RemoveField(
            model_name='leaderpostchange',
            name='remit',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='leaderpost',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_leaderpostchange" ("from_on", "institution_id", "kind", "name", "staff_id", "to_on", "user_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."from_on", o."institution_id", o."kind", o."name", o."staff_id", o."to_on", o."user_id", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."from_on" IS DISTINCT FROM n."from_on" OR o."institution_id" IS DISTINCT FROM n."institution_id" OR o."kind" IS DISTINCT FROM n."kind" OR o."name" IS DISTINCT FROM n."name" OR o."staff_id" IS DISTINCT FROM n."staff_id" OR o."to_on" IS DISTINCT FROM n."to_on" OR o."user_id" IS DISTINCT FROM n."user_id"$history$; RETURN NULL;', hash='33278180ebfc77ba045fa048f7ce6f1c7308e5c8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_f4a8b', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='bureau_leaderpost', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='leaderpost',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_leaderpostchange" ("from_on", "institution_id", "kind", "name", "staff_id", "to_on", "user_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."from_on", o."institution_id", o."kind", o."name", o."staff_id", o."to_on", o."user_id", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='f52fb541feca6ecf999dc020dfa9c90a8bc0686f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_360ba', referencing='REFERENCING OLD TABLE AS old_rows ', table='bureau_leaderpost', when='AFTER')),
        ),
    ]
