from django.db import migrations, models
from django.db.models.functions import Right

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
    dependencies = [
        ("bureau", "0035_pairs_of_signs_in_texts"),
        ("complaints", "0013_what_goes_on_while_paused"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("external_no", ""), _negated=True),
                fields=["external_no"],
                name="case_number_outside",
            ),
        ),
        migrations.AddIndex(
            model_name="case", index=models.Index(Right("no", 4), name="case_last_of_number")
        ),
        *(
            migrations.RunSQL(
                PAIRS.format(name=name, table=table, column=column), f"DROP INDEX {name}"
            )
            for name, (table, column) in TEXTS.items()
        ),
    ]
