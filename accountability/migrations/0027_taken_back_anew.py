from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accountability', '0026_measures_keep_to_what_was_decided'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='sanctionproposal',
            name='proposal_taken_back_once',
        ),
        migrations.AddConstraint(
            model_name='sanctionproposal',
            constraint=models.UniqueConstraint(models.F('about'), models.F('kind'), condition=models.Q(models.Q(('kind__in', ['beyond_ladder', 'impose']), _negated=True), models.Q(('state__in', ['dismissed', 'revoked', 'varied', 'withdrawn']), _negated=True)), name='proposal_taken_back_once'),
        ),
    ]
