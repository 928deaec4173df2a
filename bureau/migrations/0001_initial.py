import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.constraints
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        # No two officers for one institution at a time: the one extension in use, from contrib.
        BtreeGistExtension(),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False, verbose_name='day')),
                ('kind', models.CharField(choices=[('holiday', 'Holiday'), ('makeup', 'Make-up working day')], max_length=10, verbose_name='kind')),
                ('name', models.CharField(max_length=40, verbose_name='holiday')),
            ],
            options={
                'verbose_name': 'calendar day',
                'verbose_name_plural': 'calendar days',
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False, verbose_name='year')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
            ],
            options={
                'verbose_name': 'calendar year',
                'verbose_name_plural': 'calendar years',
                'ordering': ['-year'],
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
            ],
            options={
                'verbose_name': 'bureau section',
                'verbose_name_plural': 'bureau sections',
                'ordering': ['name'],
                'permissions': [('import_section', 'Can import bureau sections'), ('export_section', 'Can export bureau sections')],
            },
        ),
        migrations.CreateModel(
            name='Institution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, unique=True, verbose_name='institution code')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('kind', models.CharField(choices=[('general_hospital', 'General hospital'), ('tcm_hospital', 'Hospital of Chinese medicine'), ('maternity_hospital', 'Maternal and child health hospital'), ('specialist_hospital', 'Specialist hospital'), ('township_center', 'Township health centre'), ('community_center', 'Community health centre'), ('village_clinic', 'Village clinic')], max_length=32, verbose_name='kind')),
                ('grade', models.CharField(choices=[('3a', 'Level 3, class A'), ('3b', 'Level 3, class B'), ('3', 'Level 3'), ('2a', 'Level 2, class A'), ('2b', 'Level 2, class B'), ('2', 'Level 2'), ('1', 'Level 1'), ('0', 'Not graded')], default='0', max_length=2, verbose_name='grade')),
                ('phone', models.CharField(blank=True, max_length=32, verbose_name='phone')),
                ('complaint_phone', models.CharField(blank=True, max_length=32, verbose_name='24-hour complaint phone')),
                ('active_from', models.DateField(blank=True, null=True, verbose_name='open since')),
                ('active_to', models.DateField(blank=True, null=True, verbose_name='closed after')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='bureau.institution', verbose_name='belongs to')),
            ],
            options={
                'verbose_name': 'institution',
                'verbose_name_plural': 'institutions',
                'ordering': ['code'],
                'permissions': [('import_institution', 'Can import institutions'), ('export_institution', 'Can export institutions')],
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('is_ward', models.BooleanField(default=False, verbose_name='is a ward')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='departments', to='bureau.institution', verbose_name='institution')),
            ],
            options={
                'verbose_name': 'department or ward',
                'verbose_name_plural': 'departments and wards',
                'ordering': ['institution', 'name'],
                'permissions': [('import_department', 'Can import departments'), ('export_department', 'Can export departments')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('language', models.CharField(blank=True, choices=[('zh-hans', '中文'), ('en', 'English')], max_length=10, verbose_name='language')),
                ('large_text', models.BooleanField(default=False, verbose_name='large text')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='bureau.institution', verbose_name='institution')),
                ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='bureau.section', verbose_name='bureau section')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'abstract': False,
                'swappable': 'AUTH_USER_MODEL',
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Under way'), ('done', 'Done'), ('failed', 'Failed')], default='queued', max_length=10, verbose_name='state')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='done')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='of')),
                ('failure', models.CharField(blank=True, max_length=500, verbose_name='why it failed')),
                ('created_at', models.DateTimeField(verbose_name='created at')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='started by')),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='bureau.institution', verbose_name='institution')),
            ],
            options={
                'verbose_name': 'job',
                'verbose_name_plural': 'jobs',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='OfficerAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='from')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='bureau.institution', verbose_name='institution')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL, verbose_name='liaison officer')),
            ],
            options={
                'verbose_name': 'liaison assignment',
                'verbose_name_plural': 'liaison assignments',
                'ordering': ['institution', '-from_on'],
                'permissions': [('import_officerassignment', 'Can import liaison assignments'), ('export_officerassignment', 'Can export liaison assignments')],
            },
        ),
        migrations.CreateModel(
            name='Staff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('staff_no', models.CharField(max_length=32, verbose_name='staff number')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('position', models.CharField(blank=True, max_length=40, verbose_name='position')),
                ('title', models.CharField(blank=True, max_length=40, verbose_name='professional title')),
                ('employment', models.CharField(blank=True, max_length=20, verbose_name='employment')),
                ('active_to', models.DateField(blank=True, null=True, verbose_name='left after')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='bureau.department', verbose_name='department or ward')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='bureau.institution', verbose_name='institution')),
            ],
            options={
                'verbose_name': 'staff member',
                'verbose_name_plural': 'staff',
                'ordering': ['institution', 'staff_no'],
                'permissions': [('import_staff', 'Can import staff'), ('export_staff', 'Can export staff')],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=255, verbose_name='file name')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('at', models.DateTimeField(verbose_name='kept at')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='handed in by')),
            ],
            options={
                'verbose_name': 'kept file',
                'verbose_name_plural': 'kept files',
            },
        ),
        migrations.AddConstraint(
            model_name='institution',
            constraint=models.CheckConstraint(condition=models.Q(('active_to__isnull', True), ('active_from__isnull', True), ('active_to__gte', models.F('active_from')), _connector='OR'), name='institution_opens_first', violation_error_message='An institution cannot close before it opens.'),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.UniqueConstraint(models.F('institution'), models.F('name'), name='department_once_per_institution'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', False), ('state__in', ['done', 'failed'])), models.Q(('finished_at__isnull', True), ('state__in', ['queued', 'running'])), _connector='OR'), name='job_finished_at_iff_over'),
        ),
        migrations.AddConstraint(
            model_name='officerassignment',
            constraint=models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='assignment_ends_after_start', violation_error_message='An assignment cannot end before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='officerassignment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('institution', '='), (models.Func(models.F('from_on'), models.F('to_on'), models.Value('[]'), function='daterange'), '&&')], name='assignment_one_officer_at_a_time', violation_error_message='Another officer looks after this institution in that time.'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('institution__isnull', True), ('section__isnull', True), _connector='OR'), name='user_of_institution_or_section', violation_error_message='An account belongs to an institution or to a bureau section, not to both.'),
        ),
        migrations.AddConstraint(
            model_name='staff',
            constraint=models.UniqueConstraint(models.F('institution'), models.F('staff_no'), name='staff_no_once_per_institution'),
        ),
    ]
