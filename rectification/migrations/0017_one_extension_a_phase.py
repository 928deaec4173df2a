"""More time once a phase: what is kept up for good has its term anew in each."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

PHASES = """
UPDATE rectification_extension e SET phase = 1 + (
  SELECT count(*) FROM rectification_closure c
  WHERE c.item_id = e.item_id AND c.round = e.round AND c.verdict = 'phased'
  AND c.verified_at <= e.asked_at)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('rectification', '0016_drafts_have_a_tab_of_their_own'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='extension',
            name='history_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='extension',
            name='history_delete',
        ),
        migrations.RemoveConstraint(
            model_name='extension',
            name='extension_once_a_round',
        ),
        migrations.AddField(
            model_name='extension',
            name='phase',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='phase'),
        ),
        migrations.AddField(
            model_name='extensionchange',
            name='phase',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='phase'),
        ),
        migrations.RunSQL(PHASES, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='extension',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "rectification_extensionchange" ("answer", "asked_at", "asked_by_id", "decided_at", "decided_by_id", "decision", "due_on", "item_id", "phase", "reason", "round", "was_due_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."answer", o."asked_at", o."asked_by_id", o."decided_at", o."decided_by_id", o."decision", o."due_on", o."item_id", o."phase", o."reason", o."round", o."was_due_on", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."answer" IS DISTINCT FROM n."answer" OR o."asked_at" IS DISTINCT FROM n."asked_at" OR o."asked_by_id" IS DISTINCT FROM n."asked_by_id" OR o."decided_at" IS DISTINCT FROM n."decided_at" OR o."decided_by_id" IS DISTINCT FROM n."decided_by_id" OR o."decision" IS DISTINCT FROM n."decision" OR o."due_on" IS DISTINCT FROM n."due_on" OR o."item_id" IS DISTINCT FROM n."item_id" OR o."phase" IS DISTINCT FROM n."phase" OR o."reason" IS DISTINCT FROM n."reason" OR o."round" IS DISTINCT FROM n."round" OR o."was_due_on" IS DISTINCT FROM n."was_due_on"$history$; RETURN NULL;', hash='695a3a303820fa5ac452b5fcadb152c318ddb950', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_9660b', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='rectification_extension', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='extension',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "rectification_extensionchange" ("answer", "asked_at", "asked_by_id", "decided_at", "decided_by_id", "decision", "due_on", "item_id", "phase", "reason", "round", "was_due_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."answer", o."asked_at", o."asked_by_id", o."decided_at", o."decided_by_id", o."decision", o."due_on", o."item_id", o."phase", o."reason", o."round", o."was_due_on", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='685fc59fe249dac0e3ab1c63ccdbcffbe02f98d4', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_74de6', referencing='REFERENCING OLD TABLE AS old_rows ', table='rectification_extension', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.UniqueConstraint(models.F('item'), models.F('round'), models.F('phase'), condition=models.Q(('decision', 'refused'), _negated=True), name='extension_once_a_phase'),
        ),
    ]
