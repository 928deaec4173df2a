"""Until when a review or an appeal is asked for: days that end on a rest day, and a good reason."""

from datetime import date

import pytest
from django.db import InternalError, transaction
from django.db.utils import IntegrityError
from django.urls import reverse

from accountability.models import Remedy, SanctionProposal
from accountability.rules.redress import ask_term
from accountability.rules.terms import KIND, RoadTable
from accountability.rules.words import MeasureCode, RemedyKind, RemedyState
from accountability.selectors import own
from accountability.services import RoadError
from bureau.calendar import WorkCalendar
from bureau.models import Act, RuleVersion
from tests.accountability.conftest import settle
from tests.accountability.road import MONDAY, Road, of
from tests.accountability.test_redress import GROUNDS, ask
from tests.complaints.conftest import moment

M = MeasureCode
SERVED = "2026-12-03"
CALENDAR = WorkCalendar(
    holidays={date(2026, 10, 1): "国庆节", date(2026, 10, 2): "国庆节"},
    makeup_days={date(2026, 10, 10): "国庆节"}, years=frozenset({2026}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("served", "last"),
    [
        ("2026-11-24", "2026-12-24"),
        ("2026-11-26", "2026-12-28"),
        ("2026-11-27", "2026-12-28"),
        ("2026-09-01", "2026-10-05"),
        ("2026-09-10", "2026-10-10"),
        ("2026-12-02", "2027-01-04"),
    ],
    ids=["working day", "Saturday", "Sunday", "holiday", "working Saturday", "year not known"],
)
def test_days_that_end_on_a_rest_day_run_until_the_next_working_day(served, last):
    term = ask_term(of(served), days=30, calendar=CALENDAR)
    assert (term.days, term.last) == (30, of(last))
    assert term.is_moved is (term.ends_on != of(last))


def test_where_the_rules_say_so_they_end_as_they_are_counted():
    assert ask_term(of("2026-11-26"), days=30).last == date(2026, 12, 26)


def test_versions_from_before_have_the_bureaus_default():
    assert RoadTable().rest_days_move == 1


@pytest.fixture
def road(bureau, doctor, personnel) -> Road:
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor), personnel)
    road.put(M.COUNTY_BULLETIN)
    road.notice()
    road.hear()
    road.decide()
    return road


@pytest.mark.long
def test_on_the_working_day_after_its_rest_day_a_review_is_still_in_time(road):
    road.decision(SERVED)
    may = own.request_of(road.proposal, of("2027-01-04"))
    assert (may.until, may.is_late) == (of("2027-01-04"), False)
    assert may.why.startswith("30 days from the day after it was served")
    assert "They end on a rest day, 2 Jan 2027" in may.why
    assert own.request_of(road.proposal, of("2027-01-05")).is_late
    assert ask(road, on="2027-01-04").state == RemedyState.RECEIVED


@pytest.mark.long
def test_a_day_later_it_is_refused(road):
    road.decision(SERVED)
    assert ask(road, on="2027-01-05").state == RemedyState.REFUSED


@pytest.mark.long
def test_switched_off_the_days_end_as_they_are_counted(road):
    first = RuleVersion.objects.get(kind=KIND)
    RuleVersion.objects.create(
        kind=KIND, number=2, valid_from=of(MONDAY), values={**first.values, "rest_days_move": 0},
        state="approved", approved_at=moment("2026-11-22"), source="局办公会",
        drafted_at=moment("2026-11-22"),
    )  # fmt: skip
    road.decision(SERVED)
    may = own.request_of(road.proposal, of("2027-01-03"))
    assert (may.until, may.is_late, "rest day" in may.why) == (of("2027-01-02"), True, False)


LATE, WHY = "2027-01-20", "因住院手术，至1月18日方出院"


def take(road, by, why=WHY):
    said = {"asked_on": of("2027-01-05"), "asked_by": "张医生", "grounds": GROUNDS}
    return road.step(
        "ask_again", LATE, kind=RemedyKind.REVIEW, late_reason=why, by=by, **said
    )  # fmt: skip


@pytest.mark.long
def test_a_head_of_personnel_alone_takes_what_came_too_late_for_a_good_reason(road):
    road.decision(SERVED)
    refused = ask(road, on="2027-01-05")
    for by in (road.clerk, road.leader):
        with pytest.raises(RoadError, match="head of the personnel section alone"):
            take(road, by)
    with pytest.raises(RoadError, match="good reason"):
        take(road, road.head, "病")

    taken = take(road, road.head)
    assert take(road, road.head) == taken != refused
    assert (taken.state, taken.late_reason) == (RemedyState.RECEIVED, WHY)
    assert taken.due_on == date(2027, 2, 19)
    act = Act.objects.get(verb="take_late")
    assert (act.why, act.actor_id) == (WHY, str(road.head.pk))
    refused.refresh_from_db()
    assert refused.state == RemedyState.REFUSED
    rows = Remedy.objects.filter(pk=taken.pk)
    for change in ({"late_reason": "改"}, {"state": "refused"}):
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            rows.update(**change)


@pytest.mark.long
def test_what_was_in_time_needs_no_reason(road):
    road.decision(SERVED)
    said = {"asked_on": of("2026-12-20"), "asked_by": "张医生", "grounds": GROUNDS}
    asked = road.step("ask_again", LATE, kind=RemedyKind.REVIEW, late_reason=WHY, **said)
    assert (asked.state, asked.late_reason) == (RemedyState.RECEIVED, "")


@pytest.mark.long
def test_the_page_asks_the_head_for_the_reason_with_what_was_refused(road, client, time_machine):
    road.decision(SERVED)
    ask(road, on="2027-01-05")
    at = reverse("accountability:step", args=[road.proposal.no, "ask-again"])
    time_machine.move_to(moment(LATE, 16))

    def shown(by):
        client.force_login(by)
        return client.get(at).content.decode()

    assert "late_reason" not in shown(road.clerk)
    page = shown(road.head)
    assert "late_reason" in page
    assert GROUNDS in page
    given = {"asked_on": "2027-01-05", "asked_by": "张医生", "grounds": GROUNDS}
    assert client.post(at, {**given, "late_reason": WHY}).status_code == 302
    assert Remedy.objects.get(state=RemedyState.RECEIVED).late_reason == WHY
    assert WHY in client.get(road.proposal.get_absolute_url()).content.decode()
