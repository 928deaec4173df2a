"""The sections that rules speak of, and the holiday notices known when this was written."""

from django.db import migrations

from bureau import notice_years

SECTIONS = {
    "medical_admin": "医政医管科",
    "petitions": "信访办公室",
    "personnel": "人事科",
    "discipline": "纪检室",
}
SOURCE = "国务院办公厅节假日安排通知 (chinesecalendar)"


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


class Migration(migrations.Migration):
    dependencies = [("bureau", "0001_initial")]
    operations = [
        migrations.RunPython(add_sections_and_calendar, migrations.RunPython.noop)
    ]
