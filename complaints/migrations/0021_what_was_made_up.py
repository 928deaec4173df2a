import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0020_findings_that_hold_stand'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Fabrication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.TextField(max_length=2000, verbose_name='basis of the mark')),
                ('marked_at', models.DateTimeField(verbose_name='marked at')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='confirmed at')),
                ('taken_back_at', models.DateTimeField(null=True, verbose_name='taken back at')),
                ('why_back', models.TextField(blank=True, default='', max_length=500, verbose_name='why taken back')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fabrications', to='complaints.case', verbose_name='case')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('marked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='marked by')),
                ('taken_back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by')),
            ],
            options={
                'verbose_name': 'complaint made up',
                'verbose_name_plural': 'complaints made up',
                'ordering': ['pk'],
                'default_permissions': ['view'],
            },
        ),
        migrations.CreateModel(
            name='FabricationChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('basis', models.TextField(max_length=2000, verbose_name='basis of the mark')),
                ('marked_at', models.DateTimeField(verbose_name='marked at')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='confirmed at')),
                ('taken_back_at', models.DateTimeField(null=True, verbose_name='taken back at')),
                ('why_back', models.TextField(blank=True, default='', max_length=500, verbose_name='why taken back')),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='complaints.case', verbose_name='case')),
                ('confirmed_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('marked_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='marked by')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='complaints.fabrication')),
                ('taken_back_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='fabrication',
            constraint=models.UniqueConstraint(models.F('case'), condition=models.Q(('taken_back_at', None)), name='fabrication_once_a_case'),
        ),
        migrations.AddConstraint(
            model_name='fabrication',
            constraint=models.CheckConstraint(condition=models.Q(('basis', ''), _negated=True), name='fabrication_has_a_basis'),
        ),
        migrations.AddConstraint(
            model_name='fabrication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), models.Q(('confirmed_at', None), ('confirmed_by', None)), _connector='OR'), name='fabrication_confirmed_whole'),
        ),
        migrations.AddConstraint(
            model_name='fabrication',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('marked_by')), _negated=True), _connector='OR'), name='fabrication_confirmed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='fabrication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at__isnull', False), ('taken_back_by__isnull', False), models.Q(('why_back', ''), _negated=True)), models.Q(('taken_back_at', None), ('taken_back_by', None), ('why_back', '')), _connector='OR'), name='fabrication_back_whole'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fabrication',
            trigger=pgtrigger.compiler.Trigger(name='fabrication_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='148d3e6fdfc2d59227298049a790f4a07aa52740', operation='DELETE', pgid='pgtrigger_fabrication_stays_df180', table='complaints_fabrication', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fabrication',
            trigger=pgtrigger.compiler.Trigger(name='fabrication_stands', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.taken_back_at IS NOT NULL AND OLD.* IS DISTINCT FROM NEW.* OR (OLD.case_id, OLD.basis, OLD.marked_by_id, OLD.marked_at) IS DISTINCT FROM (NEW.case_id, NEW.basis, NEW.marked_by_id, NEW.marked_at) OR OLD.confirmed_at IS NOT NULL AND (OLD.confirmed_by_id, OLD.confirmed_at) IS DISTINCT FROM (NEW.confirmed_by_id, NEW.confirmed_at))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3c08aa5ca3900263f95e6c3abc7185612cf5d712', operation='UPDATE', pgid='pgtrigger_fabrication_stands_5cb3e', table='complaints_fabrication', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fabrication',
            trigger=pgtrigger.compiler.Trigger(name='fabrication_of_what_is_untrue', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.taken_back_at IS NULL)', func="\n        IF NOT EXISTS (\n            SELECT 1 FROM complaints_heldfinding h\n            WHERE h.case_id = NEW.case_id AND h.void_since IS NULL\n        ) OR EXISTS (\n            SELECT 1 FROM complaints_heldfinding h\n            WHERE h.case_id = NEW.case_id AND h.void_since IS NULL\n              AND h.finding <> 'unsubstantiated'\n        ) THEN\n            RAISE EXCEPTION 'made up is only what was found to be untrue, all of it';\n        END IF;\n        IF EXISTS (\n            SELECT 1 FROM bureau_user u\n            JOIN complaints_namedperson p ON p.staff_id = u.staff_id\n            WHERE p.case_id = NEW.case_id AND u.id IN (NEW.marked_by_id, NEW.confirmed_by_id)\n        ) THEN\n            RAISE EXCEPTION 'who is named in a case does not say that it was made up';\n        END IF;\n        RETURN NEW;\n", hash='0bf6bcc7f9fd7075f9bc7ad9eedc3289b3da29d6', operation='INSERT OR UPDATE', pgid='pgtrigger_fabrication_of_what_is_untrue_d25cf', table='complaints_fabrication', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fabrication',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "complaints_fabricationchange" ("basis", "case_id", "confirmed_at", "confirmed_by_id", "marked_at", "marked_by_id", "taken_back_at", "taken_back_by_id", "why_back", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."basis", o."case_id", o."confirmed_at", o."confirmed_by_id", o."marked_at", o."marked_by_id", o."taken_back_at", o."taken_back_by_id", o."why_back", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."basis" IS DISTINCT FROM n."basis" OR o."case_id" IS DISTINCT FROM n."case_id" OR o."confirmed_at" IS DISTINCT FROM n."confirmed_at" OR o."confirmed_by_id" IS DISTINCT FROM n."confirmed_by_id" OR o."marked_at" IS DISTINCT FROM n."marked_at" OR o."marked_by_id" IS DISTINCT FROM n."marked_by_id" OR o."taken_back_at" IS DISTINCT FROM n."taken_back_at" OR o."taken_back_by_id" IS DISTINCT FROM n."taken_back_by_id" OR o."why_back" IS DISTINCT FROM n."why_back"$history$; RETURN NULL;', hash='3c6309f253e947746debb2e698699e8f230f6ed0', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_7dd36', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='complaints_fabrication', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fabrication',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "complaints_fabricationchange" ("basis", "case_id", "confirmed_at", "confirmed_by_id", "marked_at", "marked_by_id", "taken_back_at", "taken_back_by_id", "why_back", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."basis", o."case_id", o."confirmed_at", o."confirmed_by_id", o."marked_at", o."marked_by_id", o."taken_back_at", o."taken_back_by_id", o."why_back", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='fa78b7d1263bf6910063b14cd3670d8f3d7e61e9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_53c2f', referencing='REFERENCING OLD TABLE AS old_rows ', table='complaints_fabrication', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fabricationchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e021693d200485ac6d90b1eecdf875717a4883a0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_da28a', table='complaints_fabricationchange', when='BEFORE')),
        ),
    ]
