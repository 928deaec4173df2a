"""Leaders' posts, placements, the section on duty. Every person gets a seal of their own below."""

import bureau.fields
import bureau.masks
import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bureau', '0005_only_permissions_that_are_used'),
    ]

    operations = [
        migrations.AddField(
            model_name='staff',
            name='phone',
            field=bureau.fields.SealedTextField(blank=True, default=b'', mask=bureau.masks.phone, verbose_name='phone'),
        ),
        migrations.AddField(
            model_name='staff',
            name='seal_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name='DutySection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='bureau.section', verbose_name='bureau section')),
            ],
            options={
                'verbose_name': 'section on duty',
                'verbose_name_plural': 'sections on duty',
                'ordering': ['-from_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('from_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='duty_ends_after_start', violation_error_message='A duty cannot end before it begins.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('from_on'), models.F('to_on'), models.Value('[]'), function='daterange'), '&&')], name='duty_one_section_at_a_time', violation_error_message='Another section is on duty in that time.')],
            },
        ),
        migrations.CreateModel(
            name='LeaderPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('principal_head', 'Principal head'), ('deputy', 'Deputy in charge')], max_length=20, verbose_name='kind of post')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('remit', models.CharField(blank=True, max_length=200, verbose_name='in charge of')),
                ('from_on', models.DateField(verbose_name='from')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('departments', models.ManyToManyField(blank=True, to='bureau.department', verbose_name='departments in charge of')),
                ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='bureau.institution', verbose_name='institution')),
                ('sections', models.ManyToManyField(blank=True, to='bureau.section', verbose_name='sections in charge of')),
                ('staff', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='bureau.staff', verbose_name='staff member')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': "leader's post",
                'verbose_name_plural': "leaders' posts",
                'ordering': ['institution', '-kind', '-from_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('from_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='post_ends_after_start', violation_error_message='A post cannot end before it begins.'), models.CheckConstraint(condition=models.Q(models.Q(('institution__isnull', True), ('staff__isnull', True)), models.Q(('institution__isnull', False), ('user__isnull', True)), _connector='OR'), name='post_of_institution_or_bureau'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind', 'principal_head')), expressions=[('institution', '='), (models.Func(models.F('from_on'), models.F('to_on'), models.Value('[]'), function='daterange'), '&&')], name='post_one_head_of_institution', violation_error_message='Another principal head is in office in that time.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('institution__isnull', True), ('kind', 'principal_head')), expressions=[('kind', '='), (models.Func(models.F('from_on'), models.F('to_on'), models.Value('[]'), function='daterange'), '&&')], name='post_one_head_of_bureau', violation_error_message='Another principal head is in office in that time.')],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('staff_no', models.CharField(max_length=32, verbose_name='staff number')),
                ('position', models.CharField(blank=True, max_length=40, verbose_name='position')),
                ('from_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='bureau.department', verbose_name='department or ward')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='bureau.institution', verbose_name='institution')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='bureau.staff', verbose_name='staff member')),
            ],
            options={
                'verbose_name': 'placement',
                'verbose_name_plural': 'placements',
                'ordering': ['staff', '-from_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('from_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='placement_ends_after_start', violation_error_message='A placement cannot end before it begins.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('staff', '='), (models.Func(models.F('from_on'), models.F('to_on'), models.Value('[]'), function='daterange'), '&&')], name='placement_one_at_a_time', violation_error_message='This person works elsewhere in that time.')],
            },
        ),
    ]
