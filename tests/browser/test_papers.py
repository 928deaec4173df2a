"""Papers and exports at a real browser: two desks, the admin, a file that arrives."""

import io

import openpyxl
import pytest
import time_machine

from bureau.models import ExportRequest, OfficialPaper
from bureau.rules import Role
from followups import services
from tests.factories import CLOSING, OCTOBER, UserFactory, rows, submitted


@pytest.fixture
def closed(hospital, clerk, section_head):
    submitted(hospital, rows(4))
    return services.close_month(month=OCTOBER, at=CLOSING)


def test_a_notice_goes_from_the_report_over_the_admin_to_its_number(
    person, closed, clerk, section_head
):
    leader = UserFactory(roles=[Role.LEADER])
    with time_machine.travel("2026-11-12T02:00:00+00:00", tick=True):
        person.signs_in(clerk)
        person.goes_to("/registers/report/2026-10/")
        person.clicks("text=拟通报")
        person.page.wait_for_url("**/papers/*/")
        assert person.presses == 1
        # A picture still on its way would bring the old session back.
        person.page.wait_for_load_state("networkidle")
        person.page.context.clear_cookies()
        person.signs_in(section_head)
        person.goes_to("/admin/bureau/officialpaper/")
        person.clicks("input.action-select")
        person.page.select_option("select[name=action]", "review")
        person.clicks("button[name=index]")
        person.clicks("input.default")
        person.sees("已办理1件公文")
        person.page.context.clear_cookies()
        person.signs_in(leader)
        person.goes_to(f"/papers/{OfficialPaper.objects.get().pk}/")
        person.clicks("text=签发 >> visible=true")
        person.sees("安卫通〔2026〕1号")
        assert person.presses <= 2

    assert OfficialPaper.objects.get().state == "signed"


def test_the_rows_of_a_register_arrive_as_a_file(person, closed, clerk):
    with time_machine.travel("2026-11-12T02:00:00+00:00", tick=True):
        person.signs_in(clerk)
        person.goes_to("/registers/of/371323A01/2026-10/rows/")
        person.clicks(".page-actions button")
        person.clicks("main .btn-primary")
        person.page.wait_for_url("**/exports/*-*/")
        with person.page.expect_download() as arrived:
            person.clicks("text=下载文件")
        content = io.BytesIO(arrived.value.path().read_bytes())

    rows_of_file = list(openpyxl.load_workbook(content).active.values)
    assert len(rows_of_file) == 1 + 1 + 4 + 1
    assert ExportRequest.objects.get().batch in rows_of_file[0][0]
