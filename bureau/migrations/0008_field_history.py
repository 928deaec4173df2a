
import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bureau', '0007_first_placements_and_duty'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarDayChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('kind', models.CharField(choices=[('holiday', 'Holiday'), ('makeup', 'Make-up working day')], max_length=10, verbose_name='kind')),
                ('name', models.CharField(max_length=40, verbose_name='holiday')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DepartmentChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('is_ward', models.BooleanField(default=False, verbose_name='is a ward')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DutySectionChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('from_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='to')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='InstitutionChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('code', models.CharField(max_length=32, verbose_name='institution code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('kind', models.CharField(choices=[('general_hospital', 'General hospital'), ('tcm_hospital', 'Hospital of Chinese medicine'), ('maternity_hospital', 'Maternal and child health hospital'), ('specialist_hospital', 'Specialist hospital'), ('township_center', 'Township health centre'), ('community_center', 'Community health centre'), ('village_clinic', 'Village clinic')], max_length=32, verbose_name='kind')),
                ('grade', models.CharField(choices=[('3a', 'Level 3, class A'), ('3b', 'Level 3, class B'), ('3', 'Level 3'), ('2a', 'Level 2, class A'), ('2b', 'Level 2, class B'), ('2', 'Level 2'), ('1', 'Level 1'), ('0', 'Not graded')], default='0', max_length=2, verbose_name='grade')),
                ('phone', models.CharField(blank=True, max_length=32, verbose_name='phone')),
                ('complaint_phone', models.CharField(blank=True, max_length=32, verbose_name='24-hour complaint phone')),
                ('active_from', models.DateField(blank=True, null=True, verbose_name='open since')),
                ('active_to', models.DateField(blank=True, null=True, verbose_name='closed after')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='LeaderPostChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('kind', models.CharField(choices=[('principal_head', 'Principal head'), ('deputy', 'Deputy in charge')], max_length=20, verbose_name='kind of post')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('remit', models.CharField(blank=True, max_length=200, verbose_name='in charge of')),
                ('from_on', models.DateField(verbose_name='from')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='to')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='OfficerAssignmentChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('from_on', models.DateField(verbose_name='from')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='to')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PlacementChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('staff_no', models.CharField(max_length=32, verbose_name='staff number')),
                ('position', models.CharField(blank=True, max_length=40, verbose_name='position')),
                ('from_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='to')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SectionChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('code', models.CharField(max_length=32, verbose_name='code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='StaffChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('staff_no', models.CharField(max_length=32, verbose_name='staff number')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('position', models.CharField(blank=True, max_length=40, verbose_name='position')),
                ('title', models.CharField(blank=True, max_length=40, verbose_name='professional title')),
                ('employment', models.CharField(blank=True, max_length=20, verbose_name='employment')),
                ('active_to', models.DateField(blank=True, null=True, verbose_name='left after')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='UserChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('language', models.CharField(blank=True, choices=[('zh-hans', '中文'), ('en', 'English')], max_length=10, verbose_name='language')),
                ('large_text', models.BooleanField(default=False, verbose_name='large text')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.AlterField(
            model_name='staff',
            name='seal_id',
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='calendarday',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_calendardaychange" ("kind", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."kind", o."name", now(), \'update\', o."day", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."day" = n."day" WHERE o."kind" IS DISTINCT FROM n."kind" OR o."name" IS DISTINCT FROM n."name"$history$; RETURN NULL;', hash='8e782afb47ebbc865cb3a1401fe86fb7be1f40cc', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_fd253', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='bureau_calendarday', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='calendarday',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_calendardaychange" ("kind", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."kind", o."name", now(), \'delete\', o."day", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='6724241fcafe234fa6ec4999d358ab258e632168', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_ebc2c', referencing='REFERENCING OLD TABLE AS old_rows ', table='bureau_calendarday', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='department',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_departmentchange" ("institution_id", "is_ward", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."institution_id", o."is_ward", o."name", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."institution_id" IS DISTINCT FROM n."institution_id" OR o."is_ward" IS DISTINCT FROM n."is_ward" OR o."name" IS DISTINCT FROM n."name"$history$; RETURN NULL;', hash='37edbe957a392a8574d571ea6e550451caed82ff', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_4cbbf', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='bureau_department', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='department',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_departmentchange" ("institution_id", "is_ward", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."institution_id", o."is_ward", o."name", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='dda757c162682be6b2f68132342f9021970bf443', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_dab33', referencing='REFERENCING OLD TABLE AS old_rows ', table='bureau_department', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dutysection',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_dutysectionchange" ("from_on", "section_id", "to_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."from_on", o."section_id", o."to_on", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."from_on" IS DISTINCT FROM n."from_on" OR o."section_id" IS DISTINCT FROM n."section_id" OR o."to_on" IS DISTINCT FROM n."to_on"$history$; RETURN NULL;', hash='eb8b8d4b3e83284304a1e2f709b828ca0e208bdf', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_ee0c4', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='bureau_dutysection', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dutysection',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_dutysectionchange" ("from_on", "section_id", "to_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."from_on", o."section_id", o."to_on", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='0c644bb36de23a14c08906d6e32a5fe100204355', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_392c7', referencing='REFERENCING OLD TABLE AS old_rows ', table='bureau_dutysection', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='institution',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_institutionchange" ("active_from", "active_to", "code", "complaint_phone", "grade", "kind", "name", "parent_id", "phone", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."active_from", o."active_to", o."code", o."complaint_phone", o."grade", o."kind", o."name", o."parent_id", o."phone", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."active_from" IS DISTINCT FROM n."active_from" OR o."active_to" IS DISTINCT FROM n."active_to" OR o."code" IS DISTINCT FROM n."code" OR o."complaint_phone" IS DISTINCT FROM n."complaint_phone" OR o."grade" IS DISTINCT FROM n."grade" OR o."kind" IS DISTINCT FROM n."kind" OR o."name" IS DISTINCT FROM n."name" OR o."parent_id" IS DISTINCT FROM n."parent_id" OR o."phone" IS DISTINCT FROM n."phone"$history$; RETURN NULL;', hash='e28aab2b789fd0d156d518d9c7c40994641298f2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_1fb54', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='bureau_institution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='institution',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_institutionchange" ("active_from", "active_to", "code", "complaint_phone", "grade", "kind", "name", "parent_id", "phone", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."active_from", o."active_to", o."code", o."complaint_phone", o."grade", o."kind", o."name", o."parent_id", o."phone", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='75535d68fd5041968bae17efcef87cff9fa278bd', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_494f7', referencing='REFERENCING OLD TABLE AS old_rows ', table='bureau_institution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='leaderpost',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_leaderpostchange" ("from_on", "institution_id", "kind", "name", "remit", "staff_id", "to_on", "user_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."from_on", o."institution_id", o."kind", o."name", o."remit", o."staff_id", o."to_on", o."user_id", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."from_on" IS DISTINCT FROM n."from_on" OR o."institution_id" IS DISTINCT FROM n."institution_id" OR o."kind" IS DISTINCT FROM n."kind" OR o."name" IS DISTINCT FROM n."name" OR o."remit" IS DISTINCT FROM n."remit" OR o."staff_id" IS DISTINCT FROM n."staff_id" OR o."to_on" IS DISTINCT FROM n."to_on" OR o."user_id" IS DISTINCT FROM n."user_id"$history$; RETURN NULL;', hash='27f12af2b150721e57feeb7bc3f0603688d4a5e4', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_f4a8b', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='bureau_leaderpost', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='leaderpost',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_leaderpostchange" ("from_on", "institution_id", "kind", "name", "remit", "staff_id", "to_on", "user_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."from_on", o."institution_id", o."kind", o."name", o."remit", o."staff_id", o."to_on", o."user_id", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='ac59712daacfff71959a362321a62ad00f861ea6', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_360ba', referencing='REFERENCING OLD TABLE AS old_rows ', table='bureau_leaderpost', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officerassignment',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_officerassignmentchange" ("from_on", "institution_id", "officer_id", "to_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."from_on", o."institution_id", o."officer_id", o."to_on", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."from_on" IS DISTINCT FROM n."from_on" OR o."institution_id" IS DISTINCT FROM n."institution_id" OR o."officer_id" IS DISTINCT FROM n."officer_id" OR o."to_on" IS DISTINCT FROM n."to_on"$history$; RETURN NULL;', hash='bc07623ecd1e2ea488e336bc84dc4ef93d397f66', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_47dea', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='bureau_officerassignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officerassignment',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_officerassignmentchange" ("from_on", "institution_id", "officer_id", "to_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."from_on", o."institution_id", o."officer_id", o."to_on", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='59cda5acb6197cf6c23dca42debb4afe68ec5024', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_4c429', referencing='REFERENCING OLD TABLE AS old_rows ', table='bureau_officerassignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='placement',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_placementchange" ("department_id", "from_on", "institution_id", "position", "staff_id", "staff_no", "to_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."department_id", o."from_on", o."institution_id", o."position", o."staff_id", o."staff_no", o."to_on", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."department_id" IS DISTINCT FROM n."department_id" OR o."from_on" IS DISTINCT FROM n."from_on" OR o."institution_id" IS DISTINCT FROM n."institution_id" OR o."position" IS DISTINCT FROM n."position" OR o."staff_id" IS DISTINCT FROM n."staff_id" OR o."staff_no" IS DISTINCT FROM n."staff_no" OR o."to_on" IS DISTINCT FROM n."to_on"$history$; RETURN NULL;', hash='6e0c1e10474aaaa8311e9b1fa304db3a86bd2240', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_147ca', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='bureau_placement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='placement',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_placementchange" ("department_id", "from_on", "institution_id", "position", "staff_id", "staff_no", "to_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."department_id", o."from_on", o."institution_id", o."position", o."staff_id", o."staff_no", o."to_on", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='51d659e03d57473ddb87c88dbd5e630f54d31ab3', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_b8cca', referencing='REFERENCING OLD TABLE AS old_rows ', table='bureau_placement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_sectionchange" ("code", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."code", o."name", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."code" IS DISTINCT FROM n."code" OR o."name" IS DISTINCT FROM n."name"$history$; RETURN NULL;', hash='21f9b5fc0b76913f0ecb702abf7909d26ad01a63', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_a2635', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='bureau_section', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_sectionchange" ("code", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."code", o."name", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='0e2274e802385038abf1783f47c1c20d77c6b9d1', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_cf4ab', referencing='REFERENCING OLD TABLE AS old_rows ', table='bureau_section', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='staff',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_staffchange" ("active_to", "department_id", "employment", "institution_id", "name", "position", "staff_no", "title", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."active_to", o."department_id", o."employment", o."institution_id", o."name", o."position", o."staff_no", o."title", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[CASE WHEN o."phone" IS DISTINCT FROM n."phone" THEN \'phone\' END]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."active_to" IS DISTINCT FROM n."active_to" OR o."department_id" IS DISTINCT FROM n."department_id" OR o."employment" IS DISTINCT FROM n."employment" OR o."institution_id" IS DISTINCT FROM n."institution_id" OR o."name" IS DISTINCT FROM n."name" OR o."position" IS DISTINCT FROM n."position" OR o."staff_no" IS DISTINCT FROM n."staff_no" OR o."title" IS DISTINCT FROM n."title" OR o."phone" IS DISTINCT FROM n."phone"$history$; RETURN NULL;', hash='8be744269420f7ebdb0590e225689827c02d1011', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_a510e', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='bureau_staff', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='staff',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_staffchange" ("active_to", "department_id", "employment", "institution_id", "name", "position", "staff_no", "title", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."active_to", o."department_id", o."employment", o."institution_id", o."name", o."position", o."staff_no", o."title", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='2285ca31cfadd129143f48e6c88165a207127f68', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_aa186', referencing='REFERENCING OLD TABLE AS old_rows ', table='bureau_staff', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_userchange" ("date_joined", "email", "institution_id", "is_active", "is_staff", "is_superuser", "language", "large_text", "name", "section_id", "username", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."date_joined", o."email", o."institution_id", o."is_active", o."is_staff", o."is_superuser", o."language", o."large_text", o."name", o."section_id", o."username", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."date_joined" IS DISTINCT FROM n."date_joined" OR o."email" IS DISTINCT FROM n."email" OR o."institution_id" IS DISTINCT FROM n."institution_id" OR o."is_active" IS DISTINCT FROM n."is_active" OR o."is_staff" IS DISTINCT FROM n."is_staff" OR o."is_superuser" IS DISTINCT FROM n."is_superuser" OR o."language" IS DISTINCT FROM n."language" OR o."large_text" IS DISTINCT FROM n."large_text" OR o."name" IS DISTINCT FROM n."name" OR o."section_id" IS DISTINCT FROM n."section_id" OR o."username" IS DISTINCT FROM n."username"$history$; RETURN NULL;', hash='eb2f38596d0d2e98ff33ab5d4d2d32ce9f646a2e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_95319', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='bureau_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "bureau_userchange" ("date_joined", "email", "institution_id", "is_active", "is_staff", "is_superuser", "language", "large_text", "name", "section_id", "username", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."date_joined", o."email", o."institution_id", o."is_active", o."is_staff", o."is_superuser", o."language", o."large_text", o."name", o."section_id", o."username", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='d8c6e0bc285424d9a8133a9a9af3a2c10265739e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_6dd7b', referencing='REFERENCING OLD TABLE AS old_rows ', table='bureau_user', when='AFTER')),
        ),
        migrations.AddField(
            model_name='calendardaychange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bureau.calendarday'),
        ),
        migrations.AddField(
            model_name='departmentchange',
            name='institution',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.institution', verbose_name='institution'),
        ),
        migrations.AddField(
            model_name='departmentchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bureau.department'),
        ),
        migrations.AddField(
            model_name='dutysectionchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bureau.dutysection'),
        ),
        migrations.AddField(
            model_name='dutysectionchange',
            name='section',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.section', verbose_name='bureau section'),
        ),
        migrations.AddField(
            model_name='institutionchange',
            name='parent',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.institution', verbose_name='belongs to'),
        ),
        migrations.AddField(
            model_name='institutionchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bureau.institution'),
        ),
        migrations.AddField(
            model_name='leaderpostchange',
            name='institution',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.institution', verbose_name='institution'),
        ),
        migrations.AddField(
            model_name='leaderpostchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bureau.leaderpost'),
        ),
        migrations.AddField(
            model_name='leaderpostchange',
            name='staff',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.staff', verbose_name='staff member'),
        ),
        migrations.AddField(
            model_name='leaderpostchange',
            name='user',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddField(
            model_name='officerassignmentchange',
            name='institution',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.institution', verbose_name='institution'),
        ),
        migrations.AddField(
            model_name='officerassignmentchange',
            name='officer',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='liaison officer'),
        ),
        migrations.AddField(
            model_name='officerassignmentchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bureau.officerassignment'),
        ),
        migrations.AddField(
            model_name='placementchange',
            name='department',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.department', verbose_name='department or ward'),
        ),
        migrations.AddField(
            model_name='placementchange',
            name='institution',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.institution', verbose_name='institution'),
        ),
        migrations.AddField(
            model_name='placementchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bureau.placement'),
        ),
        migrations.AddField(
            model_name='placementchange',
            name='staff',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.staff', verbose_name='staff member'),
        ),
        migrations.AddField(
            model_name='sectionchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bureau.section'),
        ),
        migrations.AddField(
            model_name='staffchange',
            name='department',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.department', verbose_name='department or ward'),
        ),
        migrations.AddField(
            model_name='staffchange',
            name='institution',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.institution', verbose_name='institution'),
        ),
        migrations.AddField(
            model_name='staffchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bureau.staff'),
        ),
        migrations.AddField(
            model_name='userchange',
            name='institution',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.institution', verbose_name='institution'),
        ),
        migrations.AddField(
            model_name='userchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='userchange',
            name='section',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.section', verbose_name='bureau section'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='calendardaychange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ae150c2f982a004ce063cd6c435f43660c001068', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_730b7', table='bureau_calendardaychange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='departmentchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a7c20be1e6ce6d4c1f95efaaa630a04f6093d01d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b4cff', table='bureau_departmentchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dutysectionchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4b85b2f2f895caf3aec506e590fe2ed0fa111107', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_181ce', table='bureau_dutysectionchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='institutionchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bb0bccae93b56a180065584e21533c3fbb4e18f5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_51593', table='bureau_institutionchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='leaderpostchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2ef60b97565788581b6e1a06992d44b2d736db58', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9c1d9', table='bureau_leaderpostchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officerassignmentchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6618a663749b65a461e13256756dad61266bd9e3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ba4ce', table='bureau_officerassignmentchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='placementchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='97c095fd42b619cc9d99e365dedac256d6a3a0a8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e87a1', table='bureau_placementchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sectionchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='56f87217e44cfb12e9c6af2c66e4a4345ac36ead', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_90d4d', table='bureau_sectionchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='staffchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='825e4ff21803652387f0d61f1eee3e0c5d95f221', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_08c97', table='bureau_staffchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='userchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a29ac94ec910db8a2845cd853413292751668680', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_44b7a', table='bureau_userchange', when='BEFORE')),
        ),
    ]
