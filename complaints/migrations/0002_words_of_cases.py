"""To find cases by words: pairs of signs of what was dispatched and assigned."""

from django.db import migrations

# As SQL, for the tables of tests are made from the models before the function is there. What is
# written goes into the index at once: a list of what waits would be read through by each search.
PAIRS = """
CREATE INDEX {name} ON {table} USING gin (bigrams({column})) WITH (fastupdate = off)
"""
TEXTS = {
    "case_words": ("complaints_case", "dispatch_text"),
    "assignment_words": ("complaints_assignment", "text"),
}


class Migration(migrations.Migration):
    replaces = [
        ("complaints", "0014_words_of_cases"),
    ]
    dependencies = [
        ("complaints", "0001_tables"),
        ("bureau", "0002_guards_and_pairs_of_signs"),
    ]
    operations = [
        migrations.RunSQL(
            PAIRS.format(name=name, table=table, column=column), f"DROP INDEX {name}"
        )
        for name, (table, column) in TEXTS.items()
    ]
