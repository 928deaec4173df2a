
import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bureau', '0008_field_history'),
        ('followups', '0003_redraws_laid_aside'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FollowUpRecordChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('inpatient_no', models.CharField(max_length=40, verbose_name='inpatient number')),
                ('discharged_on', models.DateField(verbose_name='discharged on')),
                ('seq', models.PositiveSmallIntegerField(default=1, verbose_name='follow-up no.')),
                ('department', models.CharField(blank=True, max_length=60, verbose_name='department')),
                ('sex', models.CharField(blank=True, choices=[('male', 'male'), ('female', 'female')], max_length=8, verbose_name='sex')),
                ('age', models.PositiveSmallIntegerField(null=True, verbose_name='age')),
                ('admitted_on', models.DateField(null=True, verbose_name='admitted on')),
                ('discharge_way', models.CharField(blank=True, choices=[('cured', 'Cured'), ('improved', 'Improved'), ('not_cured', 'Not cured'), ('transferred', 'Transferred'), ('self_discharged', 'Left at own wish'), ('died', 'Died'), ('other', 'Other')], max_length=20, verbose_name='way of discharge')),
                ('attending_doctor', models.CharField(blank=True, max_length=60, verbose_name='attending doctor')),
                ('needs_followup', models.BooleanField(default=True, verbose_name='needs follow-up')),
                ('special_kind', models.CharField(blank=True, choices=[('critical', 'Critically ill'), ('surgery', 'Surgery'), ('tumour', 'Tumour'), ('chronic', 'Chronic disease'), ('maternity', 'Pregnancy and childbirth'), ('child', 'Newborn or young child'), ('aged', '80 years or older'), ('psychiatric', 'Psychiatric'), ('tube_or_drug', 'Discharged with a tube or risky drugs'), ('complained', 'Has complained'), ('other', 'Other')], max_length=20, verbose_name='special patient')),
                ('followup_due_on', models.DateField(null=True, verbose_name='follow-up due on')),
                ('followed_on', models.DateField(null=True, verbose_name='followed up on')),
                ('method', models.CharField(blank=True, choices=[('phone', 'Phone'), ('visit', 'Home visit'), ('wechat', 'WeChat'), ('sms', 'Text message'), ('outpatient', 'Outpatient visit'), ('letter', 'Letter'), ('video', 'Video call')], max_length=20, verbose_name='method')),
                ('outcome', models.CharField(blank=True, choices=[('reached_patient', 'Reached the patient'), ('reached_family', 'Reached the family'), ('no_answer', 'No answer'), ('invalid_number', 'Number not in use'), ('wrong_number', 'Wrong number'), ('refused', 'Refused to talk'), ('deceased', 'Deceased'), ('readmitted', 'Readmitted'), ('lost', 'Lost to follow-up'), ('excluded', 'Excluded'), ('pending', 'Not followed up yet')], max_length=20, verbose_name='outcome')),
                ('grade', models.CharField(blank=True, choices=[('very_satisfied', 'Very satisfied'), ('satisfied', 'Satisfied'), ('fair', 'Fairly satisfied'), ('dissatisfied', 'Dissatisfied'), ('very_dissatisfied', 'Very dissatisfied')], max_length=20, verbose_name='satisfaction')),
                ('converted_to', models.CharField(blank=True, max_length=40, verbose_name='passed on as')),
                ('follower', models.CharField(blank=True, max_length=60, verbose_name='followed up by')),
                ('is_supplement', models.BooleanField(default=False, verbose_name='supplement')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='MonthlyRegisterChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('month', models.DateField(verbose_name='month')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('arrived_on', models.DateField(blank=True, null=True, verbose_name='arrived on')),
                ('completed_on', models.DateField(blank=True, null=True, verbose_name='complete on')),
                ('is_nil', models.BooleanField(default=False, verbose_name='nil report')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SpotCallChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('number', models.PositiveSmallIntegerField(verbose_name='attempt')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('verdict', models.CharField(choices=[('genuine', 'True: was followed up'), ('not_followed', 'Not followed up, says the patient'), ('content_mismatch', 'Followed up, but the content differs'), ('number_wrong', 'The number is wrong'), ('unreachable', 'Not reached'), ('refused', 'Would not answer'), ('unclear', 'Does not remember')], max_length=20, verbose_name='result')),
                ('grade', models.CharField(blank=True, choices=[('very_satisfied', 'Very satisfied'), ('satisfied', 'Satisfied'), ('fair', 'Fairly satisfied'), ('dissatisfied', 'Dissatisfied'), ('very_dissatisfied', 'Very dissatisfied')], max_length=20, verbose_name='satisfaction')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SpotCheckChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('number', models.PositiveSmallIntegerField(verbose_name='draw no.')),
                ('batch', models.PositiveSmallIntegerField(default=1, verbose_name='arrival no.')),
                ('upto_version', models.PositiveSmallIntegerField(default=0, verbose_name='drawn up to version')),
                ('seed', models.CharField(blank=True, max_length=64, verbose_name='seed')),
                ('frame_hash', models.CharField(blank=True, max_length=64, verbose_name='frame hash')),
                ('percent', models.PositiveSmallIntegerField(verbose_name='rate in %')),
                ('required', models.PositiveIntegerField(default=0, verbose_name='required')),
                ('drawn_at', models.DateTimeField(null=True, verbose_name='drawn at')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='all results in at')),
                ('is_replaced', models.BooleanField(default=False, verbose_name='replaced by a later draw')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason for the redraw')),
                ('laid_aside_at', models.DateTimeField(null=True, verbose_name='redraw laid aside at')),
                ('laid_aside_reason', models.CharField(blank=True, max_length=500, verbose_name='reason for laying the redraw aside')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SpotCheckItemChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('is_replacement', models.BooleanField(default=False, verbose_name='replacement')),
                ('is_called_up', models.BooleanField(default=False, verbose_name='to be called')),
                ('verdict', models.CharField(blank=True, choices=[('genuine', 'True: was followed up'), ('not_followed', 'Not followed up, says the patient'), ('content_mismatch', 'Followed up, but the content differs'), ('number_wrong', 'The number is wrong'), ('unreachable', 'Not reached'), ('refused', 'Would not answer'), ('unclear', 'Does not remember')], max_length=20, verbose_name='result')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='UploadChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_sealed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting to be read'), ('reading', 'Being read'), ('asking', 'A question is open'), ('checked', 'Checked'), ('refused', 'Cannot be read'), ('failed', 'Failed'), ('submitted', 'Submitted'), ('withdrawn', 'Withdrawn')], default='waiting', max_length=10, verbose_name='state')),
                ('is_blocked', models.BooleanField(default=False, verbose_name='nothing of it may be submitted')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followuprecord',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "followups_followuprecordchange" ("admitted_on", "age", "attending_doctor", "converted_to", "department", "discharge_way", "discharged_on", "followed_on", "follower", "followup_due_on", "grade", "inpatient_no", "institution_id", "is_supplement", "method", "needs_followup", "outcome", "register_id", "seq", "sex", "special_kind", "version_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."admitted_on", o."age", o."attending_doctor", o."converted_to", o."department", o."discharge_way", o."discharged_on", o."followed_on", o."follower", o."followup_due_on", o."grade", o."inpatient_no", o."institution_id", o."is_supplement", o."method", o."needs_followup", o."outcome", o."register_id", o."seq", o."sex", o."special_kind", o."version_id", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[CASE WHEN o."patient_name" IS DISTINCT FROM n."patient_name" THEN \'patient_name\' END, CASE WHEN o."id_no" IS DISTINCT FROM n."id_no" THEN \'id_no\' END, CASE WHEN o."phone" IS DISTINCT FROM n."phone" THEN \'phone\' END, CASE WHEN o."address" IS DISTINCT FROM n."address" THEN \'address\' END, CASE WHEN o."contact_relation" IS DISTINCT FROM n."contact_relation" THEN \'contact_relation\' END, CASE WHEN o."answered_by" IS DISTINCT FROM n."answered_by" THEN \'answered_by\' END, CASE WHEN o."diagnosis" IS DISTINCT FROM n."diagnosis" THEN \'diagnosis\' END, CASE WHEN o."content" IS DISTINCT FROM n."content" THEN \'content\' END, CASE WHEN o."condition" IS DISTINCT FROM n."condition" THEN \'condition\' END, CASE WHEN o."advice" IS DISTINCT FROM n."advice" THEN \'advice\' END, CASE WHEN o."opinion" IS DISTINCT FROM n."opinion" THEN \'opinion\' END, CASE WHEN o."remark" IS DISTINCT FROM n."remark" THEN \'remark\' END]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."admitted_on" IS DISTINCT FROM n."admitted_on" OR o."age" IS DISTINCT FROM n."age" OR o."attending_doctor" IS DISTINCT FROM n."attending_doctor" OR o."converted_to" IS DISTINCT FROM n."converted_to" OR o."department" IS DISTINCT FROM n."department" OR o."discharge_way" IS DISTINCT FROM n."discharge_way" OR o."discharged_on" IS DISTINCT FROM n."discharged_on" OR o."followed_on" IS DISTINCT FROM n."followed_on" OR o."follower" IS DISTINCT FROM n."follower" OR o."followup_due_on" IS DISTINCT FROM n."followup_due_on" OR o."grade" IS DISTINCT FROM n."grade" OR o."inpatient_no" IS DISTINCT FROM n."inpatient_no" OR o."institution_id" IS DISTINCT FROM n."institution_id" OR o."is_supplement" IS DISTINCT FROM n."is_supplement" OR o."method" IS DISTINCT FROM n."method" OR o."needs_followup" IS DISTINCT FROM n."needs_followup" OR o."outcome" IS DISTINCT FROM n."outcome" OR o."register_id" IS DISTINCT FROM n."register_id" OR o."seq" IS DISTINCT FROM n."seq" OR o."sex" IS DISTINCT FROM n."sex" OR o."special_kind" IS DISTINCT FROM n."special_kind" OR o."version_id" IS DISTINCT FROM n."version_id" OR o."patient_name" IS DISTINCT FROM n."patient_name" OR o."id_no" IS DISTINCT FROM n."id_no" OR o."phone" IS DISTINCT FROM n."phone" OR o."address" IS DISTINCT FROM n."address" OR o."contact_relation" IS DISTINCT FROM n."contact_relation" OR o."answered_by" IS DISTINCT FROM n."answered_by" OR o."diagnosis" IS DISTINCT FROM n."diagnosis" OR o."content" IS DISTINCT FROM n."content" OR o."condition" IS DISTINCT FROM n."condition" OR o."advice" IS DISTINCT FROM n."advice" OR o."opinion" IS DISTINCT FROM n."opinion" OR o."remark" IS DISTINCT FROM n."remark"$history$; RETURN NULL;', hash='1fc750379a68a5a4ff535526815d970983f3fd99', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_e8a65', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='followups_followuprecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followuprecord',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "followups_followuprecordchange" ("admitted_on", "age", "attending_doctor", "converted_to", "department", "discharge_way", "discharged_on", "followed_on", "follower", "followup_due_on", "grade", "inpatient_no", "institution_id", "is_supplement", "method", "needs_followup", "outcome", "register_id", "seq", "sex", "special_kind", "version_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."admitted_on", o."age", o."attending_doctor", o."converted_to", o."department", o."discharge_way", o."discharged_on", o."followed_on", o."follower", o."followup_due_on", o."grade", o."inpatient_no", o."institution_id", o."is_supplement", o."method", o."needs_followup", o."outcome", o."register_id", o."seq", o."sex", o."special_kind", o."version_id", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='1373908c7bad3b9177db49d5e634ee33c5f776cb', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_3fba5', referencing='REFERENCING OLD TABLE AS old_rows ', table='followups_followuprecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='monthlyregister',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "followups_monthlyregisterchange" ("arrived_on", "completed_on", "due_on", "institution_id", "is_nil", "month", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."arrived_on", o."completed_on", o."due_on", o."institution_id", o."is_nil", o."month", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."arrived_on" IS DISTINCT FROM n."arrived_on" OR o."completed_on" IS DISTINCT FROM n."completed_on" OR o."due_on" IS DISTINCT FROM n."due_on" OR o."institution_id" IS DISTINCT FROM n."institution_id" OR o."is_nil" IS DISTINCT FROM n."is_nil" OR o."month" IS DISTINCT FROM n."month"$history$; RETURN NULL;', hash='3e194cd01c61602144544225b950b7b75fcc68a1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_8de7b', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='followups_monthlyregister', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='monthlyregister',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "followups_monthlyregisterchange" ("arrived_on", "completed_on", "due_on", "institution_id", "is_nil", "month", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."arrived_on", o."completed_on", o."due_on", o."institution_id", o."is_nil", o."month", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='82b15b4a2be994e937b85ac881da8e1a6a322f20', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_d0210', referencing='REFERENCING OLD TABLE AS old_rows ', table='followups_monthlyregister', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spotcall',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "followups_spotcallchange" ("at", "by_id", "grade", "item_id", "number", "verdict", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."at", o."by_id", o."grade", o."item_id", o."number", o."verdict", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[CASE WHEN o."note" IS DISTINCT FROM n."note" THEN \'note\' END]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."at" IS DISTINCT FROM n."at" OR o."by_id" IS DISTINCT FROM n."by_id" OR o."grade" IS DISTINCT FROM n."grade" OR o."item_id" IS DISTINCT FROM n."item_id" OR o."number" IS DISTINCT FROM n."number" OR o."verdict" IS DISTINCT FROM n."verdict" OR o."note" IS DISTINCT FROM n."note"$history$; RETURN NULL;', hash='62bdfbf65c4d6234f34b02ff027119ce35ca82cf', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_b6dc4', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='followups_spotcall', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spotcall',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "followups_spotcallchange" ("at", "by_id", "grade", "item_id", "number", "verdict", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."at", o."by_id", o."grade", o."item_id", o."number", o."verdict", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='2abed98e68aba60f05c267a1eec48ca7cbec84e9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_31a3e', referencing='REFERENCING OLD TABLE AS old_rows ', table='followups_spotcall', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spotcheck',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "followups_spotcheckchange" ("approved_by_id", "asked_by_id", "batch", "drawn_at", "finished_at", "frame_hash", "is_replaced", "laid_aside_at", "laid_aside_by_id", "laid_aside_reason", "number", "percent", "reason", "register_id", "required", "seed", "upto_version", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."approved_by_id", o."asked_by_id", o."batch", o."drawn_at", o."finished_at", o."frame_hash", o."is_replaced", o."laid_aside_at", o."laid_aside_by_id", o."laid_aside_reason", o."number", o."percent", o."reason", o."register_id", o."required", o."seed", o."upto_version", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."approved_by_id" IS DISTINCT FROM n."approved_by_id" OR o."asked_by_id" IS DISTINCT FROM n."asked_by_id" OR o."batch" IS DISTINCT FROM n."batch" OR o."drawn_at" IS DISTINCT FROM n."drawn_at" OR o."finished_at" IS DISTINCT FROM n."finished_at" OR o."frame_hash" IS DISTINCT FROM n."frame_hash" OR o."is_replaced" IS DISTINCT FROM n."is_replaced" OR o."laid_aside_at" IS DISTINCT FROM n."laid_aside_at" OR o."laid_aside_by_id" IS DISTINCT FROM n."laid_aside_by_id" OR o."laid_aside_reason" IS DISTINCT FROM n."laid_aside_reason" OR o."number" IS DISTINCT FROM n."number" OR o."percent" IS DISTINCT FROM n."percent" OR o."reason" IS DISTINCT FROM n."reason" OR o."register_id" IS DISTINCT FROM n."register_id" OR o."required" IS DISTINCT FROM n."required" OR o."seed" IS DISTINCT FROM n."seed" OR o."upto_version" IS DISTINCT FROM n."upto_version"$history$; RETURN NULL;', hash='5fe899e035af2a4d5cbef5e07d712af62c5c4360', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_2083d', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='followups_spotcheck', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spotcheck',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "followups_spotcheckchange" ("approved_by_id", "asked_by_id", "batch", "drawn_at", "finished_at", "frame_hash", "is_replaced", "laid_aside_at", "laid_aside_by_id", "laid_aside_reason", "number", "percent", "reason", "register_id", "required", "seed", "upto_version", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."approved_by_id", o."asked_by_id", o."batch", o."drawn_at", o."finished_at", o."frame_hash", o."is_replaced", o."laid_aside_at", o."laid_aside_by_id", o."laid_aside_reason", o."number", o."percent", o."reason", o."register_id", o."required", o."seed", o."upto_version", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='85e2417030971f624055d25b7b2b3e078ebf1359', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_b82b3', referencing='REFERENCING OLD TABLE AS old_rows ', table='followups_spotcheck', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spotcheckitem',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "followups_spotcheckitemchange" ("is_called_up", "is_replacement", "position", "record_id", "spot_check_id", "verdict", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."is_called_up", o."is_replacement", o."position", o."record_id", o."spot_check_id", o."verdict", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."is_called_up" IS DISTINCT FROM n."is_called_up" OR o."is_replacement" IS DISTINCT FROM n."is_replacement" OR o."position" IS DISTINCT FROM n."position" OR o."record_id" IS DISTINCT FROM n."record_id" OR o."spot_check_id" IS DISTINCT FROM n."spot_check_id" OR o."verdict" IS DISTINCT FROM n."verdict"$history$; RETURN NULL;', hash='146d3892c010dbe8231a99b79d753071b7741793', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_33d90', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='followups_spotcheckitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spotcheckitem',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "followups_spotcheckitemchange" ("is_called_up", "is_replacement", "position", "record_id", "spot_check_id", "verdict", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."is_called_up", o."is_replacement", o."position", o."record_id", o."spot_check_id", o."verdict", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='98e332caecde0bb61cd6310c21e7e8d46df22623', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_9cf93', referencing='REFERENCING OLD TABLE AS old_rows ', table='followups_spotcheckitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='upload',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "followups_uploadchange" ("is_blocked", "state", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."is_blocked", o."state", now(), \'update\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, array_remove(ARRAY[]::text[], NULL) FROM old_rows o LEFT JOIN new_rows n ON o."id" = n."id" WHERE o."is_blocked" IS DISTINCT FROM n."is_blocked" OR o."state" IS DISTINCT FROM n."state"$history$; RETURN NULL;', hash='d229a10f2c2efe9d75d40ff644dab58e9f0d5bf3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_1061b', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='followups_upload', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='upload',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $history$INSERT INTO "followups_uploadchange" ("is_blocked", "state", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_sealed") SELECT o."is_blocked", o."state", now(), \'delete\', o."id", NULLIF(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\' FROM old_rows o$history$; RETURN NULL;', hash='f1a24e94968e99f358df0b8f38e79e333a89a72e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_0b6ff', referencing='REFERENCING OLD TABLE AS old_rows ', table='followups_upload', when='AFTER')),
        ),
        migrations.AddField(
            model_name='followuprecordchange',
            name='institution',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.institution', verbose_name='institution'),
        ),
        migrations.AddField(
            model_name='followuprecordchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='followups.followuprecord'),
        ),
        migrations.AddField(
            model_name='followuprecordchange',
            name='register',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followups.monthlyregister', verbose_name='register'),
        ),
        migrations.AddField(
            model_name='followuprecordchange',
            name='version',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followups.registerversion', verbose_name='version'),
        ),
        migrations.AddField(
            model_name='monthlyregisterchange',
            name='institution',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bureau.institution', verbose_name='institution'),
        ),
        migrations.AddField(
            model_name='monthlyregisterchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='followups.monthlyregister'),
        ),
        migrations.AddField(
            model_name='spotcallchange',
            name='by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='spotcallchange',
            name='item',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followups.spotcheckitem', verbose_name='drawn person'),
        ),
        migrations.AddField(
            model_name='spotcallchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='followups.spotcall'),
        ),
        migrations.AddField(
            model_name='spotcheckchange',
            name='approved_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='redraw approved by'),
        ),
        migrations.AddField(
            model_name='spotcheckchange',
            name='asked_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='redraw asked for by'),
        ),
        migrations.AddField(
            model_name='spotcheckchange',
            name='laid_aside_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='redraw laid aside by'),
        ),
        migrations.AddField(
            model_name='spotcheckchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='followups.spotcheck'),
        ),
        migrations.AddField(
            model_name='spotcheckchange',
            name='register',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followups.monthlyregister', verbose_name='register'),
        ),
        migrations.AddField(
            model_name='spotcheckitemchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='followups.spotcheckitem'),
        ),
        migrations.AddField(
            model_name='spotcheckitemchange',
            name='record',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followups.followuprecord', verbose_name='follow-up record'),
        ),
        migrations.AddField(
            model_name='spotcheckitemchange',
            name='spot_check',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followups.spotcheck', verbose_name='spot-check'),
        ),
        migrations.AddField(
            model_name='uploadchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='followups.upload'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followuprecordchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cb6a08a8e4ac65137ad42f29ddc4eb96f8e732af', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e541f', table='followups_followuprecordchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='monthlyregisterchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9c13d618d8dad5637edbd0e8835acea627d875df', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9cc08', table='followups_monthlyregisterchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spotcallchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9bd5cdc8ca6b7b351475f780223887ec0808b8f1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e11e3', table='followups_spotcallchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spotcheckchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='236a6f0c98a0ebe570f025bfedb4a8ea02d45e58', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_20dd2', table='followups_spotcheckchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spotcheckitemchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f1f21f4a9ad9f2241eb907cd16fafebafe29002b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c24a6', table='followups_spotcheckitemchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='uploadchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f68fe23041586ba42d60a5a3fc8dc84ac9b9f70e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b8736', table='followups_uploadchange', when='BEFORE')),
        ),
    ]
