"""The pages on which orders come in: what each says, refuses and keeps to itself."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bureau.models import Act
from complaints.models import Case, CaseImport
from complaints.rules.words import Channel
from tests.complaints.conftest import moment
from tests.complaints.test_orders import SAMPLE, houses, order, workbook

__all__ = ["houses"]
LIST = "/cases/import/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(moment("2026-11-22"), tick=False):
        yield


@pytest.fixture
def asks(client, petition_clerk, houses):
    client.force_login(petition_clerk)
    return client


def upload(client, content, **said):
    return client.post(
        LIST, {"book": "orders", "workbook": SimpleUploadedFile("工单.xlsx", content), **said}
    )


def page_of(batch, of=""):
    return f"{LIST}{batch.pk}/{of}"


def said(response):
    return response.content.decode()


def checked(client, content):
    columns = upload(client, content).headers["Location"]
    if columns.endswith("/columns/"):
        form = client.get(columns).context["form"]
        client.post(columns, {one.name: form[one.name].initial for one in form})
    return CaseImport.objects.get(pk=columns.split("/")[3])


@pytest.mark.long
def test_from_the_file_to_the_cases_in_three_pages(asks):
    batch = checked(asks, SAMPLE.read_bytes())
    preview = asks.get(page_of(batch))
    taken = asks.post(page_of(batch, "confirm/"), follow=True)

    assert "Register 24 cases" in said(preview)
    assert "24 cases are registered." in said(taken)
    assert Case.objects.count() == 24


@pytest.mark.long
def test_a_file_with_known_headings_goes_straight_to_its_rows(asks):
    checked(asks, workbook(order()))

    assert upload(asks, workbook(order(工单编号="DH2"))).headers["Location"].count("/") == 4


@pytest.mark.long
def test_the_preview_masks_who_complained_and_marks_what_is_kept_secret(asks):
    batch = checked(asks, workbook(order(诉求类型="举报", 是否保密="是")))

    shown = said(asks.get(page_of(batch)))

    assert "黄志涛" not in shown
    assert "13855144502" not in shown
    assert "Kept from the institution" in shown


@pytest.mark.long
def test_a_caller_who_is_known_is_pointed_out_and_nothing_is_joined(asks, desk):
    known = desk.case(on="2026-11-20", channel=Channel.HOTLINE)
    batch = checked(asks, workbook(order(联系方式="138-5514-4502")))

    assert f"Same phone as {known.no}" in said(asks.get(page_of(batch)))


@pytest.mark.long
def test_another_day_for_an_order_that_stands_is_said_and_moves_nothing(asks):
    batch = checked(asks, workbook(order()))
    asks.post(page_of(batch, "confirm/"))

    again = checked(asks, workbook(order(办理时限="2026-11-16")))

    shown = said(asks.get(f"{page_of(again)}?rows=unchanged"))
    assert "Due 2026-11-09 here: extend it at the case" in shown
    assert Case.objects.get().clocks.get(is_given=True).due_on == date(2026, 11, 9)


@pytest.mark.long
def test_a_refused_row_is_shown_by_cell_and_marked_in_a_copy(asks):
    batch = checked(asks, workbook(order(), order(工单编号="DH2", 承办单位="县第一医院")))

    shown = said(asks.get(page_of(batch)))
    marked = asks.get(page_of(batch, "marked/"))

    assert "F 承办单位" in shown
    assert "No institution has this name or code." in shown
    assert marked.content[:2] == b"PK"
    assert Act.objects.filter(verb="download_case_import").count() == 1


def test_what_is_no_workbook_is_refused_in_words(asks):
    where = upload(asks, b"no workbook").headers["Location"]

    shown = asks.get(where)

    assert "Choose another file" in said(shown)
    assert not Case.objects.exists()


@pytest.mark.long
def test_the_preview_costs_the_same_for_one_row_as_for_fifty(asks):
    one = checked(asks, workbook(order()))
    fifty = checked(asks, workbook(*(order(工单编号=f"DH{n}") for n in range(50))))
    costs = []
    for batch in (one, one, fifty):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            asks.get(page_of(batch))
        costs.append(len(queries))

    assert costs[1] == costs[2]
