import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import rectification.models.places
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bureau', '0021_serial_numbers'),
        ('rectification', '0002_ledger_rules_version_one'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='lookback',
            name='result',
            field=models.CharField(blank=True, choices=[('holds', 'holds'), ('relapse', 'relapse')], default='', max_length=10, verbose_name='result'),
        ),
        migrations.AlterField(
            model_name='lookbackchange',
            name='result',
            field=models.CharField(blank=True, choices=[('holds', 'holds'), ('relapse', 'relapse')], default='', max_length=10, verbose_name='result'),
        ),
        migrations.CreateModel(
            name='AbsentZone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.CharField(choices=[('outpatient', 'outpatient hall'), ('ward', 'wards'), ('office', 'administration'), ('public_health', 'public health area')], max_length=16, verbose_name='zone')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absent_zones', to='bureau.institution', verbose_name='institution')),
            ],
            options={
                'verbose_name': 'zone that is not there',
                'verbose_name_plural': 'zones that are not there',
                'ordering': ['institution', 'zone'],
                'default_permissions': ['view'],
            },
        ),
        migrations.CreateModel(
            name='AbsentZoneChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('zone', models.CharField(choices=[('outpatient', 'outpatient hall'), ('ward', 'wards'), ('office', 'administration'), ('public_health', 'public health area')], max_length=16, verbose_name='zone')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('institution', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.institution', verbose_name='institution')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='rectification.absentzone')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PostingPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=rectification.models.places.new_code, max_length=12, unique=True, verbose_name='poster code')),
                ('zone', models.CharField(choices=[('outpatient', 'outpatient hall'), ('ward', 'wards'), ('office', 'administration'), ('public_health', 'public health area')], max_length=16, verbose_name='zone')),
                ('place', models.CharField(max_length=80, verbose_name='place')),
                ('own_number', models.CharField(blank=True, max_length=32, verbose_name="institution's complaint phone")),
                ('bureau_number', models.CharField(blank=True, max_length=32, verbose_name="bureau's complaint phone")),
                ('since', models.DateField(verbose_name='hangs since')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='taken down on')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='last checked on')),
                ('check_result', models.CharField(blank=True, choices=[('in_order', 'hangs, both numbers right'), ('damaged', 'damaged or hidden'), ('wrong_number', 'a number is wrong'), ('gone', 'not there')], max_length=16, verbose_name='last found')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='last checked by')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='bureau.department', verbose_name='department or ward')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posting_places', to='bureau.institution', verbose_name='institution')),
            ],
            options={
                'verbose_name': 'posting place',
                'verbose_name_plural': 'posting places',
                'ordering': ['institution', 'zone', 'place'],
                'permissions': [('register_place', 'Can register posting places'), ('check_place', 'Can check posting places and ring their numbers')],
            },
        ),
        migrations.CreateModel(
            name='PostingPlaceChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('code', models.CharField(default=rectification.models.places.new_code, max_length=12, verbose_name='poster code')),
                ('zone', models.CharField(choices=[('outpatient', 'outpatient hall'), ('ward', 'wards'), ('office', 'administration'), ('public_health', 'public health area')], max_length=16, verbose_name='zone')),
                ('place', models.CharField(max_length=80, verbose_name='place')),
                ('own_number', models.CharField(blank=True, max_length=32, verbose_name="institution's complaint phone")),
                ('bureau_number', models.CharField(blank=True, max_length=32, verbose_name="bureau's complaint phone")),
                ('since', models.DateField(verbose_name='hangs since')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='taken down on')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='last checked on')),
                ('check_result', models.CharField(blank=True, choices=[('in_order', 'hangs, both numbers right'), ('damaged', 'damaged or hidden'), ('wrong_number', 'a number is wrong'), ('gone', 'not there')], max_length=16, verbose_name='last found')),
                ('checked_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='last checked by')),
                ('department', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.department', verbose_name='department or ward')),
                ('institution', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.institution', verbose_name='institution')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='rectification.postingplace')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='TestCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=32, verbose_name='number rung')),
                ('called_at', models.DateTimeField(verbose_name='rung at')),
                ('answered_in_s', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='answered after (seconds)')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('recorded_at', models.DateTimeField(verbose_name='entered at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='rung by')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='test_calls', to='bureau.institution', verbose_name='institution')),
            ],
            options={
                'verbose_name': 'test call',
                'verbose_name_plural': 'test calls',
                'ordering': ['-called_at', '-pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='absentzone',
            constraint=models.UniqueConstraint(models.F('institution'), models.F('zone'), name='absent_zone_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='absentzone',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "rectification_absentzonechange" ("at", "by_id", "institution_id", "reason", "zone", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."at", o."by_id", o."institution_id", o."reason", o."zone", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."at" IS DISTINCT FROM n."at" OR o."by_id" IS DISTINCT FROM n."by_id" OR o."institution_id" IS DISTINCT FROM n."institution_id" OR o."reason" IS DISTINCT FROM n."reason" OR o."zone" IS DISTINCT FROM n."zone"$history$; RETURN NULL;', hash='39dc4c5a3f3587273c446004bd6c6508119320d5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_38153', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='rectification_absentzone', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='absentzone',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "rectification_absentzonechange" ("at", "by_id", "institution_id", "reason", "zone", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."at", o."by_id", o."institution_id", o."reason", o."zone", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='b48dd836305a2bdcfeeb763643a3fabf29943ed7', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_e7ff0', referencing='REFERENCING OLD TABLE AS old_rows ', table='rectification_absentzone', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='absentzonechange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6ec2c84fbf81082930482d5d8881eb690e09f47c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a7f2d', table='rectification_absentzonechange', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='postingplace',
            index=models.Index(condition=models.Q(('retired_on', None)), fields=['institution', 'zone'], name='posting_standing'),
        ),
        migrations.AddConstraint(
            model_name='postingplace',
            constraint=models.UniqueConstraint(models.F('institution'), models.F('place'), condition=models.Q(('retired_on', None)), name='posting_place_once'),
        ),
        migrations.AddConstraint(
            model_name='postingplace',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('check_result', ''), ('checked_by', None), ('checked_on', None)), models.Q(('checked_by__isnull', False), ('checked_on__isnull', False), models.Q(('check_result', ''), _negated=True)), _connector='OR'), name='posting_checked_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='postingplace',
            constraint=models.CheckConstraint(condition=models.Q(('retired_on', None), ('retired_on__gte', models.F('since')), _connector='OR'), name='posting_retired_after_it_hung'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='postingplace',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "rectification_postingplacechange" ("bureau_number", "check_result", "checked_by_id", "checked_on", "code", "department_id", "institution_id", "own_number", "place", "retired_on", "since", "zone", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."bureau_number", o."check_result", o."checked_by_id", o."checked_on", o."code", o."department_id", o."institution_id", o."own_number", o."place", o."retired_on", o."since", o."zone", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."bureau_number" IS DISTINCT FROM n."bureau_number" OR o."check_result" IS DISTINCT FROM n."check_result" OR o."checked_by_id" IS DISTINCT FROM n."checked_by_id" OR o."checked_on" IS DISTINCT FROM n."checked_on" OR o."code" IS DISTINCT FROM n."code" OR o."department_id" IS DISTINCT FROM n."department_id" OR o."institution_id" IS DISTINCT FROM n."institution_id" OR o."own_number" IS DISTINCT FROM n."own_number" OR o."place" IS DISTINCT FROM n."place" OR o."retired_on" IS DISTINCT FROM n."retired_on" OR o."since" IS DISTINCT FROM n."since" OR o."zone" IS DISTINCT FROM n."zone"$history$; RETURN NULL;', hash='4e36b332b9ae77e9f0b1e7e08c153cff58c3995b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_b9db0', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='rectification_postingplace', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='postingplace',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "rectification_postingplacechange" ("bureau_number", "check_result", "checked_by_id", "checked_on", "code", "department_id", "institution_id", "own_number", "place", "retired_on", "since", "zone", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."bureau_number", o."check_result", o."checked_by_id", o."checked_on", o."code", o."department_id", o."institution_id", o."own_number", o."place", o."retired_on", o."since", o."zone", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='206b67e45f32b3cdf454d96680c49549e9ac5ff6', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_9b1a8', referencing='REFERENCING OLD TABLE AS old_rows ', table='rectification_postingplace', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='postingplacechange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='34d2ea1a1287b05edd07587e4935abb945bab261', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_58325', table='rectification_postingplacechange', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='testcall',
            index=models.Index(fields=['called_at'], name='test_call_by_time'),
        ),
        migrations.AddConstraint(
            model_name='testcall',
            constraint=models.UniqueConstraint(models.F('institution'), models.F('number'), models.F('called_at'), name='test_call_once'),
        ),
    ]
