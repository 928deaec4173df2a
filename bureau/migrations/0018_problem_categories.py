"""Categories of problems in two levels, and the lexicon that sorts everyday wording into them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bureau', '0017_history_of_unmailed_kinds'),
    ]

    operations = [
        migrations.CreateModel(
            name='LexiconEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phrase', models.CharField(max_length=40, unique=True, verbose_name='phrase')),
                ('priority', models.SmallIntegerField(default=0, help_text='Only where two phrases of one length overlap: the higher number wins.', verbose_name='priority')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'verbose_name': 'lexicon entry',
                'verbose_name_plural': 'lexicon',
                'ordering': ['category__order', 'category__code', 'phrase'],
                'permissions': [('import_lexiconentry', 'Can import the lexicon'), ('export_lexiconentry', 'Can export the lexicon')],
                'default_permissions': ['view', 'add', 'change'],
            },
        ),
        migrations.CreateModel(
            name='ProblemCategory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='category code')),
                ('name', models.CharField(max_length=60, verbose_name='category')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='kinds', to='bureau.problemcategory', verbose_name='kind of')),
            ],
            options={
                'verbose_name': 'problem category',
                'verbose_name_plural': 'problem categories',
                'ordering': ['order', 'code'],
                'default_permissions': ['view', 'add', 'change'],
            },
        ),
        migrations.CreateModel(
            name='LexiconEntryChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('phrase', models.CharField(max_length=40, verbose_name='phrase')),
                ('priority', models.SmallIntegerField(default=0, help_text='Only where two phrases of one length overlap: the higher number wins.', verbose_name='priority')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bureau.lexiconentry')),
                ('category', models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='Left empty for wording that only sounds like a problem.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.problemcategory', verbose_name='category')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='lexiconentry',
            name='category',
            field=models.ForeignKey(blank=True, help_text='Left empty for wording that only sounds like a problem.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='phrases', to='bureau.problemcategory', verbose_name='category'),
        ),
        migrations.CreateModel(
            name='ProblemCategoryChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('code', models.CharField(max_length=20, verbose_name='category code')),
                ('name', models.CharField(max_length=60, verbose_name='category')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.problemcategory', verbose_name='kind of')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bureau.problemcategory')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='problemcategory',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code__regex', '^[A-Z]{2,8}$'), ('parent__isnull', True)), models.Q(('code__regex', '^[A-Z]{2,8}-[A-Z]{2,8}$'), ('parent__isnull', False)), _connector='OR'), name='category_code_says_its_level', violation_error_message="A code is 2 to 8 capital letters; below a category it begins with that category's code and a dash, for example ATT-LENG."),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='problemcategory',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_problemcategorychange" ("code", "is_active", "name", "order", "parent_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."code", o."is_active", o."name", o."order", o."parent_id", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."code" IS DISTINCT FROM n."code" OR o."is_active" IS DISTINCT FROM n."is_active" OR o."name" IS DISTINCT FROM n."name" OR o."order" IS DISTINCT FROM n."order" OR o."parent_id" IS DISTINCT FROM n."parent_id"$history$; RETURN NULL;', hash='1fd3e5577b40da4847c704f66d14bb4eeeeffd3e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_dc75a', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='bureau_problemcategory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='problemcategory',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_problemcategorychange" ("code", "is_active", "name", "order", "parent_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."code", o."is_active", o."name", o."order", o."parent_id", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='85dc754a7c9c51611ecef1408912a45c9ff0ac2e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_4efc9', referencing='REFERENCING OLD TABLE AS old_rows ', table='bureau_problemcategory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lexiconentrychange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='455f096aecbe1170c6ad0dcb3d5219b671f1fe5e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_74f85', table='bureau_lexiconentrychange', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='lexiconentry',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('phrase'), 2), name='phrase_is_long_enough', violation_error_message='A phrase has at least two signs.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lexiconentry',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_lexiconentrychange" ("category_id", "is_active", "phrase", "priority", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."category_id", o."is_active", o."phrase", o."priority", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."category_id" IS DISTINCT FROM n."category_id" OR o."is_active" IS DISTINCT FROM n."is_active" OR o."phrase" IS DISTINCT FROM n."phrase" OR o."priority" IS DISTINCT FROM n."priority"$history$; RETURN NULL;', hash='5ebcddd7c71392b0c14220d1333b79174c9c435c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_7da51', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='bureau_lexiconentry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lexiconentry',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_lexiconentrychange" ("category_id", "is_active", "phrase", "priority", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."category_id", o."is_active", o."phrase", o."priority", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='9e0f2aa1e6d5edc585c9d630e797b55601e7f7dd', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_ef285', referencing='REFERENCING OLD TABLE AS old_rows ', table='bureau_lexiconentry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='problemcategorychange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fc6073eb79aab004aec690f3ba06affa7a3ceb8f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_84a32', table='bureau_problemcategorychange', when='BEFORE')),
        ),
    ]
