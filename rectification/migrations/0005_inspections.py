import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bureau', '0021_serial_numbers'),
        ('rectification', '0004_posting_rules_version_one'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Checklist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(choices=[('level2', 'level 2 and above'), ('township', 'township centres'), ('other', 'other institutions')], max_length=16, verbose_name='kind of institution')),
                ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                ('title', models.CharField(max_length=80, verbose_name='title')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('approved', 'approved')], default='draft', max_length=10, verbose_name='state')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('drafted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drafted by')),
            ],
            options={
                'verbose_name': 'checklist',
                'verbose_name_plural': 'checklists',
                'ordering': ['group', '-version'],
                'permissions': [('draft_checklist', 'Can draft checklists'), ('approve_checklist', 'Can approve checklists')],
            },
        ),
        migrations.CreateModel(
            name='ChecklistChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('group', models.CharField(choices=[('level2', 'level 2 and above'), ('township', 'township centres'), ('other', 'other institutions')], max_length=16, verbose_name='kind of institution')),
                ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                ('title', models.CharField(max_length=80, verbose_name='title')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('approved', 'approved')], default='draft', max_length=10, verbose_name='state')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ('approved_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('drafted_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drafted by')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='rectification.checklist')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ChecklistItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('code', models.SlugField(max_length=20, verbose_name='code')),
                ('text', models.CharField(max_length=200, verbose_name='what to look at')),
                ('quote', models.CharField(blank=True, max_length=120, verbose_name='words of the source')),
                ('clause', models.CharField(max_length=80, verbose_name='source and clause')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='bureau.problemcategory', verbose_name='category')),
                ('checklist', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='rectification.checklist', verbose_name='checklist')),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='rectification.theme', verbose_name='theme of rectification')),
            ],
            options={
                'verbose_name': 'checklist item',
                'verbose_name_plural': 'checklist items',
                'ordering': ['checklist', 'position'],
            },
        ),
        migrations.CreateModel(
            name='ChecklistItemChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('code', models.SlugField(db_index=False, max_length=20, verbose_name='code')),
                ('text', models.CharField(max_length=200, verbose_name='what to look at')),
                ('quote', models.CharField(blank=True, max_length=120, verbose_name='words of the source')),
                ('clause', models.CharField(max_length=80, verbose_name='source and clause')),
                ('category', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.problemcategory', verbose_name='category')),
                ('checklist', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rectification.checklist', verbose_name='checklist')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='rectification.checklistitem')),
                ('theme', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rectification.theme', verbose_name='theme of rectification')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('no', models.CharField(max_length=20, unique=True, verbose_name='visit no.')),
                ('kind', models.CharField(choices=[('inspection', 'inspection'), ('supervision', 'supervision'), ('unannounced', 'unannounced visit')], max_length=12, verbose_name='kind of visit')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('under_way', 'under way'), ('done', 'done'), ('cancelled', 'cancelled')], default='planned', max_length=10, verbose_name='state')),
                ('planned_on', models.DateField(verbose_name='planned for')),
                ('planned_at', models.DateTimeField(verbose_name='planned at')),
                ('begun_at', models.DateTimeField(blank=True, null=True, verbose_name='begun at')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done at')),
                ('checklist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='rectification.checklist', verbose_name='checklist')),
                ('inspectors', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='inspectors')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='bureau.institution', verbose_name='institution')),
                ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='planned by')),
            ],
            options={
                'verbose_name': 'visit',
                'verbose_name_plural': 'visits',
                'ordering': ['-planned_on', '-pk'],
                'permissions': [('plan_visit', 'Can plan and cancel visits'), ('inspect_visit', 'Can record what was found at a visit')],
            },
        ),
        migrations.CreateModel(
            name='VisitChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('no', models.CharField(max_length=20, verbose_name='visit no.')),
                ('kind', models.CharField(choices=[('inspection', 'inspection'), ('supervision', 'supervision'), ('unannounced', 'unannounced visit')], max_length=12, verbose_name='kind of visit')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('under_way', 'under way'), ('done', 'done'), ('cancelled', 'cancelled')], default='planned', max_length=10, verbose_name='state')),
                ('planned_on', models.DateField(verbose_name='planned for')),
                ('planned_at', models.DateTimeField(verbose_name='planned at')),
                ('begun_at', models.DateTimeField(blank=True, null=True, verbose_name='begun at')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done at')),
                ('checklist', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rectification.checklist', verbose_name='checklist')),
                ('institution', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.institution', verbose_name='institution')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='rectification.visit')),
                ('planned_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='planned by')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='VisitResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('finding', models.CharField(choices=[('met', 'met'), ('partial', 'met in part'), ('unmet', 'not met'), ('not_applicable', 'not applicable')], max_length=16, verbose_name='found')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='note')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='rectification.checklistitem', verbose_name='checklist item')),
                ('ledger_item', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visit_result', to='rectification.item', verbose_name='ledger item')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='rectification.visit', verbose_name='visit')),
            ],
            options={
                'verbose_name': 'finding of a visit',
                'verbose_name_plural': 'findings of visits',
                'ordering': ['visit', 'item__position'],
                'default_permissions': ['view'],
            },
        ),
        migrations.CreateModel(
            name='VisitResultChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('finding', models.CharField(choices=[('met', 'met'), ('partial', 'met in part'), ('unmet', 'not met'), ('not_applicable', 'not applicable')], max_length=16, verbose_name='found')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='note')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('item', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rectification.checklistitem', verbose_name='checklist item')),
                ('ledger_item', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rectification.item', verbose_name='ledger item')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='rectification.visitresult')),
                ('visit', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rectification.visit', verbose_name='visit')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='checklist',
            constraint=models.UniqueConstraint(models.F('group'), models.F('version'), name='checklist_version_once'),
        ),
        migrations.AddConstraint(
            model_name='checklist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('approved_at__isnull', False), _connector='OR'), name='checklist_approved_at_some_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checklist',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "rectification_checklistchange" ("approved_at", "approved_by_id", "drafted_by_id", "group", "source", "state", "title", "valid_from", "version", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."approved_at", o."approved_by_id", o."drafted_by_id", o."group", o."source", o."state", o."title", o."valid_from", o."version", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."approved_at" IS DISTINCT FROM n."approved_at" OR o."approved_by_id" IS DISTINCT FROM n."approved_by_id" OR o."drafted_by_id" IS DISTINCT FROM n."drafted_by_id" OR o."group" IS DISTINCT FROM n."group" OR o."source" IS DISTINCT FROM n."source" OR o."state" IS DISTINCT FROM n."state" OR o."title" IS DISTINCT FROM n."title" OR o."valid_from" IS DISTINCT FROM n."valid_from" OR o."version" IS DISTINCT FROM n."version"$history$; RETURN NULL;', hash='d50c80b3a506b2543a88d6d1c21804b972dec597', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_b929f', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='rectification_checklist', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checklist',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "rectification_checklistchange" ("approved_at", "approved_by_id", "drafted_by_id", "group", "source", "state", "title", "valid_from", "version", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."approved_at", o."approved_by_id", o."drafted_by_id", o."group", o."source", o."state", o."title", o."valid_from", o."version", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='da9aa30035d1362c7d572f86a77d2c63b3f1ee6b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_416af', referencing='REFERENCING OLD TABLE AS old_rows ', table='rectification_checklist', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checklistchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7d77eece1cad894b6628947e8551930828065bcf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_517ef', table='rectification_checklistchange', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='checklistitem',
            constraint=models.UniqueConstraint(models.F('checklist'), models.F('code'), name='checklist_item_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checklistitem',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "rectification_checklistitemchange" ("category_id", "checklist_id", "clause", "code", "position", "quote", "text", "theme_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."category_id", o."checklist_id", o."clause", o."code", o."position", o."quote", o."text", o."theme_id", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."category_id" IS DISTINCT FROM n."category_id" OR o."checklist_id" IS DISTINCT FROM n."checklist_id" OR o."clause" IS DISTINCT FROM n."clause" OR o."code" IS DISTINCT FROM n."code" OR o."position" IS DISTINCT FROM n."position" OR o."quote" IS DISTINCT FROM n."quote" OR o."text" IS DISTINCT FROM n."text" OR o."theme_id" IS DISTINCT FROM n."theme_id"$history$; RETURN NULL;', hash='159b0365f5ecb292388a940ab1a0ba0213197928', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_52dc5', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='rectification_checklistitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checklistitem',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "rectification_checklistitemchange" ("category_id", "checklist_id", "clause", "code", "position", "quote", "text", "theme_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."category_id", o."checklist_id", o."clause", o."code", o."position", o."quote", o."text", o."theme_id", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='417c21901a88d17f5875c1622b7c0830166f335e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_0e10a', referencing='REFERENCING OLD TABLE AS old_rows ', table='rectification_checklistitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checklistitemchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c597c580ff7ce8b846e1dbb6e5bf1e63fc5b54b7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ea950', table='rectification_checklistitemchange', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['institution', 'state'], name='visit_of_house'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['done_at'], name='visit_by_time'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('done_at', None)), _connector='OR'), name='visit_done_has_its_instant'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "rectification_visitchange" ("begun_at", "checklist_id", "done_at", "institution_id", "kind", "no", "planned_at", "planned_by_id", "planned_on", "state", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."begun_at", o."checklist_id", o."done_at", o."institution_id", o."kind", o."no", o."planned_at", o."planned_by_id", o."planned_on", o."state", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."begun_at" IS DISTINCT FROM n."begun_at" OR o."checklist_id" IS DISTINCT FROM n."checklist_id" OR o."done_at" IS DISTINCT FROM n."done_at" OR o."institution_id" IS DISTINCT FROM n."institution_id" OR o."kind" IS DISTINCT FROM n."kind" OR o."no" IS DISTINCT FROM n."no" OR o."planned_at" IS DISTINCT FROM n."planned_at" OR o."planned_by_id" IS DISTINCT FROM n."planned_by_id" OR o."planned_on" IS DISTINCT FROM n."planned_on" OR o."state" IS DISTINCT FROM n."state"$history$; RETURN NULL;', hash='e7b7bb9cdb85b2848ef06a53a928024cf9e124bf', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_b9f33', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='rectification_visit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "rectification_visitchange" ("begun_at", "checklist_id", "done_at", "institution_id", "kind", "no", "planned_at", "planned_by_id", "planned_on", "state", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."begun_at", o."checklist_id", o."done_at", o."institution_id", o."kind", o."no", o."planned_at", o."planned_by_id", o."planned_on", o."state", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='42a83b48a9c0931b47183982823860744d3857f8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_f4184', referencing='REFERENCING OLD TABLE AS old_rows ', table='rectification_visit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f3d7d5ab4e5757aadc0f17e9de4c85e049863bf6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2db51', table='rectification_visitchange', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='visitresult',
            index=models.Index(fields=['item', 'finding'], name='visit_result_compliance'),
        ),
        migrations.AddConstraint(
            model_name='visitresult',
            constraint=models.UniqueConstraint(models.F('visit'), models.F('item'), name='visit_result_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitresult',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "rectification_visitresultchange" ("at", "by_id", "finding", "item_id", "ledger_item_id", "note", "visit_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."at", o."by_id", o."finding", o."item_id", o."ledger_item_id", o."note", o."visit_id", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."at" IS DISTINCT FROM n."at" OR o."by_id" IS DISTINCT FROM n."by_id" OR o."finding" IS DISTINCT FROM n."finding" OR o."item_id" IS DISTINCT FROM n."item_id" OR o."ledger_item_id" IS DISTINCT FROM n."ledger_item_id" OR o."note" IS DISTINCT FROM n."note" OR o."visit_id" IS DISTINCT FROM n."visit_id"$history$; RETURN NULL;', hash='1eeb2947b59ee82da8279c7cbda3dcd119f5eaea', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_4f4f3', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='rectification_visitresult', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitresult',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "rectification_visitresultchange" ("at", "by_id", "finding", "item_id", "ledger_item_id", "note", "visit_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."at", o."by_id", o."finding", o."item_id", o."ledger_item_id", o."note", o."visit_id", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='57f8d47cccc61465df18a6c6c27c3825bf57ec33', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_291a8', referencing='REFERENCING OLD TABLE AS old_rows ', table='rectification_visitresult', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitresultchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='692500413fddf0896da4d0bf7c2997fb5407bc62', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_87fd4', table='rectification_visitresultchange', when='BEFORE')),
        ),
    ]
