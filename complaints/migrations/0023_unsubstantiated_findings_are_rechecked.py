import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0022_numbers_of_clarifications'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RecheckDraw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(unique=True, verbose_name='findings made in')),
                ('seed', models.CharField(max_length=64, verbose_name='seed')),
                ('frame', models.JSONField(verbose_name='frame')),
                ('frame_hash', models.CharField(max_length=64, verbose_name='fingerprint of the frame')),
                ('percent', models.PositiveSmallIntegerField(verbose_name='share drawn (%)')),
                ('drawn_at', models.DateTimeField(verbose_name='drawn at')),
            ],
            options={
                'verbose_name': 'draw of re-checks',
                'verbose_name_plural': 'draws of re-checks',
                'ordering': ['-month'],
                'default_permissions': ['view'],
            },
        ),
        migrations.CreateModel(
            name='Recheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verified_at', models.DateTimeField(verbose_name='findings hold since')),
                ('result', models.CharField(blank=True, choices=[('upheld', 'upheld'), ('reopened', 'taken up again')], default='', max_length=10, verbose_name='result')),
                ('note', models.TextField(blank=True, default='', max_length=2000, verbose_name='what was looked at')),
                ('at', models.DateTimeField(null=True, verbose_name='re-checked at')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='re-checked by')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rechecks', to='complaints.case', verbose_name='case')),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rechecks', to='complaints.recheckdraw', verbose_name='draw of re-checks')),
            ],
            options={
                'verbose_name': 're-check of findings',
                'verbose_name_plural': 're-checks of findings',
                'ordering': ['-draw__month', 'pk'],
                'permissions': [('recheck_case', 'Can re-check unsubstantiated findings')],
                'default_permissions': ['view'],
            },
        ),
        migrations.CreateModel(
            name='RecheckChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('verified_at', models.DateTimeField(verbose_name='findings hold since')),
                ('result', models.CharField(blank=True, choices=[('upheld', 'upheld'), ('reopened', 'taken up again')], default='', max_length=10, verbose_name='result')),
                ('note', models.TextField(blank=True, default='', max_length=2000, verbose_name='what was looked at')),
                ('at', models.DateTimeField(null=True, verbose_name='re-checked at')),
                ('by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='re-checked by')),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='complaints.case', verbose_name='case')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='complaints.recheck')),
                ('draw', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='complaints.recheckdraw', verbose_name='draw of re-checks')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recheckdraw',
            trigger=pgtrigger.compiler.Trigger(name='recheck_draw_stands', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9f10d048c841445086cf5a8750db89b08f1dd696', operation='UPDATE OR DELETE', pgid='pgtrigger_recheck_draw_stands_1588e', table='complaints_recheckdraw', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recheckchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1122b0f9f8dcd10913a2b210d5393c69a67c525b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ffdfc', table='complaints_recheckchange', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='recheck',
            constraint=models.UniqueConstraint(models.F('case'), models.F('verified_at'), name='recheck_once_of_what_holds'),
        ),
        migrations.AddConstraint(
            model_name='recheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('at', None), ('by', None), ('note', ''), ('result', '')), models.Q(models.Q(('result', ''), _negated=True), models.Q(('note', ''), _negated=True), ('at__isnull', False), ('by__isnull', False)), _connector='OR'), name='recheck_done_whole_or_not'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recheck',
            trigger=pgtrigger.compiler.Trigger(name='recheck_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='675a5f468e47c819595b6cad7191383612f47eb6', operation='DELETE', pgid='pgtrigger_recheck_stays_4f2d6', table='complaints_recheck', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recheck',
            trigger=pgtrigger.compiler.Trigger(name='recheck_stands', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.result <> '' AND OLD.* IS DISTINCT FROM NEW.* OR (OLD.draw_id, OLD.case_id, OLD.verified_at) IS DISTINCT FROM (NEW.draw_id, NEW.case_id, NEW.verified_at))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ed94918c0b078621ec5e5b1d010f233a9b9101b5', operation='UPDATE', pgid='pgtrigger_recheck_stands_97f7b', table='complaints_recheck', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recheck',
            trigger=pgtrigger.compiler.Trigger(name='recheck_by_another', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.by_id IS NOT NULL)', func="\n        IF EXISTS (\n            SELECT 1 FROM complaints_heldfinding h\n            WHERE h.case_id = NEW.case_id AND h.held_since = NEW.verified_at\n              AND NEW.by_id IN (h.found_by_id, h.held_by_id)\n        ) OR EXISTS (\n            SELECT 1 FROM complaints_case c\n            WHERE c.id = NEW.case_id AND c.handler_id = NEW.by_id\n        ) OR EXISTS (\n            SELECT 1 FROM bureau_user u\n            JOIN complaints_namedperson p ON p.staff_id = u.staff_id\n            WHERE p.case_id = NEW.case_id AND u.id = NEW.by_id\n        ) THEN\n            RAISE EXCEPTION 'whoever had a part in a case does not re-check it';\n        END IF;\n        RETURN NEW;\n    ", hash='df09d1a19750d8b381aef1f188d11a2887a1ba24', operation='INSERT OR UPDATE', pgid='pgtrigger_recheck_by_another_abde7', table='complaints_recheck', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recheck',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "complaints_recheckchange" ("at", "by_id", "case_id", "draw_id", "note", "result", "verified_at", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."at", o."by_id", o."case_id", o."draw_id", o."note", o."result", o."verified_at", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."at" IS DISTINCT FROM n."at" OR o."by_id" IS DISTINCT FROM n."by_id" OR o."case_id" IS DISTINCT FROM n."case_id" OR o."draw_id" IS DISTINCT FROM n."draw_id" OR o."note" IS DISTINCT FROM n."note" OR o."result" IS DISTINCT FROM n."result" OR o."verified_at" IS DISTINCT FROM n."verified_at"$history$; RETURN NULL;', hash='22c6cc0980b19cf2cb62582b9c37db2b4122e1b9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_62ae9', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='complaints_recheck', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recheck',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "complaints_recheckchange" ("at", "by_id", "case_id", "draw_id", "note", "result", "verified_at", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."at", o."by_id", o."case_id", o."draw_id", o."note", o."result", o."verified_at", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='e4bd215625f7bd35f96b4867b4ce2fa98bb0b901', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_b880d', referencing='REFERENCING OLD TABLE AS old_rows ', table='complaints_recheck', when='AFTER')),
        ),
    ]
