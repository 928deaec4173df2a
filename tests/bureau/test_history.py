"""Field history: whatever changes a row leaves what it said before, and never a sealed value."""

import io
from datetime import date

import pghistory
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import translation

from bureau import services
from bureau.bulk import copy_rows
from bureau.field_changes import field_changes
from bureau.fields import SealedTextField
from bureau.history import changes_of, told, trail_models
from bureau.models import Act, CalendarDay, Department, Institution, Staff, User
from bureau.trace import Trace
from followups.models import FollowUpRecord, MonthlyRegister, SpotCheck, Upload
from tests.factories import (
    IN_TIME,
    InstitutionFactory,
    StaffFactory,
    UserFactory,
    rows,
    submitted,
)

CANARY = "13899990001"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def kept(model):
    return changes_of(model).objects.order_by("pgh_id")


def said(record):
    record.refresh_from_db()
    return [(line.field, line.before, line.after) for line in field_changes(record)]


# --- What is seen --------------------------------------------------------------------------------


def test_a_row_that_is_only_made_leaves_nothing(hospital):
    assert not kept(Institution).exists()


def test_save_update_and_raw_sql_are_seen_alike(hospital):
    hospital.phone = "1"
    hospital.save()
    Institution.objects.update(phone="2")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE bureau_institution SET phone = '3'")

    assert list(kept(Institution).values_list("phone", flat=True)) == ["", "1", "2"]
    assert [line[1:] for line in said(hospital)] == [("2", "3"), ("1", "2"), ("—", "1")]


def test_a_statement_that_changes_nothing_leaves_nothing(hospital):
    hospital.save()
    Institution.objects.update(name=hospital.name)

    assert not kept(Institution).exists()


def test_of_many_rows_in_one_statement_those_that_changed_are_kept(db):
    InstitutionFactory.create_batch(3, grade="1")
    InstitutionFactory(grade="2a")

    Institution.objects.update(grade="2a")

    assert kept(Institution).count() == 3


def test_rows_that_are_copied_in_cost_nothing_and_their_changes_are_seen(hospital):
    copy_rows(
        Department,
        ["institution", "name", "is_ward"],
        [(hospital.pk, f"科{n}", False) for n in range(9)],
    )
    assert not kept(Department).exists()

    Department.objects.update(is_ward=True)

    assert kept(Department).filter(is_ward=False).count() == 9


def test_an_insert_that_meets_standing_rows_is_seen(hospital):
    submitted(hospital, rows(5, department="内一科"))
    assert not kept(FollowUpRecord).exists()

    submitted(hospital, [*rows(5, department="内二科"), *rows(7)[5:]], reason="科室填错")

    changes = kept(FollowUpRecord)
    assert set(changes.values_list("department", flat=True)) == {"内一科"}
    assert changes.count() == 5


def test_a_removal_keeps_what_stood_there(db):
    CalendarDay.objects.filter(day=date(2026, 1, 1)).delete()

    change = kept(CalendarDay).get()
    assert (change.pgh_label, change.name, change.pgh_obj_id) == (
        "delete",
        "元旦",
        date(2026, 1, 1),
    )


def test_a_changed_key_is_a_row_that_is_gone(db):
    CalendarDay.objects.filter(day=date(2026, 1, 1)).update(day=date(2026, 1, 31))

    assert kept(CalendarDay).get().pgh_obj_id == date(2026, 1, 1)


@pytest.mark.long
def test_a_large_statement_after_a_small_one_is_not_joined_row_by_row(hospital):
    # The plan of the first would serve for the second: hours instead of a second.
    departments = [(hospital.pk, f"科{n}", False) for n in range(6000)]
    copy_rows(Department, ["institution", "name", "is_ward"], departments)
    Department.objects.filter(name="科0").update(is_ward=True)

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '10s'")
    Department.objects.update(is_ward=True)

    assert kept(Department).count() == 6000


# --- Who ---------------------------------------------------------------------------------------


def test_a_change_carries_the_account_and_the_request_as_its_act_does(hospital, clerk):
    with told(Trace("r1"), account=clerk.pk):
        Institution.objects.update(phone="1")
        services.record_act(verb="x", kind="y", no=1, by=clerk, at=IN_TIME)

    line, act = field_changes(Institution.objects.get())[0], Act.objects.get()
    assert (line.who, line.request_id) == (clerk.name, act.request_id) == (clerk.name, "r1")


def test_what_comes_after_a_request_is_not_laid_at_its_door(hospital, clerk):
    with told(Trace("r1"), account=clerk.pk):
        pass
    Institution.objects.update(phone="1")

    assert field_changes(Institution.objects.get())[0].who == "on the server"


def test_a_page_says_who_is_asking(client, sys_admin, hospital):
    client.force_login(sys_admin)
    url = reverse("admin:bureau_institution_change", args=[hospital.pk])
    form = {"code": hospital.code, "name": "县医院", "kind": hospital.kind, "grade": hospital.grade}

    response = client.post(url, form)

    assert response.status_code == 302
    context = kept(Institution).get().pgh_context
    assert context == {"account": sys_admin.pk, "request": response["X-Request-ID"]}


