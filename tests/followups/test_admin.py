"""Registers and spot-checks in the admin: whose rows, nothing edited, verbs as on the pages."""

import re
from datetime import date
from uuid import UUID

import pytest
import time_machine
from django.contrib import admin
from django.urls import reverse

from bureau.rules import Role
from bureau.tasks import send_notices
from followups.models import FollowUpRecord, MonthlyRegister, Reminder
from followups.rules.words import ReportKind, Verdict
from tests.factories import (
    AFTER_CLOSING,
    OCTOBER,
    InstitutionFactory,
    RegisterFactory,
    UserFactory,
    drawn,
    rows,
    submitted,
)
from tests.followups.admin_pages import address, chosen, count, queries_of, shown, text
from tests.followups.calls import record

MODELS = [model for model in admin.site._registry if model._meta.app_label == "followups"]
SEPTEMBER = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def _a_day_in_november(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel("2026-11-21 10:00+08:00", tick=False):
        yield


@pytest.fixture
def auditor(db):
    return UserFactory(roles=[Role.AUDITOR], is_staff=True)


# --- Whose rows, and nothing edited ------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_nothing_is_added_changed_or_deleted_here(rf, model):
    request = rf.get("/")
    request.user = UserFactory.build(is_superuser=True)
    page = admin.site._registry[model]

    assert page.has_view_permission(request)
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)
    assert "delete_selected" not in page.get_actions(request)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_no_model_of_this_app_has_an_export(model):
    assert not hasattr(admin.site._registry[model], "export_action")


@pytest.mark.long
def test_the_rows_of_patients_do_not_open_for_the_auditor(client, auditor, whole_month):
    client.force_login(auditor)
    record = FollowUpRecord.objects.first()

    pages = (
        client.get(address("followuprecord")),
        client.get(address("followuprecord", "change", record.pk)),
    )

    assert [page.status_code for page in pages] == [403, 403]


@pytest.mark.long
def test_every_row_opens_for_the_auditor_and_says_no_more_than_its_mask(
    client, auditor, whole_month
):
    client.force_login(auditor)
    record = FollowUpRecord.objects.first()

    for model in [model for model in MODELS if model is not FollowUpRecord]:
        name = model._meta.model_name
        page = client.get(address(name))
        detail = client.get(address(name, "change", model.objects.last().pk))

        assert count(page) == model.objects.count() > 0, name
        assert detail.status_code == 200, name
        assert 'name="_save"' not in text(detail), name
        for sealed in (record.patient_name, record.phone):
            assert sealed.reveal() not in text(page) + text(detail), name


@pytest.mark.long
def test_a_liaison_officer_finds_the_rows_of_the_own_institutions_alone(
    client, liaison, whole_month, hospital, township
):
    liaison.is_staff = True
    liaison.save()
    client.force_login(liaison)

    for model in MODELS:
        name = model._meta.model_name
        if name in ("monthreport", "numberreveal"):
            continue
        path = model.objects.none().institution_field
        unseen = model.objects.filter(**{path: township}).first()

        page = client.get(address(name))
        detail = client.get(address(name, "change", unseen.pk), follow=True)
        nothing = UUID(int=1) if isinstance(unseen.pk, UUID) else 999_999
        missing = client.get(address(name, "change", nothing), follow=True)

        assert count(page) == model.objects.filter(**{path: hospital}).count() > 0, name
        assert township.name not in text(page) + text(detail), name
        assert detail.redirect_chain == missing.redirect_chain == [(reverse("admin:index"), 302)]


@pytest.mark.long
def test_a_superuser_without_a_role_sees_no_rows(client, whole_month):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))

    assert count(client.get(address("monthlyregister"))) == 0


@pytest.mark.long
def test_only_the_auditor_sees_who_looked_at_numbers(as_clerk, whole_month):
    assert as_clerk.get(address("numberreveal")).status_code == 403


def one_more_month_of_work(liaison) -> None:
    check = drawn(InstitutionFactory(), 10)
    item = check.items.get(position=1)
    record(item, Verdict.GENUINE, by=liaison)


@pytest.mark.long
def test_a_list_costs_the_same_however_long(as_clerk, liaison):
    lists = ["monthlyregister", "followuprecord", "spotcheck", "spotcheckitem", "upload"]
    one_more_month_of_work(liaison)
    for name in lists:
        as_clerk.get(address(name))

    one = {name: queries_of(as_clerk, address(name)) for name in lists}
    for _ in range(19):
        one_more_month_of_work(liaison)

    assert {name: queries_of(as_clerk, address(name)) for name in lists} == one


# --- Registers ---------------------------------------------------------------------------------


@pytest.fixture
def registers(hospital, township):
    """On time, late, in part, and missing; the last has a month before."""
    submitted(hospital, rows(2))
    submitted(township, rows(2), at=AFTER_CLOSING)
    RegisterFactory(institution__name="马站镇卫生院", arrived_on=date(2026, 11, 9))
    late = InstitutionFactory(code="371323X01", name="沙沟镇卫生院")
    RegisterFactory(institution=late, month=SEPTEMBER)
    return RegisterFactory(institution=late)


