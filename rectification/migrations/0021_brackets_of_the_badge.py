"""Write the brackets of S-11B as the other items of the checklists have theirs."""

from django.db import migrations

WAS, IS = "佩戴胸卡(牌)", "佩戴胸卡（牌）"


def mend_brackets(apps, schema_editor):
    items = apps.get_model("rectification", "ChecklistItem").objects
    items.filter(code="S-11B", quote=WAS).update(quote=IS)


class Migration(migrations.Migration):
    dependencies = [("rectification", "0020_an_application_can_be_taken_back")]
    operations = [migrations.RunPython(mend_brackets, migrations.RunPython.noop)]
