"""The bureau sends a register back with its reason, and the register remembers that it did."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('followups', '0018_id_numbers_that_stand_are_found'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RegisterReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('as_missing', models.BooleanField(default=False, verbose_name='counts as not handed in')),
            ],
            options={
                'verbose_name': 'return of a register',
                'verbose_name_plural': 'returns of registers',
                'ordering': ['-at'],
            },
        ),
        migrations.AlterModelOptions(
            name='monthlyregister',
            options={'ordering': ['-month', 'institution'], 'permissions': [('submit_register', 'Can hand in the register of the own institution'), ('remind_register', 'Can remind institutions of a missing register'), ('return_register', 'Can send a register back to be mended')], 'verbose_name': 'monthly register', 'verbose_name_plural': 'monthly registers'},
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='monthlyregister',
            name='history_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='monthlyregister',
            name='history_delete',
        ),
        migrations.AddField(
            model_name='monthlyregister',
            name='returned_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='returned at'),
        ),
        migrations.AddField(
            model_name='monthlyregisterchange',
            name='returned_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='returned at'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='monthlyregister',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "followups_monthlyregisterchange" ("arrived_on", "completed_on", "due_on", "institution_id", "is_nil", "month", "returned_at", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."arrived_on", o."completed_on", o."due_on", o."institution_id", o."is_nil", o."month", o."returned_at", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."arrived_on" IS DISTINCT FROM n."arrived_on" OR o."completed_on" IS DISTINCT FROM n."completed_on" OR o."due_on" IS DISTINCT FROM n."due_on" OR o."institution_id" IS DISTINCT FROM n."institution_id" OR o."is_nil" IS DISTINCT FROM n."is_nil" OR o."month" IS DISTINCT FROM n."month" OR o."returned_at" IS DISTINCT FROM n."returned_at"$history$; RETURN NULL;', hash='42f4f7705e6b71b8498789c7e8856f43cd159236', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_8de7b', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='followups_monthlyregister', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='monthlyregister',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "followups_monthlyregisterchange" ("arrived_on", "completed_on", "due_on", "institution_id", "is_nil", "month", "returned_at", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."arrived_on", o."completed_on", o."due_on", o."institution_id", o."is_nil", o."month", o."returned_at", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='ab317fea15a9a0663a681daf53b2eee44d35905b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_d0210', referencing='REFERENCING OLD TABLE AS old_rows ', table='followups_monthlyregister', when='AFTER')),
        ),
        migrations.AddField(
            model_name='registerreturn',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='registerreturn',
            name='register',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='followups.monthlyregister', verbose_name='register'),
        ),
        migrations.AddConstraint(
            model_name='registerreturn',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='return_has_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registerreturn',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6fcba4b0a92f0ebba7c08b1b3d62d693a0942a36', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f2e25', table='followups_registerreturn', when='BEFORE')),
        ),
    ]
