"""Each application keeps the day it was to be in time for; of those there are, the acts tell it."""

from django.db import migrations, models

TELL_THE_DAY = """
UPDATE rectification_closure AS c
SET due_on = COALESCE(
    (SELECT (a.facts ->> 'due_on')::date
     FROM bureau_act AS a
     WHERE a.object_kind = 'ledger_item' AND a.object_no = i.no
       AND a.at <= c.requested_at AND a.facts ? 'due_on'
       AND a.verb IN ('issue_item', 'import_item', 'decide_extension', 'accept_closure',
                      'reopen_item')
     ORDER BY a.at DESC, a.id DESC
     LIMIT 1),
    i.due_on
)
FROM rectification_item AS i
WHERE i.id = c.item_id
"""


class Migration(migrations.Migration):
    dependencies = [("rectification", "0010_words_of_problems")]
    operations = [
        migrations.AddField(
            "closure", "due_on", models.DateField(verbose_name="was due on", null=True)
        ),
        migrations.RunSQL(TELL_THE_DAY, migrations.RunSQL.noop),
        migrations.AlterField("closure", "due_on", models.DateField(verbose_name="was due on")),
    ]
