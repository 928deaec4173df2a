"""A list of cases is fetched only while its owner sees every case in it, as open as it has it."""

from datetime import timedelta

import pytest

from bureau import services
from bureau.exports import kind_of
from bureau.models import ExportRequest, Section, User
from bureau.rules import ExportForm, ExportState, SectionCode
from complaints.models import Case
from complaints.rules.words import Channel
from tests.complaints.conftest import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-03")
WHY = {"clear": True, "reason": "与投诉人核对联系电话"}


def built(by, **options):
    request = services.ask_export(
        kind=kind_of("complaints.cases"), arguments={"tab": "all"}, form=ExportForm.CSV, by=by,
        at=AT, **options,
    )  # fmt: skip
    services.build_export(request, at=AT, clock=lambda: AT)
    request.refresh_from_db()
    assert request.state == ExportState.READY
    return request


def fetched(request):
    by = User.objects.get(pk=request.by_id)
    at = AT + timedelta(hours=1)
    return services.download_export(request=request, by=by, at=at)[1].decode("utf-8-sig")


def moved(person, code):
    User.objects.filter(pk=person.pk).update(section=Section.objects.get(code=code))


def is_gone(request):
    with pytest.raises(ExportRequest.DoesNotExist):
        fetched(request)
    request.refresh_from_db()
    return request.state == ExportState.EXPIRED and not request.shown


@pytest.mark.parametrize("options", [{}, WHY])
def test_a_list_whose_cases_go_on_is_fetched_as_it_was_built(desk, clerk, options):
    case = desk.accepted()
    request = built(clerk, **options)
    desk.do("dispatch_case", case, institution=desk.hospital, text="请核实", calendar=desk.calendar)

    text = fetched(request)

    assert case.no in text
    assert ("黄志涛" in text) == bool(options)


@pytest.mark.parametrize("options", [{}, WHY])
def test_a_list_with_a_case_that_was_made_an_accusation_since_is_gone(desk, clerk, options):
    case = desk.accepted()
    request = built(clerk, **options)
    Case.objects.filter(pk=case.pk).update(is_accusation=True)

    assert is_gone(request)


def test_a_list_in_the_clear_is_gone_once_one_of_its_cases_is_an_accusation_its_owner_still_sees(
    desk, petition_clerk
):
    case = desk.accepted()
    Case.objects.filter(pk=case.pk).update(channel=Channel.PETITION_LETTER)
    request = built(petition_clerk, **WHY)
    assert Case.objects.visible_to(petition_clerk).filter(pk=case.pk).exists()
    Case.objects.filter(pk=case.pk).update(is_accusation=True)
    assert Case.objects.visible_to(petition_clerk).filter(pk=case.pk).exists()

    assert is_gone(request)


def test_an_accusation_that_stood_masked_in_a_list_does_not_take_it_away(desk, petition_clerk):
    case = desk.accepted()
    Case.objects.filter(pk=case.pk).update(is_accusation=True)
    text = fetched(built(petition_clerk, **WHY))

    assert case.no in text
    assert "黄志涛" not in text


@pytest.mark.parametrize("code", [SectionCode.PERSONNEL, SectionCode.MEDICAL_ADMIN])
def test_who_left_the_section_fetches_none_of_its_cases(desk, petition_clerk, code):
    case = desk.accepted()
    Case.objects.filter(pk=case.pk).update(is_accusation=True)
    request = built(petition_clerk)
    moved(petition_clerk, code)

    assert is_gone(request)


def test_a_file_of_which_nothing_is_known_is_given_to_nobody(desk, clerk):
    desk.accepted()
    request = built(clerk)
    ExportRequest.objects.filter(pk=request.pk).update(shown=b"")

    assert is_gone(request)
