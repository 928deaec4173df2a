"""The trail leaves the house as the auditor's list: every act found, and that is an act."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from bureau.models import Act, ExportRequest
from bureau.rules import Role
from bureau.services import build_export, download_export, record_act
from config.trail_exports import HEADINGS
from tests.factories import UserFactory

AT = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)


@pytest.fixture
def auditor(db):
    return UserFactory(roles=[Role.AUDITOR])


def asked_for(client, **said):
    said = {"kind": "config.acts", "form": "xlsx"} | {f"of-{key}": it for key, it in said.items()}
    return client.post(reverse("bureau:export_ask"), said)


def rows_of(request, by):
    build_export(request, at=timezone.now(), clock=timezone.now)
    _name, content = download_export(request=request, by=by, at=timezone.now())
    sheet = load_workbook(BytesIO(content)).active
    return [dict(zip(HEADINGS, row, strict=False)) for row in sheet.iter_rows(values_only=True)]


def test_an_auditor_takes_out_the_acts_found_and_that_is_an_act(client, auditor, clerk, hospital):
    for no in ("2026-10", "2026-09"):
        record_act(verb="log_in", kind="month", no=no, by=clerk, at=AT, why="=1+1",
                   institution=hospital, facts={"n": 1})  # fmt: skip
    client.force_login(auditor)

    assert asked_for(client, record="2026-10").status_code == 302
    _mark, _headings, told, closing = rows_of(ExportRequest.objects.get(), auditor)

    assert (told["对象编号"], told["操作者"], told["原因"]) == ("2026-10", clerk.name, "=1+1")
    assert (told["机构"], told["时间"]) == (hospital.name, "2026-11-09 10:00:00")
    assert told["明细"] == "n：1"
    assert "1" in closing["编号"]
    verbs = Act.objects.filter(actor_id=str(auditor.pk)).values_list("verb", flat=True)
    assert {"ask_export", "download_export"} <= set(verbs)


def test_roles_and_details_go_out_in_words(client, auditor, liaison):
    facts = {"position": 3, "level": "escalate", "late": True, "cells": {"3": ["phone"]}}
    record_act(verb="take_due_level", kind="register", no="1/2026-10", by=liaison, at=AT,
               facts=facts)  # fmt: skip
    client.force_login(auditor)
    asked_for(client, record="1/2026-10")

    [told] = [row for row in rows_of(ExportRequest.objects.get(), auditor) if row["操作"]][1:]

    assert told["操作"] == "逾期自动上报"
    assert told["当时角色"] == "包单位人员"
    details = set(told["明细"].split("；"))
    assert details == {"名单序号：3", "环节：逾期上报", "是否补办：是", '更正的格：{"3":["phone"]}'}


def test_whoever_reads_only_their_own_acts_takes_none_out(client, clerk):
    client.force_login(clerk)
    assert asked_for(client).status_code == 403
    assert "config.acts" not in client.get(reverse("trail")).text
    assert not ExportRequest.objects.exists()


@pytest.mark.long
def test_the_page_offers_what_it_shows_and_a_long_list_costs_no_query_for_each_act(
    client, auditor, clerk, django_assert_max_num_queries
):
    for number in range(60):
        record_act(verb="log_out", kind="month", no=f"no-{number}", by=clerk, at=AT)
    client.force_login(auditor)
    assert (
        'name="of-verb" value="log_out"' in client.get(reverse("trail"), {"verb": "log_out"}).text
    )
    asked_for(client, verb="log_out")
    with django_assert_max_num_queries(60):
        rows = rows_of(ExportRequest.objects.get(), auditor)
    assert [row["对象编号"] for row in rows[2:-1]] == [
        f"no-{number}" for number in reversed(range(60))
    ]
