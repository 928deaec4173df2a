from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accountability', '0024_who_saw_it_served'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='measure',
            name='measure_ceases_before_its_end',
        ),
        migrations.AlterField(
            model_name='restoration',
            name='task',
            field=models.CharField(choices=[('correction_bulletin', 'Correction bulletin to the same readers'), ('awards', 'May be given awards again'), ('ban_removed', 'End of the promotion ban taken out'), ('back_pay', 'Payroll told to pay what was held back'), ('shorter_term', 'Unit told the shorter term'), ('later_tiers', 'Later tiers counted anew')], max_length=24, verbose_name='to be put right'),
        ),
        migrations.AlterField(
            model_name='restorationchange',
            name='task',
            field=models.CharField(choices=[('correction_bulletin', 'Correction bulletin to the same readers'), ('awards', 'May be given awards again'), ('ban_removed', 'End of the promotion ban taken out'), ('back_pay', 'Payroll told to pay what was held back'), ('shorter_term', 'Unit told the shorter term'), ('later_tiers', 'Later tiers counted anew')], max_length=24, verbose_name='to be put right'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('ceased_on', None), ('stands', True), _connector='OR'), name='measure_ceases_if_it_stood'),
        ),
    ]
