"""The end of pending appointment: assessed by the unit, confirmed by the bureau, then completed."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse

from accountability import services
from accountability.models import Assessment, Handling, SanctionProposal
from accountability.rules import pending as rules
from accountability.rules.pending import AssessmentState, Result, Stage
from accountability.rules.words import MeasureCode, Organ, ProposalState
from accountability.services import RoadError, end_terms, remind_of_assessments
from bureau.models import Act, Attachment, DueStep, Notice
from bureau.rules import Role
from bureau.selectors import work_calendar
from tests.accountability.conftest import settle
from tests.accountability.road import Road, of
from tests.complaints.conftest import moment
from tests.factories import UserFactory
from tests.rectification.conftest import PDF

D = date
LAST = D(2027, 11, 26)
FILED = AssessmentState.FILED


@pytest.mark.parametrize(
    ("day", "standing", "expected"),
    [
        (D(2027, 10, 26), None, Stage.RUNNING),
        (D(2027, 10, 27), None, Stage.TO_ASSESS),
        (LAST, None, Stage.TO_ASSESS),
        (D(2027, 11, 27), None, Stage.OVERDUE),
        (D(2027, 11, 27), FILED, Stage.FILED),
        (D(2027, 11, 27), AssessmentState.CONFIRMED, Stage.CONFIRMED),
        (D(2027, 1, 1), FILED, Stage.FILED),
    ],
)
def test_where_the_end_stands_on_a_day(day, standing, expected):
    assert rules.stage(LAST, day, ahead=30, standing=standing) is expected


def said(**more):
    usual = services.Assessed(
        assessed_on=of("2027-11-20"), result=Result.FIT, record="服从安排，参加培训，表现合格",
        post="内科医师", from_on=of("2027-11-27"), signed="陈院长、考核小组、张医生",
        files=[("考核表.pdf", PDF)],
    )  # fmt: skip
    return replace(usual, **more)


@pytest.fixture
def road(bureau, doctor, personnel) -> Road:
    """A doctor in pending appointment from 27 November 2026 to 26 November 2027."""
    for month in (3, 4, 5):
        bureau.found(doctor, f"2026-0{month}-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor, tier=3), personnel)
    road.to_effect(MeasureCode.PENDING_APPOINTMENT)
    return road


def file(road, by, on="2027-11-20", **more):
    return road.step("file_assessment", on, by=by, said=said(**more))


def answer(road, on="2027-11-22", confirms=True, by=None, text="材料齐全，考核程序符合要求"):
    more = {"by": by} if by else {}
    return road.step("answer_assessment", on, confirms=confirms, answer=text, **more)


def refused(words, do, *given, **more):
    with pytest.raises(RoadError, match=words):
        do(*given, **more)


@pytest.mark.long
def test_it_is_completed_only_once_the_unit_assessed_and_the_bureau_confirmed(road, officer):
    last = "2027-11-26"
    assert road.proposal.measures.get().ends_on == of(last)
    refused("holds until", road.step, "complete_measures", last, reason="考核合格，同意")
    refused("not filed", road.step, "complete_measures", "2027-11-27", reason="考核合格，同意")
    refused("assesses from 27 Oct", file, road, officer, "2027-10-26",
            assessed_on=of("2027-10-26"))  # fmt: skip

    for words, more in (
        ("between 27 Nov", {"assessed_on": of("2026-11-26")}),
        ("At least", {"record": "好"}),
        ("who signed", {"signed": " "}),
        ("name the post", {"post": ""}),
        ("name the post", {"from_on": None}),
        ("once pending appointment is over", {"from_on": of(last)}),
        ("not appointed", {"result": Result.UNFIT}),
    ):
        refused(words, file, road, officer, **more)
    himself = UserFactory(roles=[Role.HOSPITAL_OFFICER], institution=officer.institution,
                          staff=road.proposal.staff)  # fmt: skip
    refused("about you", file, road, himself)
    stranger = UserFactory(roles=[Role.LIAISON])
    refused("look after this", file, road, stranger)
    refused("filed nothing", answer, road)

    first = file(road, officer)
    assert file(road, officer, "2027-11-21", post="外科医师") == first
    assert Attachment.objects.of("assessment", first.no).count() == 1
    assert Notice.objects.filter(recipient=road.clerk, cause=f"to confirm {first.no}").exists()
    refused("not confirmed", road.step, "complete_measures", "2027-11-27", reason="考核合格，同意")
    refused("own unit", answer, road, by=officer)
    refused("At least", answer, road, text="退")

    back = answer(road, confirms=False, text="考核表缺主要负责人签名")
    assert (back.state, answer(road, confirms=False).pk) == ("sent_back", back.pk)
    assert Notice.objects.filter(recipient=officer, cause=f"answer to {first.no}").exists()
    refused("filed nothing", answer, road)
    second = file(road, officer, "2027-11-23", assessed_on=of("2027-11-23"))
    done = answer(road, "2027-11-24")
    assert (done.pk, done.state) == (second.pk, "confirmed")
    assert answer(road, "2027-11-25") == done
    assert file(road, officer, "2027-11-25") == done

    # Confirmed before the end it still runs to its last day; then the clock completes it.
    refused("holds until", road.step, "complete_measures", last, reason="考核合格，同意")
    assert end_terms(at=moment(last, 23)) == 0
    assert [end_terms(at=moment("2027-11-27", hour)) for hour in (1, 2)] == [1, 0]
    road.proposal.refresh_from_db()
    assert road.proposal.state == ProposalState.COMPLETED
    verbs = Act.objects.filter(object_no=road.proposal.no, verb__contains="assessment")
    assert list(verbs.order_by("pk").values_list("verb", flat=True)) == [
        "file_assessment", "send_back_assessment", "file_assessment", "confirm_assessment",
    ]  # fmt: skip


@pytest.mark.long
def test_the_database_completes_nothing_unassessed_and_keeps_what_was_filed(road, officer):
    rows = SanctionProposal.objects.filter(pk=road.proposal.pk)

    def completed(on):
        Handling.objects.filter(proposal=road.proposal).update(ended_on=of(on))
        rows.update(state=ProposalState.COMPLETED, end_why="期满，考核合格")

    with pytest.raises(InternalError, match="makes a proposal completed"), transaction.atomic():
        completed("2027-11-27")
    one = file(road, officer)
    again = {name: getattr(one, name) for name in ("proposal", "measure", "assessed_on", "result",
             "record", "post", "from_on", "signed", "filed_by", "filed_at")}  # fmt: skip
    filed = Assessment.objects.filter(pk=one.pk)
    answered = {"answer": "同意", "answered_at": moment("2027-11-22")}
    for change in (
        lambda: Assessment.objects.create(no="FP-X", **again),
        lambda: filed.update(post="院长"),
        lambda: filed.update(state="confirmed"),
        lambda: filed.update(state="confirmed", answered_by=officer, **answered),
        lambda: filed.delete(),
    ):
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            change()
    answer(road)
    with pytest.raises(InternalError), transaction.atomic():
        filed.update(answer="改写")
    # Confirmed, but the last day is not over.
    with pytest.raises(InternalError, match="makes a proposal completed"), transaction.atomic():
        completed("2027-11-26")
    completed("2027-11-27")


@pytest.mark.long
def test_before_its_end_only_a_decision_with_its_minutes_lifts_it(road):
    lift = {"organ": Organ.BUREAU_MEETING, "reason": "表现突出，提前解除", "by": road.leader}
    refused("number of the minutes", road.step, "lift_measures", "2027-06-01", minutes_no=" ",
            **lift)  # fmt: skip
    road.step("lift_measures", "2027-06-01", minutes_no="安卫会纪〔2027〕9号", **lift)
    assert road.proposal.state == ProposalState.LIFTED


@pytest.mark.long
def test_the_unit_is_reminded_before_the_end_and_the_section_hears_once_it_is_late(road, officer):
    def remind(on, hour=10):
        at = moment(on, hour)
        return remind_of_assessments(at=at, calendar=work_calendar())

    def told(user):
        return Notice.objects.filter(recipient=user, cause__startswith="pending_end").count()

    assert remind("2027-10-20") == 0
    assert [remind("2027-10-27"), remind("2027-10-27"), told(officer)] == [1, 0, 1]
    assert (remind("2027-11-26"), told(officer), told(road.clerk)) == (1, 2, 0)
    assert (remind("2027-11-29"), told(officer), told(road.clerk)) == (1, 3, 1)
    assert DueStep.objects.filter(kind="pending_end").count() == 3
    name = road.proposal.staff.name
    assert not any(name in str(one.words) for one in Notice.objects.filter(recipient=officer))


@pytest.mark.long
def test_what_was_filed_is_reminded_of_no_more(road, officer):
    file(road, officer, "2027-10-28", assessed_on=of("2027-10-28"))
    at = moment("2027-11-29", 10)
    assert remind_of_assessments(at=at, calendar=work_calendar()) == 0


@pytest.mark.long
def test_an_officer_files_on_the_units_page_and_personnel_answers(
    road, officer, client, time_machine
):
    time_machine.move_to(moment("2027-11-20", 9))
    address = reverse("accountability:unit_proposal", args=[road.proposal.no])
    client.force_login(officer)
    listed = client.get(reverse("accountability:unit")).content.decode()
    assert road.proposal.no in listed
    assert "To be assessed" in listed
    assert (
        "Pending appointments that end" in client.get(reverse("satisfaction:home")).content.decode()
    )
    typed = {
        "assessed_on": "2027-11-20", "result": "fit", "record": "服从安排，表现合格",
        "post": "内科医师", "from_on": "2027-11-27", "signed": "陈院长、张医生",
    }  # fmt: skip
    page = client.post(address, {**typed, "from_on": "2027-11-26"})
    assert "once pending appointment is over" in page.content.decode()
    assert "内科医师" in page.content.decode()
    assert client.post(address, typed).status_code == 302
    assert "to be confirmed" in client.get(address).content.decode()
    assert client.get(road.proposal.get_absolute_url()).status_code == 403

    client.force_login(road.clerk)
    shown = client.get(road.proposal.get_absolute_url()).content.decode()
    step = reverse("accountability:step", args=[road.proposal.no, "confirm-assessment"])
    assert "内科医师" in shown
    assert step in shown
    board = client.get(reverse("accountability:board")).content.decode()
    assert "Assessment to be confirmed" in board
    answered = {"answer_is": "confirm", "answer": "材料齐全，程序符合要求"}
    assert client.post(step, answered).status_code == 302
    assert Assessment.objects.get().state == AssessmentState.CONFIRMED
    house = reverse("accountability:house", args=[officer.institution.code])
    assert road.proposal.staff.name in client.get(house).content.decode()


@pytest.mark.long
def test_an_overdue_one_stands_on_the_board(road, client, time_machine):
    time_machine.move_to(moment("2027-11-27", 9))
    client.force_login(road.clerk)
    assert "Assessment overdue" in client.get(reverse("accountability:board")).content.decode()


@pytest.mark.long
def test_personnel_enters_a_paper_and_somebody_else_confirms_it(road):
    step = file(road, road.clerk)
    refused("You filed", answer, road)
    assert answer(road, by=road.head).pk == step.pk


@pytest.mark.long
def test_a_file_of_an_assessment_is_its_units_and_the_bureaus(road, officer, township, client):
    one = file(road, officer)
    [hung] = Attachment.objects.of("assessment", one.no)
    address = reverse("accountability:assessment_file", args=[one.no, hung.pk])
    other = UserFactory(roles=[Role.HOSPITAL_OFFICER], institution=township)
    seen = []
    for user in (officer, road.clerk, other):
        client.force_login(user)
        seen.append(client.get(address).status_code)
    assert seen == [200, 200, 404]


@pytest.mark.long
def test_a_unit_reads_nothing_of_what_it_was_not_told(bureau, doctor, officer, client):
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    client.force_login(officer)
    page = client.get(reverse("accountability:unit")).content.decode()
    assert "Nothing is intended or decided about this unit" in page
    for one in SanctionProposal.objects.all():
        assert one.no not in page
        address = reverse("accountability:unit_proposal", args=[one.no])
        assert client.get(address).status_code == 404


@pytest.mark.long
def test_a_complaint_while_pending_counts_and_its_card_says_that_they_are_pending(
    road, bureau, doctor, client, time_machine
):
    assert MeasureCode.PENDING_APPOINTMENT in {one.code for one in road.proposal.measures.all()}
    bureau.found(doctor, "2026-12-06")
    settle(at=moment("2026-12-07"))
    time_machine.move_to(moment("2026-12-07", 9))
    beyond = SanctionProposal.objects.filter(staff=doctor).order_by("-pk").first()
    assert (beyond.kind, beyond.state) == ("beyond_ladder", ProposalState.PROPOSED)
    client.force_login(road.clerk)
    words = "They are in pending appointment until 26 Nov 2027"
    assert words in client.get(beyond.get_absolute_url()).content.decode()
    assert words not in client.get(road.proposal.get_absolute_url()).content.decode()
