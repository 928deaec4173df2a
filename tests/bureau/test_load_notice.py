"""A year's holidays from a file: by command and in the admin; who is told that they are missing."""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from bureau import services
from bureau.calendar import year_to_load
from bureau.models import Act, CalendarDay, CalendarYear
from bureau.notice_files import NoticeError, NoticeFault, read_notice
from bureau.selectors import work_calendar
from tests.bureau.admin_pages import address, text
from tests.factories import IN_TIME

FIXED = "2027-01-01,放假,元旦\n2027年5月1日,休,劳动节\n2027/5/2,休,劳动节\n" + "".join(
    f"2027-10-0{day},放假,国庆节\n" for day in (1, 2, 3)
)
NOTICE = f"日期,安排,节日\n{FIXED}2027-02-06,放假,春节\n\n2027-02-14,上班,春节\n"
WORKED = date(2027, 2, 14)


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_notice_is_read_a_line_a_day(encoding):
    notice = read_notice(NOTICE.encode(encoding), 2027)

    assert len(notice.holidays) == 7
    assert notice.holidays[date(2027, 5, 1)] == "劳动节"
    assert notice.makeup_days == {WORKED: "春节"}


@pytest.mark.parametrize(
    ("lines", "fault", "line"),
    [
        ("2027-13-01,放假,元旦", NoticeFault.NO_DAY, 7),
        ("合计,7,", NoticeFault.NO_DAY, 7),
        ("2026-12-31,放假,元旦", NoticeFault.OTHER_YEAR, 7),
        ("2027-01-01,上班,元旦", NoticeFault.NO_WEEKEND, 7),
        ("2027-10-03,放假,国庆节", NoticeFault.NAMED_TWICE, 7),
        ("2027-02-06,可能,春节", NoticeFault.NO_KIND, 7),
        ("2027-02-06,放假", NoticeFault.NO_NAME, 7),
        (f"2027-02-06,放假,{'长' * 41}", NoticeFault.NO_NAME, 7),
    ],
)
def test_what_is_no_day_of_the_year_is_named_by_its_line(lines, fault, line):
    with pytest.raises(NoticeError) as refused:
        read_notice((FIXED + lines).encode(), 2027)

    assert (refused.value.fault, refused.value.line) == (fault, line)


@pytest.mark.parametrize("content", [b"", b"\xff\xff\xff", FIXED.encode()[:60]])
def test_half_a_notice_and_what_is_no_text_are_refused(content):
    with pytest.raises(NoticeError):
        read_notice(content, 2027)


def load(path, year="2027"):
    said = StringIO()
    call_command("load_calendar", year, "--file", str(path), stdout=said)
    return said.getvalue()


def test_the_command_loads_a_year_from_a_file_and_again_changes_nothing(db, tmp_path):
    path = tmp_path / "notice.csv"
    path.write_text(NOTICE)

    for _twice in range(2):
        assert "2027: 8 days named." in load(path)

    assert work_calendar().is_workday(WORKED)
    assert not work_calendar().is_provisional(WORKED)
    assert Act.objects.filter(verb="load_calendar_year").count() == 1


def test_the_command_refuses_in_a_sentence_and_loads_nothing(db, tmp_path):
    path = tmp_path / "notice.csv"
    path.write_text(FIXED + "x")

    with pytest.raises(CommandError, match="Line 7: “x” is no day"):
        load(path)
    with pytest.raises(CommandError, match="can be read"):
        load(tmp_path / "nowhere.csv")

    assert not CalendarYear.objects.filter(year=2027).exists()


def typed(content=NOTICE):
    notice = SimpleUploadedFile("notice.csv", content.encode())
    return {"year": "2027", "source": "国办发明电", "notice": notice}


@pytest.mark.long
def test_the_administrator_loads_a_year_and_puts_it_right(client, sys_admin):
    client.force_login(sys_admin)
    refused = client.post(address("calendaryear", "add"), typed(FIXED + "x"))
    assert "Line 7: “x” is no day." in text(refused)

    for content in (FIXED, NOTICE, NOTICE):
        assert client.post(address("calendaryear", "add"), typed(content)).status_code == 302

    assert work_calendar().is_workday(WORKED)
    acts = Act.objects.filter(verb="load_calendar_year")
    assert [act.actor_name for act in acts] == [sys_admin.name] * 2
    assert CalendarYear.objects.get(year=2027).source == "国办发明电"


def test_a_file_that_is_too_big_is_no_notice(db):
    with pytest.raises(services.DirectoryError):
        services.load_notice(
            year=2027, content=b"x" * 100_001, source="a", by=None, at=IN_TIME
        )  # fmt: skip


def test_no_year_is_taken_away_and_a_day_waits_for_its_year(client, sys_admin):
    client.force_login(sys_admin)
    said = {"day": "2031-10-01", "kind": "holiday", "name": "国庆节"}

    page = client.post(address("calendarday", "add"), said)

    assert "The notice of 2031 is not loaded yet" in text(page)
    assert not CalendarDay.objects.filter(day__year=2031).exists()
    year = CalendarYear.objects.first()
    assert client.post(address("calendaryear", "delete", year.pk)).status_code == 403


@pytest.mark.parametrize(
    ("day", "years", "wanted"),
    [
        (date(2026, 10, 31), {2026}, None),
        (date(2026, 11, 1), {2026}, 2027),
        (date(2026, 12, 31), {2026, 2027}, None),
        (date(2027, 1, 1), {2026}, 2027),
    ],
)
def test_next_year_is_wanted_from_november_on(day, years, wanted):
    assert year_to_load(day, years) == wanted


@pytest.mark.long
@pytest.mark.parametrize(("day", "told"), [("2026-10-31", False), ("2026-11-01", True)])
def test_the_administrator_alone_is_told_that_next_year_is_missing(
    client, sys_admin, clerk, day, told
):
    card = "Holidays of 2027"
    with time_machine.travel(f"{day} 10:00+08:00", tick=False):
        client.force_login(sys_admin)
        home, runs = (text(client.get(reverse(p))) for p in ("satisfaction:home", "bureau:running"))
        client.force_login(clerk)
        assert card not in text(client.get(reverse("satisfaction:home")))
        said = StringIO()
        with pytest.raises(CommandError):  # nothing runs here
            call_command("doctor", stdout=said)

    assert (card in home) is told
    assert ("2027 is not loaded" in runs) is told
    assert ("[bad] Working calendar: 2027 is not loaded." in said.getvalue()) is told
    assert ("[ok] Working calendar: loaded" in said.getvalue()) is not told
