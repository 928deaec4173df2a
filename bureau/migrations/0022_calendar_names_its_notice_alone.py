"""The calendar's source is the notice; by which package it came is nobody's concern on a page."""

from django.db import migrations

BEFORE, NOTICE = "国务院办公厅节假日安排通知 (chinesecalendar)", "国务院办公厅节假日安排通知"


def name_the_notice_alone(apps, schema_editor):
    years = apps.get_model("bureau", "CalendarYear").objects
    years.filter(source=BEFORE).update(source=NOTICE)


class Migration(migrations.Migration):
    dependencies = [("bureau", "0021_serial_numbers")]
    operations = [migrations.RunPython(name_the_notice_alone, migrations.RunPython.noop)]
