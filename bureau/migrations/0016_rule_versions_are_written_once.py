"""What a version of the rules says never changes: only its state moves on, and never back."""

from django.db import migrations

GUARD = """
CREATE FUNCTION bureau_rule_version_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moving text[] := ARRAY['state'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a rule version is never deleted'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF to_jsonb(NEW) = to_jsonb(OLD) THEN
        RETURN NEW;
    END IF;
    IF OLD.state = 'draft' THEN
        moving := moving || ARRAY['approved_by_id', 'approved_at'];
    ELSIF OLD.state = 'withdrawn' OR NEW.state <> 'withdrawn' THEN
        RAISE EXCEPTION 'a rule version that is settled is never edited'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving THEN
        RAISE EXCEPTION 'what a rule version says never changes'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER rule_version_guard BEFORE UPDATE OR DELETE ON bureau_ruleversion
    FOR EACH ROW EXECUTE FUNCTION bureau_rule_version_guard();
"""
UNGUARD = """
DROP TRIGGER rule_version_guard ON bureau_ruleversion;
DROP FUNCTION bureau_rule_version_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("bureau", "0015_rule_versions")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
