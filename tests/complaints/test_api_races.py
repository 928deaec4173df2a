"""Two requests of an institution's systems in the same second: one thing happens."""

from functools import partial

import pytest
import time_machine

from bureau.models import Act
from complaints.models import Case, UnitReport
from tests.complaints.api import LIST, NOW, TOLD, place
from tests.complaints.races import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("_round", range(3))
def test_a_complaint_sent_twice_at_once_is_one_case_with_one_answer(_round, his):
    answers = at_once(*[partial(his.post, LIST, TOLD, key="eins")] * 2)

    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert Case.objects.count() == Act.objects.filter(verb="register_case").count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_one_number_under_two_keys_at_once_is_one_case_and_the_other_is_told_so(_round, his):
    answers = at_once(*[partial(his.post, LIST, TOLD | {"source_no": "YB-1"})] * 2)

    assert sorted(one.status_code for one in answers) == [201, 409]
    assert Case.objects.count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_one_report_under_two_keys_at_once_is_one_report(_round, his, desk):
    case = desk.dispatched()

    answers = at_once(*[partial(his.post, place(case, "report/"), {"text": "已核实"})] * 2)

    assert [one.status_code for one in answers] == [201, 201]
    assert UnitReport.objects.count() == Act.objects.filter(verb="submit_report").count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_of_two_reports_on_one_state_at_once_the_second_is_told_the_present_one(_round, his, desk):
    case = desk.dispatched()
    tag = his.get(place(case))["ETag"]
    reports = [
        partial(his.post, place(case, "report/"), {"text": text}, If_Match=tag)
        for text in ("已核实", "另有说明")
    ]

    answers = at_once(*reports)

    assert sorted(one.status_code for one in answers) == [201, 412]
    assert UnitReport.objects.count() == 1
