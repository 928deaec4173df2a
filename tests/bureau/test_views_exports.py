"""The pages around exports: from the list's own button to the file, and the second person."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau import services
from bureau.exports import kind_of
from bureau.models import Act, ExportRequest
from bureau.rules import ExportForm
from tests.factories import rows, submitted

AT = datetime(2026, 11, 21, 2, 3, tzinfo=UTC)
ASK = reverse("bureau:export_ask")
LIST = reverse("bureau:exports")
WHY = "上级督查核对名单"


@pytest.fixture(autouse=True)
def _now(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def register(hospital):
    return submitted(hospital, rows(3)).register


def of(register, **more):
    return {
        "kind": "followups.rows",
        "of-code": register.institution.code,
        "of-month": register.month_text,
        **more,
    }


def waiting(by, register):
    ExportRequest.objects.filter(by=by).update(rows_asked=600)
    return services.ask_export(
        kind=kind_of("followups.rows"),
        arguments={"code": register.institution.code, "month": register.month_text, "q": "病人2"},
        form=ExportForm.XLSX, by=by, at=AT, clear=True, reason=WHY,
    )  # fmt: skip


@pytest.mark.long
def test_from_the_lists_button_to_the_file(
    client, clerk, register, django_capture_on_commit_callbacks
):
    client.force_login(clerk)
    page = client.post(
        reverse("followups:rows", args=[register.institution.code, register.month]), {"q": "病人2"}
    )
    assert '<input type="hidden" name="of-q" value="病人2">' in page.content.decode()

    form = client.post(ASK, of(register, **{"of-q": "病人2"})).content.decode()
    assert "The file holds 1 row" in form
    with django_capture_on_commit_callbacks(execute=True):
        asked = client.post(ASK, of(register, **{"of-q": "病人2"}, form="xlsx"))

    ready = client.get(asked.url).content.decode()
    assert "Download the file" in ready
    file = client.post(asked.url + "file/")
    assert file["Content-Disposition"].startswith("attachment;")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Cache-Control"] == "no-store"
    assert "sandbox" in file["Content-Security-Policy"]
    assert Act.objects.filter(verb="download_export").count() == 1
    assert "病人2" not in asked.url + page.request["PATH_INFO"]


@pytest.mark.long
def test_a_file_built_for_another_house_is_not_there(client, officer, township, register):
    asked = services.ask_export(
        kind=kind_of("followups.rows"),
        arguments={"code": register.institution.code, "month": register.month_text},
        form=ExportForm.XLSX, by=officer, at=timezone.now(),
    )  # fmt: skip
    services.build_export(asked, at=timezone.now(), clock=timezone.now)
    type(officer).objects.filter(pk=officer.pk).update(institution=township)
    client.force_login(officer)

    assert client.post(reverse("bureau:export_file", args=[asked.pk])).status_code == 404
    asked.refresh_from_db()
    assert asked.state == "expired"


def test_a_missing_reason_is_said_beside_its_field(client, clerk, register):
    client.force_login(clerk)

    page = client.post(ASK, of(register, form="xlsx", clear="on", reason="查")).content.decode()

    assert "at least 5 characters" in page
    assert not ExportRequest.objects.exists()


@pytest.mark.long
def test_an_unknown_list_or_format_is_refused(client, clerk, register):
    client.force_login(clerk)

    assert client.post(ASK, {"kind": "followups.nothing"}).status_code == 404
    assert client.post(ASK, of(register, form="exe")).status_code == 200
    assert client.post(ASK, of(register, **{"of-month": "2026-13\x00"})).status_code == 404
    assert not ExportRequest.objects.exists()


@pytest.mark.long
def test_the_second_person_sees_it_waiting_and_decides(client, clerk, section_head, register):
    services.ask_export(
        kind=kind_of("followups.rows"),
        arguments={"code": register.institution.code, "month": register.month_text},
        form=ExportForm.XLSX, by=clerk, at=AT, clear=True, reason=WHY,
    )  # fmt: skip
    request = waiting(clerk, register)
    client.force_login(section_head)
    assert WHY in client.get(LIST).content.decode()

    page = client.get(reverse("bureau:export", args=[request.pk])).content.decode()
    client.post(reverse("bureau:export_refuse", args=[request.pk]), {"reason": "不"})
    request.refresh_from_db()
    assert request.state == "asked"
    client.post(reverse("bureau:export_approve", args=[request.pk]))

    request.refresh_from_db()
    assert "Approve the export" in page
    assert (request.state, request.decided_by) == ("queued", section_head)


@pytest.mark.long
def test_a_clerk_approves_nothing_and_a_head_approves_in_the_admin(
    client, clerk, section_head, register
):
    waiting(clerk, register)
    request = ExportRequest.objects.get()
    ExportRequest.objects.update(state="asked", job=None)
    listed = reverse("admin:bureau_exportrequest_changelist")
    action = {"action": "approve", "_selected_action": [str(request.pk)]}
    client.force_login(clerk)
    assert client.get(listed).status_code == 403
    client.force_login(section_head)

    asks = client.post(listed, action).content.decode()
    assert "leave the house" in asks
    client.post(listed, {**action, "post": "yes"})

    request.refresh_from_db()
    assert request.decided_by == section_head


@pytest.mark.long
def test_the_list_costs_the_same_for_one_export_as_for_many(client, clerk, register):
    client.force_login(clerk)

    def asked(count):
        for number in range(count):
            services.ask_export(
                kind=kind_of("followups.rows"),
                arguments={
                    "code": register.institution.code, "month": register.month_text,
                    "q": f"{count}-{number}",
                },
                form=ExportForm.XLSX, by=clerk, at=AT,
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    client.get(LIST)
    assert asked(1) == asked(20)


def test_master_data_taken_out_of_the_admin_is_written_down(client, clerk, hospital):
    client.force_login(clerk)

    response = client.post(
        reverse("admin:bureau_institution_export"),
        {"format": "0", "resource": "", "institutionresource_code": "on"},
    )

    assert response.status_code == 200
    act = Act.objects.get(verb="export_sheet")
    assert (act.object_kind, act.facts) == ("institution", {"rows": 1, "format": "xlsx"})


@pytest.mark.long
def test_an_export_that_waits_stands_on_the_workbench_of_whoever_decides(
    client, clerk, section_head, register
):
    waiting(clerk, register)
    ExportRequest.objects.update(state="asked", job=None)

    client.force_login(section_head)
    assert "Exports waiting for your decision" in client.get("/").content.decode()
    client.force_login(clerk)
    assert "Exports waiting for your decision" not in client.get("/").content.decode()