def test_a_job_gives_its_name_and_its_run(hospital):
    from config.celery import app

    @app.task(name="tests.rename")
    def rename():
        Institution.objects.update(phone="1")

    rename.apply(task_id="0f" * 16)

    assert kept(Institution).get().pgh_context == {"job": "tests.rename", "request": "0f" * 16}
    assert field_changes(Institution.objects.get())[0].who == "Automatic job"


def test_a_job_run_on_the_spot_stays_its_requests(hospital, clerk):
    from config.celery import app

    @app.task(name="tests.on_the_spot")
    def rename():
        Institution.objects.update(phone="1")

    with told(Trace("r1"), account=clerk.pk):
        rename.delay()

    assert kept(Institution).get().pgh_context == {"account": clerk.pk, "request": "r1"}


# --- What is never kept ------------------------------------------------------------------------


def history_as_text():
    text = io.StringIO()
    with connection.cursor() as cursor:
        for model in trail_models(apps.get_models()):
            cursor.copy_expert(f"COPY {model._meta.db_table} TO STDOUT", text)
    return text.getvalue()


def test_no_sealed_column_no_secret_and_no_hash_is_in_any_history():
    tracked = [(model, model.pgh_tracked_model) for model in trail_models(apps.get_models())]
    assert len(tracked) >= 15

    for model, of in tracked:
        names = {field.name for field in model._meta.fields}
        hidden = {f.name for f in of._meta.local_fields if f.get_internal_type() == "BinaryField"}
        assert not names & (hidden | {"password", "last_login"}), model


def test_a_sealed_value_is_in_no_history_whatever_happens_to_it(hospital, officer):
    person = StaffFactory(institution=hospital, phone=CANARY)
    tokens = [person.phone.token]
    for phone in (f"{CANARY}9", "", CANARY):
        person.phone = phone
        person.save()
        tokens.append(person.phone.token)
    for opinion in (CANARY, "不满意"):
        submitted(hospital, rows(3, patient_name=CANARY, opinion=opinion), reason="更正")
    FollowUpRecord.objects.update(department="外科")
    tokens += [record.opinion.token for record in FollowUpRecord.objects.all()]
    officer.set_password(CANARY)
    officer.save()
    Staff.objects.update(title="主任医师")
    person.delete()

    text = history_as_text()

    assert len(text.splitlines()) > 8
    assert CANARY not in text
    assert officer.password not in text
    assert not [token for token in tokens if token and token.hex() in text]


def test_a_sealed_column_written_anew_says_so_and_no_more(hospital):
    person = StaffFactory(institution=hospital, phone=CANARY)
    person.phone = "13800000000"
    person.save()

    assert said(person) == [("phone", "—", "updated (sealed)")]


# --- How it is read ----------------------------------------------------------------------------


def test_values_are_read_as_people_write_them(hospital, township, clerk):
    person = StaffFactory(institution=hospital)
    person.institution, person.active_to = township, date(2026, 11, 1)
    person.save()
    clerk.large_text = True
    clerk.save()
    hospital.grade = "3a"
    hospital.save()

    assert ("institution", "县人民医院", "城关镇卫生院") in said(person)
    assert ("left after", "—", "2026-11-01") in said(person)
    assert said(clerk) == [("large text", "no", "yes")]
    assert said(hospital) == [("grade", "Level 2, class A", "Level 3, class A")]


@pytest.mark.parametrize("changes", [2, 20])
def test_reading_costs_the_same_however_many_changes(
    hospital, clerk, changes, django_assert_num_queries
):
    person = StaffFactory(institution=hospital)
    for _ in range(changes):
        person.institution = InstitutionFactory()
        with told(Trace("r"), account=clerk.pk):
            person.save()

    with django_assert_num_queries(3):
        assert len(field_changes(person)) == changes


def test_history_is_seen_by_who_sees_the_row_and_by_auditors(hospital, township, officer):
    Institution.objects.update(phone="1")
    changes = changes_of(Institution).objects

    assert [c.pgh_obj_id for c in changes.visible_to(officer)] == [hospital.pk]
    auditor = UserFactory(roles=["auditor"])
    assert changes.visible_to(auditor).count() == 2
    officer.is_active = False
    assert not changes.visible_to(officer)


def test_of_a_model_without_a_scope_the_history_is_for_those_with_the_verb(clerk, officer):
    UserFactory().save()
    User.objects.update(language="en")

    assert not changes_of(User).objects.visible_to(clerk)
    assert changes_of(User).objects.visible_to(UserFactory(roles=["sys_admin"]))


# --- It cannot be edited -------------------------------------------------------------------------


def test_history_can_neither_be_edited_nor_deleted(hospital):
    Institution.objects.update(phone="1")

    for edit in (lambda changes: changes.update(phone="x"), lambda changes: changes.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            edit(kept(Institution))


@pytest.mark.parametrize(
    "model",
    [Staff, User, MonthlyRegister, FollowUpRecord, Upload, SpotCheck],
    ids=lambda m: m.__name__,
)
def test_whatever_matters_is_tracked(model):
    assert changes_of(model) is not None
    assert issubclass(changes_of(model), pghistory.models.Event)


def test_of_an_upload_its_state_is_kept_and_not_what_was_typed():
    names = {field.name for field in changes_of(Upload)._meta.fields}

    assert "state" in names
    assert not {f.name for f in Upload._meta.fields if isinstance(f, SealedTextField)} & names
    assert not {"layout", "answers", "remarks"} & names
