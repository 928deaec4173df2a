"""What a leader is in charge of gets days of its own."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bureau', '0037_exports_know_their_records'),
    ]

    operations = [
        migrations.CreateModel(
            name='Remit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(blank=True, max_length=200, verbose_name='in charge of')),
                ('from_on', models.DateField(verbose_name='from')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='to')),
            ],
            options={
                'verbose_name': 'remit of a leader',
                'verbose_name_plural': 'remits of leaders',
                'ordering': ['post', '-from_on'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='RemitChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('words', models.CharField(blank=True, max_length=200, verbose_name='in charge of')),
                ('from_on', models.DateField(verbose_name='from')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='to')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='remit',
            name='departments',
            field=models.ManyToManyField(blank=True, to='bureau.department', verbose_name='departments in charge of'),
        ),
        migrations.AddField(
            model_name='remit',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remits', to='bureau.leaderpost', verbose_name="leader's post"),
        ),
        migrations.AddField(
            model_name='remit',
            name='sections',
            field=models.ManyToManyField(blank=True, to='bureau.section', verbose_name='sections in charge of'),
        ),
        migrations.AddField(
            model_name='remitchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bureau.remit'),
        ),
        migrations.AddField(
            model_name='remitchange',
            name='post',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.leaderpost', verbose_name="leader's post"),
        ),
        migrations.AddConstraint(
            model_name='remit',
            constraint=models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('from_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='remit_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='remit',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('post', '='), (models.Func(models.F('from_on'), models.F('to_on'), models.Value('[]'), function='daterange'), '&&')], name='remit_one_at_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='remit',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_remitchange" ("from_on", "post_id", "to_on", "words", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."from_on", o."post_id", o."to_on", o."words", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."from_on" IS DISTINCT FROM n."from_on" OR o."post_id" IS DISTINCT FROM n."post_id" OR o."to_on" IS DISTINCT FROM n."to_on" OR o."words" IS DISTINCT FROM n."words"$history$; RETURN NULL;', hash='2a74f7315fcf3d3b1e9758ade2a63a886ddf4581', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_d21c3', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='bureau_remit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='remit',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_remitchange" ("from_on", "post_id", "to_on", "words", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."from_on", o."post_id", o."to_on", o."words", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='c859e0371acbbc836225ec069aa80f02452e634d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_722fb', referencing='REFERENCING OLD TABLE AS old_rows ', table='bureau_remit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='remitchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f0ce91e17ae15cb6ad5fb2ae3fb6830856cd9f0b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6fc01', table='bureau_remitchange', when='BEFORE')),
        ),
    ]
