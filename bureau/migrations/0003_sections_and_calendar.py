"""The sections that rules speak of, which of them is on duty, and the holiday notices known when this was written."""

from django.db import migrations

from bureau import notice_years

SECTIONS = {
    "medical_admin": "医政医管科",
    "petitions": "信访办公室",
    "personnel": "人事科",
    "discipline": "纪检室",
}
SOURCE = "国务院办公厅节假日安排通知"


def add_sections_and_calendar(apps, schema_editor):
    section_model = apps.get_model("bureau", "Section")
    day_model = apps.get_model("bureau", "CalendarDay")
    year_model = apps.get_model("bureau", "CalendarYear")
    section_model.objects.bulk_create(
        section_model(code=code, name=name) for code, name in SECTIONS.items()
    )
    for year in notice_years.years():
        holidays, makeup_days = notice_years.named_days(year)
        year_model.objects.create(year=year, source=SOURCE)
        day_model.objects.bulk_create(
            day_model(day=day, kind=kind, name=name)
            for kind, named in (("holiday", holidays), ("makeup", makeup_days))
            for day, name in named.items()
        )


def put_on_duty(apps, schema_editor):
    """The section that looks after the institutions takes what falls to nobody else."""
    apps.get_model("bureau", "DutySection").objects.create(
        section=apps.get_model("bureau", "Section").objects.get(code="medical_admin")
    )


class Migration(migrations.Migration):
    replaces = [
        ("bureau", "0002_sections_and_calendar"),
        ("bureau", "0007_first_placements_and_duty"),
        ("bureau", "0022_calendar_names_its_notice_alone"),
    ]
    dependencies = [
        ("bureau", "0002_guards_and_pairs_of_signs"),
    ]
    operations = [
        migrations.RunPython(add_sections_and_calendar, migrations.RunPython.noop),
        migrations.RunPython(put_on_duty, migrations.RunPython.noop),
    ]
