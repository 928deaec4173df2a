"""The state that person, unit and a unit's systems are told of: what was served, and no more."""

import pytest
import time_machine
from django.urls import reverse

from accountability.models import Measure, SanctionProposal
from accountability.rules.words import Document, MeasureCode, Organ, Outcome, RemedyKind
from accountability.selectors.told import state_told
from bureau.access_keys import Scope
from bureau.models import User
from bureau.rules import Role
from tests.accountability.conftest import settle
from tests.accountability.road import LATER, Road
from tests.accountability.test_redress import (
    ANSWERED,
    BOTH,
    answer,
    ask,
    serve,
    take_back,
    taken_back,
)
from tests.callers import Caller
from tests.complaints.conftest import moment
from tests.factories import UserFactory

M, Came = MeasureCode, Outcome
pytestmark = pytest.mark.long


@pytest.fixture
def cases(bureau, doctor):
    return [bureau.found(doctor, f"2026-0{month}-02") for month in (3, 4)]


@pytest.fixture
def road(cases, doctor, personnel) -> Road:
    settle(at=moment("2026-11-20"))
    return Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)


@pytest.fixture
def other(db):
    return UserFactory(roles=[Role.LEADER])


@pytest.fixture
def readers(hospital, doctor) -> dict[str, User]:
    return {
        "own": UserFactory(institution=hospital, staff=doctor),
        "unit": UserFactory(institution=hospital, roles=[Role.HOSPITAL_OFFICER]),
    }


@pytest.fixture
def told(road, readers, client, hospital):
    """Read what all three are told on a day: they are told the same; return it, and the pages."""
    caller = Caller(hospital, name="HR", scopes=[Scope.ACCOUNTABILITY_READ])
    found = f"/api/v1/accountability/proposals/{road.proposal.no}/"

    def read(on=ANSWERED):
        with time_machine.travel(moment(on, 18), tick=False):
            face, pages = caller.get(found).json(), []
            for name, user in readers.items():
                client.force_login(user)
                at = reverse(f"accountability:{name}_proposal", args=[road.proposal.no])
                pages.append(client.get(at).content.decode().lower())
                listed = client.get(reverse(f"accountability:{name}")).content.decode()
                assert face["state_display"] in listed.lower()
            listed = caller.get(found.removesuffix(f"{road.proposal.no}/")).json()["results"]
        assert [face["state_display"] in page for page in pages] == [True, True]
        assert face["state"] in [one["state"] for one in listed]
        assert state_told(road.proposal) == face["state"]
        return face, "".join(pages)

    return read


def test_a_decision_is_told_by_its_service_and_not_before(road, told, hospital):
    road.put(*BOTH)
    road.notice()
    road.hear()
    road.decide()
    face, pages = told("2026-11-27")
    assert (face["state"], face["missing_step"]) == ("statement", "decision")
    assert "five years" not in pages
    caller = Caller(hospital, name="HR2", scopes=[Scope.ACCOUNTABILITY_READ])
    with time_machine.travel(moment("2026-11-27", 18), tick=False):
        found = {
            state: caller.get(f"/api/v1/accountability/proposals/?state={state}").json()["results"]
            for state in ("decided", "statement")
        }
    assert [len(found[state]) for state in ("decided", "statement")] == [0, 1]
    road.sign(Document.DECISION, LATER)
    assert told(LATER)[0]["missing_step"] == "decision"
    road.serve(Document.DECISION, LATER)
    assert told(LATER)[0]["state"] == "served"


def test_what_an_answer_revokes_is_told_by_its_service(road, told, other):
    road.to_effect(*BOTH)
    ask(road)
    answer(road, Came.REVOKED, other)
    face, pages = told()
    ends = [one["ends_on"] for one in face["measures"]]
    assert (face["state"], ends) == ("in_effect", ["2026-12-31", "2031-11-26"])
    assert "holds no more" not in pages
    serve(road, Document.REVIEW, "serve_answer")
    face, pages = told()
    assert face["state"] == "revoked"
    assert "holds no more" in pages


def test_of_a_ban_made_shorter_the_answer_tells_and_no_page_before_it(road, told, other):
    road.to_effect(*BOTH)
    ask(road)
    answer(road, Came.VARIED, other, left={M.TITLE_PROMOTION_BAN: 24})
    face, pages = told()
    assert face["measures"][1]["ends_on"] == "2031-11-26"
    assert "holds no more" not in pages
    serve(road, Document.REVIEW, "serve_answer")
    face, pages = told()
    assert face["measures"][1]["ends_on"] == "2028-11-26"
    assert "holds no more" in pages
    ask(road, RemedyKind.APPEAL, "2027-01-10")
    answer(road, Came.REVOKED, UserFactory(roles=[Role.LEADER]), "2027-01-20",
           organ=Organ.APPEAL_BODY)  # fmt: skip
    assert told("2027-01-20")[0]["state"] == "in_effect"
    serve(road, Document.APPEAL, "serve_answer", "2027-01-20")
    assert told("2027-01-20")[0]["state"] == "revoked"


def test_taking_back_is_told_by_its_paper_and_listed_for_nobody_before(
    road, told, readers, other, bureau, cases, doctor
):
    road.to_effect(*BOTH)
    bureau.overturn(cases[0], doctor, on="2026-12-02")
    settle(at=moment("2026-12-02", 14))
    back = taken_back(road, "downgrade")
    take_back(back, other, "2026-12-03")
    road.proposal.refresh_from_db()

    def reads():
        rows = SanctionProposal.objects
        seen = (rows.visible_to(readers["unit"]), rows.about(readers["own"]))
        return [one.filter(pk=back.proposal.pk).exists() for one in seen]

    assert (told("2026-12-03")[0]["state"], reads()) == ("in_effect", [False, False])
    _face, pages = told("2026-12-03")
    assert "told by its service" in pages
    serve(back, Document.REVOCATION, "serve_taking_back", "2026-12-03")
    assert (told("2026-12-03")[0]["state"], reads()) == ("varied", [True, True])


@pytest.mark.parametrize(
    ("steps", "state"), [(1, "notice_served"), (2, "statement"), (4, "served")]
)
def test_what_is_taken_back_on_its_road_stands_until_then_where_it_was(
    road, told, other, bureau, cases, doctor, steps, state
):
    road.put(*BOTH)
    walk = (road.notice, road.hear, road.decide, road.decision)
    for step in walk[:steps]:
        step()
    bureau.overturn(cases[0], doctor, on="2026-12-02")
    settle(at=moment("2026-12-02", 14))
    take_back(taken_back(road, "downgrade"), other, "2026-12-03")
    road.proposal.refresh_from_db()
    assert told("2026-12-03")[0]["state"] == state


def test_a_measure_that_fell_long_ago_is_told_beside_an_answer_that_was_served(road, told, other):
    road.to_effect(*BOTH)
    ask(road)
    answer(road, Came.UPHELD, other)
    assert told()[0]["state"] == "in_effect"
    serve(road, Document.REVIEW, "serve_answer")
    assert told()[0]["state"] == "in_effect"
    assert not Measure.objects.exclude(ceased_on=None)
