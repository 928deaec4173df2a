from django.db import migrations, models


class Migration(migrations.Migration):
    """Drafts are listed by the moment of their entry, as the to-do card names them."""

    dependencies = [("rectification", "0018_what_units_owe_is_found_by_its_day")]

    operations = [
        migrations.RemoveIndex(model_name="item", name="item_to_take_up"),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                models.F("opened_at"),
                models.F("id"),
                condition=models.Q(state="draft"),
                name="item_to_take_up",
            ),
        ),
    ]
