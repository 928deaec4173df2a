"""What the database itself refuses of rule versions and categories; pairs of signs, to find texts by."""

from django.db import migrations

VERSIONS = """
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
NO_VERSIONS = """
DROP TRIGGER rule_version_guard ON bureau_ruleversion;
DROP FUNCTION bureau_rule_version_guard();
"""
CATEGORIES = """
CREATE FUNCTION bureau_problem_category_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above bureau_problemcategory;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a problem category is retired, never deleted'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.code, NEW.parent_id) IS DISTINCT FROM (OLD.code, OLD.parent_id) THEN
            RAISE EXCEPTION 'a problem category keeps its code and its place'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.parent_id IS NOT NULL THEN
        SELECT * INTO above FROM bureau_problemcategory WHERE id = NEW.parent_id;
        IF above.parent_id IS NOT NULL OR split_part(NEW.code, '-', 1) <> above.code THEN
            RAISE EXCEPTION 'a problem category has two levels, and begins with the code above it'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER problem_category_guard BEFORE INSERT OR UPDATE OR DELETE ON bureau_problemcategory
    FOR EACH ROW EXECUTE FUNCTION bureau_problem_category_guard();
"""
NO_CATEGORIES = """
DROP TRIGGER problem_category_guard ON bureau_problemcategory;
DROP FUNCTION bureau_problem_category_guard();
"""
# Immutable, so that an index can be made of it; the order within the array says nothing.
PAIRS = """
CREATE OR REPLACE FUNCTION bigrams(said text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT pair), '{}') FROM (
        SELECT sign || lead(sign) OVER (ORDER BY place) AS pair
        FROM unnest(string_to_array(said, NULL)) WITH ORDINALITY AS signs (sign, place)
    ) AS pairs WHERE pair IS NOT NULL
$$
"""


class Migration(migrations.Migration):
    replaces = [
        ("bureau", "0016_rule_versions_are_written_once"),
        ("bureau", "0035_pairs_of_signs_in_texts"),
    ]
    dependencies = [
        ("bureau", "0001_tables"),
    ]
    operations = [
        migrations.RunSQL(VERSIONS, NO_VERSIONS),
        migrations.RunSQL(CATEGORIES, NO_CATEGORIES),
        migrations.RunSQL(PAIRS, "DROP FUNCTION bigrams(text)"),
    ]
