"""Lists leave the house masked, with a name on them, for one person and one day."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from bureau import services
from bureau.exports import kind_of
from bureau.models import Act, ExportRequest, Section, User
from bureau.rules import ExportForm, ExportState, Role, SectionCode, needs_second_person
from bureau.services import BureauError
from tests.factories import UserFactory, rows, submitted

AT = datetime(2026, 11, 21, 2, 3, tzinfo=UTC)
WHY = "上级督查核对名单"


def asked(by, code="371323A01", *, at=AT, form=ExportForm.XLSX, q="", **options):
    return services.ask_export(
        kind=kind_of("followups.rows"),
        arguments={"code": code, "month": "2026-10", "q": q},
        form=form,
        by=by,
        at=at,
        **options,
    )


def built(by, **options):
    request = asked(by, **options)
    services.build_export(request, at=AT, clock=lambda: AT)
    request.refresh_from_db()
    return request


def fetched(request, at=AT):
    _name, content = services.download_export(
        request=request, by=User.objects.get(pk=request.by_id), at=at
    )
    return content


def sheet(content):
    return [list(row) for row in openpyxl.load_workbook(BytesIO(content)).active.values]


def verbs(request):
    return list(
        Act.objects.filter(object_no=request.batch).order_by("id").values_list("verb", flat=True)
    )


@pytest.fixture
def register(hospital):
    return submitted(hospital, rows(3)).register


@pytest.fixture
def long_register(hospital):
    return submitted(hospital, rows(501)).register


def test_a_list_goes_out_masked_with_as_many_rows_as_the_page(register, clerk):
    request = built(clerk)

    mark, headings, *lines, closing = sheet(fetched(request))

    assert len(lines) == request.rows_asked == request.rows_written == 3
    assert {line[headings.index("姓名")] for line in lines} == {"病**"}
    assert all("****" in line[headings.index("联系电话")] for line in lines)
    assert "3" in closing[0]
    assert clerk.name in mark[0]
    assert request.batch in mark[0]
    assert "2026-11-21 10:03" in mark[0]


def test_the_filter_of_the_list_holds_for_the_file_and_is_kept_sealed(register, clerk):
    request = built(clerk, q="病人2")

    _mark, _headings, *lines, _closing = sheet(fetched(request))

    assert len(lines) == request.rows_asked == 1
    stored = ExportRequest.objects.filter(pk=request.pk).values_list("arguments", "arguments_hash")
    assert "病人2".encode() not in b"".join(bytes(value) for value in stored.get())


def test_text_goes_out_as_csv_with_the_same_rows(register, clerk):
    text = fetched(built(clerk, form=ExportForm.CSV)).decode("utf-8-sig")

    assert len(text.splitlines()) == 1 + 3 + 2


def test_asked_twice_while_under_way_it_is_asked_once(register, clerk):
    first = asked(clerk)

    assert asked(clerk) == first
    assert asked(clerk, q="病人2") != first
    assert ExportRequest.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        ExportRequest.objects.create(
            batch="X", by=clerk, kind=first.kind, arguments_hash=bytes(first.arguments_hash),
            title="x", rows_asked=0, asked_at=AT,
        )  # fmt: skip


def test_who_lacks_the_verb_or_the_row_gets_no_list(register, township, liaison, clerk):
    elsewhere = UserFactory(institution=township, roles=[Role.HOSPITAL_OFFICER])

    with pytest.raises(PermissionDenied):
        asked(liaison)
    with pytest.raises(ObjectDoesNotExist):
        asked(elsewhere)
    with pytest.raises(ObjectDoesNotExist):
        asked(clerk, "nowhere")
    assert not ExportRequest.objects.exists()


# --- In the clear --------------------------------------------------------------------------------


def test_clear_text_needs_a_reason(register, clerk):
    for reason in ("", "核对", "     核对    ", "aaaaaaa"):
        with pytest.raises(BureauError):
            asked(clerk, clear=True, reason=reason)

    request = built(clerk, clear=True, reason=WHY)

    mark, headings, *lines, _closing = sheet(fetched(request))
    assert {line[headings.index("姓名")] for line in lines} == {"病人2", "病人3", "病人4"}
    assert WHY in mark[0]
    assert Act.objects.get(verb="ask_export").why == WHY


def test_clear_text_needs_its_own_verb(register, clerk):
    clerk.groups.clear()

    with pytest.raises(PermissionDenied):
        asked(User.objects.get(pk=clerk.pk), clear=True, reason=WHY)


@pytest.mark.parametrize(
    ("clear", "before", "now", "waits"),
    [
        (True, 0, 500, False),
        (True, 0, 501, True),
        (True, 499, 1, False),
        (True, 500, 1, True),
        (False, 0, 100_000, False),
    ],
)
def test_more_than_five_hundred_rows_in_the_clear_wait_for_a_second_person(
    clear, before, now, waits
):
    assert needs_second_person(clear=clear, rows=now, rows_before=before) is waits


@pytest.mark.long
def test_a_long_list_in_the_clear_is_built_once_a_second_person_agrees(
    long_register, clerk, section_head
):
    request = built(clerk, clear=True, reason=WHY)
    assert request.state == ExportState.ASKED

    with pytest.raises(BureauError):
        services.approve_export(request=request, by=clerk, at=AT)
    first = services.approve_export(request=request, by=section_head, at=AT)
    again = services.approve_export(request=request, by=section_head, at=AT)

    assert first.job == again.job
    services.build_export(again, at=AT, clock=lambda: AT)
    again.refresh_from_db()
    assert again.state == ExportState.READY
    assert verbs(request) == ["ask_export", "approve_export", "build_export"]
    with pytest.raises(BureauError):
        services.refuse_export(request=request, by=section_head, at=AT, reason=WHY)


def test_many_small_lists_do_not_go_round_the_second_person(long_register, clerk):
    for number in range(2, 5):
        assert asked(clerk, clear=True, reason=WHY, q=f"病人{number}").state == ExportState.QUEUED
    ExportRequest.objects.update(rows_asked=200)

    assert asked(clerk, clear=True, reason=WHY, q="病人9").state == ExportState.ASKED
    a_day_later = AT + timedelta(hours=24)
    assert (
        asked(clerk, clear=True, reason=WHY, q="病人8", at=a_day_later).state == ExportState.QUEUED
    )


def test_a_refusal_has_a_reason_and_is_told(long_register, clerk, section_head):
    request = asked(clerk, clear=True, reason=WHY)

    with pytest.raises(BureauError):
        services.refuse_export(request=request, by=section_head, at=AT, reason="不")
    for _twice in range(2):
        services.refuse_export(request=request, by=section_head, at=AT, reason="请先脱敏处理")

    request.refresh_from_db()
    assert (request.state, request.refusal) == (ExportState.REFUSED, "请先脱敏处理")
    assert verbs(request) == ["ask_export", "refuse_export"]
    with pytest.raises(BureauError):
        services.approve_export(request=request, by=section_head, at=AT)


def test_only_the_section_or_the_own_house_decides(long_register, officer, township, section_head):
    request = asked(officer, clear=True, reason=WHY)
    colleague = UserFactory(institution=officer.institution, roles=[Role.HOSPITAL_OFFICER])
    elsewhere = UserFactory(institution=township, roles=[Role.HOSPITAL_OFFICER])
    personnel = UserFactory(
        section=Section.objects.get(code=SectionCode.PERSONNEL), roles=[Role.SECTION_HEAD]
    )

    found = {
        user
        for user in (officer, colleague, elsewhere, personnel, section_head)
        if ExportRequest.objects.to_decide(user).filter(pk=request.pk).exists()
    }

    assert found == {colleague, section_head}


# --- The file -------------------------------------------------------------------------------------


def test_a_file_is_for_whoever_asked_and_for_nobody_else(register, clerk, section_head):
    request = built(clerk)

    with pytest.raises(ExportRequest.DoesNotExist):
        services.download_export(request=request, by=section_head, at=AT)


@pytest.mark.long
def test_a_masked_file_is_there_for_a_day_and_then_gone(register, clerk):
    request = built(clerk)
    name = request.file.storage_name
    end = AT + timedelta(hours=24)

    assert fetched(request) == fetched(request, end - timedelta(seconds=1))
    with pytest.raises(BureauError):
        fetched(request, end)
    assert services.expire_exports(at=end - timedelta(seconds=1)) == 0
    assert default_storage.exists(name)


def test_what_has_expired_is_deleted_once_and_its_row_stays(
    register, clerk, django_capture_on_commit_callbacks
):
    request = built(clerk)
    end = AT + timedelta(days=9)

    with django_capture_on_commit_callbacks(execute=True):
        assert services.expire_exports(at=end) == 1
        assert services.expire_exports(at=end) == 0

    request.refresh_from_db()
    assert request.state == ExportState.EXPIRED
    assert not default_storage.exists(request.file.storage_name)
    assert verbs(request).count("expire_export") == 1


def test_a_file_in_the_clear_is_fetched_once(register, clerk, django_capture_on_commit_callbacks):
    request = built(clerk, clear=True, reason=WHY)

    with django_capture_on_commit_callbacks(execute=True):
        fetched(request)

    with pytest.raises(BureauError):
        fetched(request)
    assert not default_storage.exists(request.file.storage_name)
    assert verbs(request)[-1] == "download_export"


def test_a_right_that_ended_before_the_file_was_built_ends_the_export(register, officer, township):
    request = asked(officer)
    User.objects.filter(pk=officer.pk).update(institution=township)

    services.build_export(request, at=AT, clock=lambda: AT)

    request.refresh_from_db()
    assert request.state == ExportState.FAILED
    assert request.file is None


def test_a_right_that_ended_before_the_file_was_fetched_ends_it_too(register, clerk):
    request = built(clerk)
    clerk.groups.clear()

    with pytest.raises(PermissionDenied):
        fetched(request)


@pytest.mark.parametrize("moved", ["house", "section"])
def test_a_file_of_rows_that_are_no_longer_ones_own_is_gone(
    register, officer, township, clerk, moved, django_capture_on_commit_callbacks
):
    owner = officer if moved == "house" else clerk
    request = built(owner, clear=True, reason=WHY)
    elsewhere = (
        {"institution": township}
        if moved == "house"
        else {"section": Section.objects.get(code=SectionCode.PERSONNEL)}
    )
    User.objects.filter(pk=owner.pk).update(**elsewhere)

    with (
        pytest.raises(ExportRequest.DoesNotExist),
        django_capture_on_commit_callbacks(execute=True),
    ):
        fetched(request)

    request.refresh_from_db()
    assert request.state == ExportState.EXPIRED
    assert request.fetched_at is None
    assert not default_storage.exists(request.file.storage_name)
    assert verbs(request)[-1] == "expire_export"
    with pytest.raises(BureauError):
        fetched(request)


def test_a_job_run_twice_builds_one_file(register, clerk):
    request = built(clerk)
    kept = request.file

    later = AT + timedelta(hours=1)
    services.build_export(request, at=later, clock=lambda: later)

    request.refresh_from_db()
    assert request.file == kept
    assert verbs(request) == ["ask_export", "build_export"]


def test_what_no_worker_was_told_of_is_found_and_what_breaks_off_is_given_up(register, clerk):
    request = asked(clerk)
    later = AT + timedelta(minutes=2)
    assert services.exports_not_built(at=AT) == []
    assert services.exports_not_built(at=later) == [request]

    for attempt in range(1, 4):
        taken = AT + timedelta(hours=attempt)
        ExportRequest.objects.update(state="building", taken_up_at=taken, attempts=attempt)
        waiting = services.exports_not_built(at=taken + timedelta(minutes=20))
        assert waiting == ([request] if attempt < 3 else [])

    request.refresh_from_db()
    assert request.state == ExportState.FAILED


@pytest.mark.long
def test_rows_that_came_in_meanwhile_are_counted_openly(hospital, register, clerk):
    request = asked(clerk)
    submitted(hospital, rows(5))
    services.build_export(request, at=AT, clock=lambda: AT)
    request.refresh_from_db()

    closing = sheet(fetched(request))[-1][0]

    assert (request.rows_asked, request.rows_written) == (3, 5)
    assert "5" in closing
    assert "3" in closing


@pytest.mark.long
def test_a_file_that_is_found_leads_to_who_took_it_out(register, clerk, section_head, officer):
    for taker in [clerk, section_head, officer] * 3 + [clerk]:
        request = built(taker, clear=True, reason=WHY)
        content = fetched(request)
        found = openpyxl.load_workbook(BytesIO(content)).properties.subject

        assert ExportRequest.objects.get(batch=found).by == taker


def test_an_auditor_reads_the_rows_of_exports_and_no_file(register, clerk):
    auditor = UserFactory(roles=[Role.AUDITOR])
    request = built(clerk)

    assert ExportRequest.objects.visible_to(auditor).get() == request
    with pytest.raises(ExportRequest.DoesNotExist):
        services.download_export(request=request, by=auditor, at=AT)
