"""A house's systems read what is intended or decided about it; none of them puts it in effect."""

import pytest
import time_machine

from accountability.models import SanctionProposal
from accountability.rules.words import Document, LadderCode, MeasureCode
from bureau.access_keys import Scope
from tests.accountability.conftest import settle
from tests.accountability.road import LATER, MONDAY, Road
from tests.callers import Caller
from tests.complaints.conftest import moment
from tests.factories import InstitutionFactory

AT = "/api/v1/accountability/proposals/"
pytestmark = pytest.mark.long


def test_a_key_reads_from_the_notice_on_and_what_is_missing_is_named_at_every_step(
    bureau, doctor, personnel, hospital
):
    for month in (3, 4):
        bureau.found(doctor, f"2026-0{month}-02")
    settle(at=moment("2026-11-20"))
    of_doctor = SanctionProposal.objects.filter(ladder=LadderCode.STAFF)
    first, second = (Road.of(of_doctor.get(tier=tier), personnel) for tier in (1, 2))
    scopes = [Scope.ACCOUNTABILITY_READ]
    own, other, narrow = (
        Caller(house, name=name, scopes=granted)
        for house, name, granted in (
            (hospital, "HR", scopes), (InstitutionFactory(), "HR", scopes),
            (hospital, "HIS", [Scope.CASES_READ]),
        )
    )  # fmt: skip
    place = f"{AT}{first.proposal.no}/"

    def put_in_effect():
        answer = own.post(f"{place}effect/", {})
        assert answer.status_code == 409, answer.content
        return answer.json()["detail"]

    with time_machine.travel(moment(LATER, 16), tick=False):
        first.put(MeasureCode.COUNTY_BULLETIN)
        assert [own.get(one).status_code for one in (AT, place)] == [200, 404]
        assert own.post(f"{place}effect/", {}).status_code == 404
        assert own.get(AT).json()["results"] == []
        first.notice()
        assert "statement" in put_in_effect()
        first.hear()
        assert "decided" in put_in_effect()
        first.decide()
        [line] = own.get(AT).json()["results"]
        assert (line["state"], line["decision_on"], line["decision_no"]) == ("decided", None, "")
        assert (line["name"], line["staff_no"]) == ("张**", doctor.staff_no)
        assert own.get(place).json()["measures"][0]["is_decided"] is None
        assert "not signed" in put_in_effect()
        first.sign(Document.DECISION, LATER)
        assert "not served" in put_in_effect()
        first.serve(Document.DECISION, LATER)
        assert "personnel section" in put_in_effect()
        first.step("put_in_effect", LATER)
        assert "in effect" in put_in_effect()
        whole = own.get(place)
        told = whole.json()
        assert (told["missing_step"], told["measures"][0]["is_decided"]) == (None, True)
        assert told["decision_no"]
        assert own.get(place, **{"If-None-Match": whole["ETag"]}).status_code == 304

        second.put(MeasureCode.AWARD_BAN)
        second.notice(MONDAY)
        page = own.get(f"{AT}?limit=1").json()
        assert [one["no"] for one in page["results"]] == [second.proposal.no]
        following = own.get(page["next"]).json()
        assert [one["no"] for one in following["results"]] == [first.proposal.no]
        assert following["next"] is None
        assert own.get(f"{AT}?ladder=institution").json()["results"] == []
        assert other.get(AT).json()["results"] == []
        assert other.get(place).status_code == 404
        assert narrow.get(AT).status_code == 403
