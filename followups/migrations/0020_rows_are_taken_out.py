"""A row handed in by mistake is taken out with its reason, and its key is kept."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('followups', '0019_registers_are_sent_back'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='monthlyregister',
            options={'ordering': ['-month', 'institution'], 'permissions': [('submit_register', 'Can hand in the register of the own institution'), ('remind_register', 'Can remind institutions of a missing register'), ('return_register', 'Can send a register back to be mended'), ('remove_row', 'Can take a row out of a register')], 'verbose_name': 'monthly register', 'verbose_name_plural': 'monthly registers'},
        ),
        migrations.CreateModel(
            name='RowRemoval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('inpatient_no', models.CharField(max_length=40, verbose_name='inpatient number')),
                ('discharged_on', models.DateField(verbose_name='discharged on')),
                ('seq', models.PositiveSmallIntegerField(verbose_name='follow-up number')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('register', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='removals', to='followups.monthlyregister', verbose_name='register')),
            ],
            options={
                'verbose_name': 'row taken out',
                'verbose_name_plural': 'rows taken out',
                'ordering': ['-at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='removal_has_reason')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rowremoval',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fd2bf2c5ba12c63087f13668879e05f02ccdaa9c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1b7d3', table='followups_rowremoval', when='BEFORE')),
        ),
    ]
