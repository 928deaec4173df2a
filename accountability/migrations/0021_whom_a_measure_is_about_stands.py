import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accountability', '0020_a_house_counts_for_each_person'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='handling',
            trigger=pgtrigger.compiler.Trigger(name='days_of_effect_stand', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.proposal_id <> NEW.proposal_id OR OLD.effect_from IS NOT NULL AND OLD.effect_from IS DISTINCT FROM NEW.effect_from OR OLD.ended_on IS NOT NULL AND OLD.ended_on IS DISTINCT FROM NEW.ended_on)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c4245c048ccfb2315e4aa0be7d5c36f15b03303e', operation='UPDATE', pgid='pgtrigger_days_of_effect_stand_caae4', table='accountability_handling', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sanctionproposal',
            trigger=pgtrigger.compiler.Trigger(name='proposal_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='66fc7ee36406d710203497063d2b200837db73ce', operation='DELETE', pgid='pgtrigger_proposal_stays_7c8ac', table='accountability_sanctionproposal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sanctionproposal',
            trigger=pgtrigger.compiler.Trigger(name='proposal_says_what_it_said', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."about_id" IS DISTINCT FROM (NEW."about_id") OR OLD."institution_id" IS DISTINCT FROM (NEW."institution_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."ladder" IS DISTINCT FROM (NEW."ladder") OR OLD."no" IS DISTINCT FROM (NEW."no") OR OLD."proposed_at" IS DISTINCT FROM (NEW."proposed_at") OR OLD."reached_by_id" IS DISTINCT FROM (NEW."reached_by_id") OR OLD."rolls" IS DISTINCT FROM (NEW."rolls") OR OLD."rules_id" IS DISTINCT FROM (NEW."rules_id") OR OLD."staff_id" IS DISTINCT FROM (NEW."staff_id") OR OLD."tier" IS DISTINCT FROM (NEW."tier") OR OLD."total" IS DISTINCT FROM (NEW."total") OR OLD."window_from" IS DISTINCT FROM (NEW."window_from"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='324bc2746ffc06e963f5f45106376f783235d6b8', operation='UPDATE', pgid='pgtrigger_proposal_says_what_it_said_2a929', table='accountability_sanctionproposal', when='BEFORE')),
        ),
    ]
