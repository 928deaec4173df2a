from django.db import migrations

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
    dependencies = [("bureau", "0034_auditors_open_no_files")]

    operations = [migrations.RunSQL(PAIRS, "DROP FUNCTION bigrams(text)")]
