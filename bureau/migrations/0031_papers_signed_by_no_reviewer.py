from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    """A paper that was signed by its reviewer before this rule stands as it is: it is not asked."""

    dependencies = [
        ("bureau", "0030_files_handed_in_by_systems"),
    ]

    operations = [
        AddConstraintNotValid(
            model_name="officialpaper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "signed"), _negated=True),
                    ("reviewed_by", None),
                    models.Q(("signed_by", models.F("reviewed_by")), _negated=True),
                    _connector="OR",
                ),
                name="paper_signed_by_no_reviewer",
            ),
        ),
    ]