@pytest.mark.long
def test_the_list_says_how_each_register_stands(as_clerk, registers):
    page = shown(as_clerk.get(address("monthlyregister"), {"in": "2026-10"}))

    found = {line.split()[0]: line for line in page}
    assert "on time — Nov. 8, 2026 1 Open" in found["县人民医院"]
    assert re.search(r"late \d+ Nov\. 1\d, 2026 1 Open", found["城关镇卫生院"])
    assert "in part — Nov. 9, 2026 0 Open" in found["马站镇卫生院"]
    assert "missing — — 0 Open" in found["沙沟镇卫生院"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"arrival": "none"}, {"沙沟镇卫生院"}),
        ({"arrival": "partial"}, {"马站镇卫生院"}),
        ({"arrival": "complete"}, {"县人民医院", "城关镇卫生院"}),
        ({"arrival": "nonsense", "in": "2026-10"}, None),
        ({"in": "2026-09"}, {"沙沟镇卫生院"}),
        ({"in": "x"}, None),
        ({"of": "371323A01"}, {"县人民医院"}),
        ({"q": "城关"}, {"城关镇卫生院"}),
        ({"q": "371323X01"}, {"沙沟镇卫生院"}),
    ],
    ids=range(9),
)
def test_registers_are_found_by_month_arrival_and_institution(as_clerk, registers, query, found):
    page = shown(as_clerk.get(address("monthlyregister"), query))

    every = {"县人民医院", "城关镇卫生院", "马站镇卫生院", "沙沟镇卫生院"}
    assert {line.split()[0] for line in page} == (found or every)


@pytest.mark.long
def test_a_register_leads_to_its_versions_and_its_page(as_clerk, registers, hospital):
    page = text(as_clerk.get(address("monthlyregister")))
    register = MonthlyRegister.objects.get(institution=hospital)

    versions = f"{address('registerversion')}?register__id__exact={register.pk}"
    assert f'<a href="{versions}">1</a>' in page
    assert reverse("followups:register", args=[hospital.code, "2026-10"]) in page
    assert count(as_clerk.get(versions)) == 1


@pytest.mark.long
def test_reminding_asks_first_and_names_only_those_who_are_missing(as_clerk, registers, hospital):
    every = MonthlyRegister.objects.of_month(OCTOBER)

    page = as_clerk.post(address("monthlyregister"), chosen(*every, action="remind"))

    assert "沙沟镇卫生院 2026-10" in text(page)
    assert hospital.name not in text(page)
    assert text(page).count('name="_selected_action"') == 1
    assert not Reminder.objects.exists()


@pytest.mark.long
def test_a_clerk_reminds_and_is_told_how_many(as_clerk, clerk, registers):
    data = chosen(registers, action="remind", post="yes")

    page = as_clerk.post(address("monthlyregister"), data, follow=True)
    again = as_clerk.post(address("monthlyregister"), data, follow=True)

    assert "Reminded of 1 register." in text(page)
    assert "Reminded of 0 registers." in text(again)
    reminder = Reminder.objects.get()
    assert (reminder.register, reminder.by) == (registers, clerk)


def test_reminding_in_the_admin_has_the_letters_sent_at_once(
    as_clerk, registers, monkeypatch, django_capture_on_commit_callbacks
):
    told = []
    monkeypatch.setattr(send_notices, "apply_async", lambda *args, **more: told.append(args))

    with django_capture_on_commit_callbacks(execute=True):
        as_clerk.post(address("monthlyregister"), chosen(registers, action="remind", post="yes"))

    assert len(told) == 1


@pytest.mark.long
def test_of_registers_that_are_in_nobody_is_reminded(as_clerk, registers, hospital):
    register = MonthlyRegister.objects.get(institution=hospital)

    page = as_clerk.post(
        address("monthlyregister"), chosen(register, action="remind", post="yes"), follow=True
    )

    assert "These registers are in, or their month is not over." in text(page)
    assert not Reminder.objects.exists()


@pytest.mark.long
def test_whoever_may_not_remind_has_no_such_action(client, auditor, registers):
    client.force_login(auditor)

    client.post(address("monthlyregister"), chosen(registers, action="remind", post="yes"))

    assert 'value="remind"' not in text(client.get(address("monthlyregister")))
    assert not Reminder.objects.exists()


def test_a_register_one_may_not_see_cannot_be_reminded_of(client, liaison, registers):
    liaison.is_staff = True
    liaison.save()
    client.force_login(liaison)

    client.post(address("monthlyregister"), chosen(registers, action="remind", post="yes"))

    assert not Reminder.objects.exists()


@pytest.mark.long
def test_versions_files_and_reports_lead_to_their_pages(as_clerk, whole_month, hospital):
    version = hospital.registers.get().versions.get()

    assert reverse("followups:receipt", args=[version.pk]) in text(
        as_clerk.get(address("registerversion"))
    )
    assert reverse("followups:upload_detail", args=[version.upload_id]) in text(
        as_clerk.get(address("upload"))
    )
    reports = text(as_clerk.get(address("monthreport")))
    for form in ("xlsx", "docx"):
        args = ["2026-10", ReportKind.FINAL.value, form]
        assert reverse("followups:report_file", args=args) in reports


# --- Records -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [("ZY00002", 1), ("zy00002", 1), ("ZY0000", 0), ("病人3", 0), ("13800000004", 0), ("", 5)],
    ids=["inpatient number", "in small letters", "a part of it", "name", "phone", "nothing"],
)
def test_records_are_found_by_inpatient_number_for_addresses_hold_no_names(
    as_clerk, hospital, query, found
):
    submitted(hospital, rows(5))

    assert count(as_clerk.get(address("followuprecord"), {"q": query})) == found


@pytest.mark.long
def test_a_record_shows_people_masked(as_clerk, hospital):
    submitted(hospital, rows(1, patient_name="张三丰", phone="13812345678", opinion="服务好"))
    record = FollowUpRecord.objects.get()

    [line] = shown(as_clerk.get(address("followuprecord")))
    detail = text(as_clerk.get(address("followuprecord", "change", record.pk)))

    assert "张** 138****5678 县人民医院" in line
    assert "张**" in detail
    assert "服务好" not in detail
