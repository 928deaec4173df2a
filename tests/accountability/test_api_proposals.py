"""A house's systems read what is intended or decided about it; none of them puts it in effect."""

import pytest
import time_machine

from accountability.models import SanctionProposal
from accountability.rules.words import Document, LadderCode, MeasureCode, ProposalState
from bureau.access_keys import Scope
from tests.accountability.conftest import settle
from tests.accountability.road import LATER, MONDAY, Road
from tests.callers import Caller
from tests.complaints.conftest import moment
from tests.factories import InstitutionFactory

AT = "/api/v1/accountability/proposals/"
pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def _late_on_the_last_day():
    with time_machine.travel(moment(LATER, 16), tick=False):
        yield


@pytest.fixture
def roads(bureau, doctor, personnel) -> list[Road]:
    """A doctor with both tiers proposed, told of neither."""
    for month in (3, 4):
        bureau.found(doctor, f"2026-0{month}-02")
    settle(at=moment("2026-11-20"))
    of_doctor = SanctionProposal.objects.filter(ladder=LadderCode.STAFF)
    return [Road.of(of_doctor.get(tier=tier), personnel) for tier in (1, 2)]


@pytest.fixture
def told(roads) -> Road:
    """The first of them, its notice served."""
    roads[0].put(MeasureCode.COUNTY_BULLETIN)
    roads[0].notice()
    return roads[0]


@pytest.fixture
def own(hospital) -> Caller:
    return Caller(hospital, name="HR", scopes=[Scope.ACCOUNTABILITY_READ])


def place(road):
    return f"{AT}{road.proposal.no}/"


def test_what_nobody_was_told_of_is_not_there_by_any_verb(own, roads):
    roads[0].put(MeasureCode.COUNTY_BULLETIN)

    assert own.get(AT).json()["results"] == []
    assert own.get(place(roads[0])).status_code == 404
    assert own.post(f"{place(roads[0])}effect/", {}).status_code == 404


def test_no_key_puts_anything_in_effect_and_what_is_missing_is_named_at_every_step(own, told):
    def put_in_effect():
        answer = own.post(f"{place(told)}effect/", {})
        assert answer.status_code == 409, answer.content
        return answer.json()["detail"]

    assert "statement" in put_in_effect()
    told.hear()
    assert "decided" in put_in_effect()
    # That it is decided, and waits to be signed and served, is told by the service.
    told.decide()
    assert "decided" in put_in_effect()
    told.sign(Document.DECISION, LATER)
    assert "decided" in put_in_effect()
    told.serve(Document.DECISION, LATER)
    assert "personnel section" in put_in_effect()
    assert told.proposal.state == ProposalState.SERVED
    told.step("put_in_effect", LATER)
    assert "in effect" in put_in_effect()


def test_of_a_decision_only_what_is_served_is_told(own, told, doctor):
    told.hear()
    told.decide()
    [line] = own.get(AT).json()["results"]
    assert (line["state"], line["decision_on"], line["decision_no"]) == ("statement", None, "")
    assert (line["name"], line["staff_no"]) == ("张**", doctor.staff_no)
    assert own.get(place(told)).json()["measures"][0]["is_decided"] is None

    told.decision()
    told.step("put_in_effect", LATER)

    whole = own.get(place(told))
    said = whole.json()
    assert (said["missing_step"], said["measures"][0]["is_decided"]) == (None, True)
    assert said["decision_no"]
    assert own.get(place(told), **{"If-None-Match": whole["ETag"]}).status_code == 304


def test_the_list_goes_on_where_it_was_left_newest_first(own, told, roads):
    second = roads[1]
    second.put(MeasureCode.AWARD_BAN)
    second.notice(MONDAY)

    page = own.get(f"{AT}?limit=1").json()
    assert [one["no"] for one in page["results"]] == [second.proposal.no]
    following = own.get(page["next"]).json()
    assert [one["no"] for one in following["results"]] == [told.proposal.no]
    assert following["next"] is None
    assert own.get(f"{AT}?ladder=institution").json()["results"] == []


def test_another_house_finds_nothing_and_a_key_needs_its_scope(told, hospital):
    other = Caller(InstitutionFactory(), name="HR", scopes=[Scope.ACCOUNTABILITY_READ])
    narrow = Caller(hospital, name="HIS", scopes=[Scope.CASES_READ])

    assert other.get(AT).json()["results"] == []
    assert other.get(place(told)).status_code == 404
    assert narrow.get(AT).status_code == 403
