"""What came in as a complaint is an accusation: nothing of it stays with whom it accuses."""

from datetime import date

import pytest

from bureau.models import Act, Attachment, DueStep, Notice
from bureau.rules import Audience as SeenBy
from complaints import invariants, services
from complaints.forms.files import AttachForm
from complaints.forms.steps import NoteForm
from complaints.models import Case
from complaints.rules.steps import Step
from complaints.rules.words import Audience, CaseState, Channel, ClockCode
from complaints.selectors import handed_in_by
from complaints.services import CaseError
from complaints.verbs import offered
from rectification.models import Item
from rectification.rules.words import ItemState
from tests.complaints.conftest import moment
from tests.factories import InstitutionFactory

WHY = "反映收受药商回扣，属检举控告"
PDF = b"%PDF-1.4\n%%EOF"


def accuse(desk, case, on="2026-11-06", **said):
    desk.do("make_accusation", case, on=on, **{"why": WHY, **said})
    return Case.objects.get(pk=case.pk)


def steps(user, case):
    return {verb.step for verb in offered(user, Case.objects.get(pk=case.pk))}


@pytest.fixture(autouse=True)
def _somebody_reads_accusations(petition_clerk):
    """Accusations have somebody at the petition desk."""


@pytest.mark.long
def test_what_a_unit_has_of_it_is_taken_back_and_the_bureau_looks_into_it_itself(desk):
    case = desk.dispatched()
    clock = case.clocks.get(code=ClockCode.UNIT_REPORT)

    case = accuse(desk, case)

    assert (case.is_accusation, case.state) == (True, CaseState.RETURNED)
    assert not case.assignments.filter(returned_at=None).exists()
    assert case.assignments.get().returned_by == desk.clerk
    clock.refresh_from_db()
    assert clock.is_void
    assert not Case.objects.visible_to(desk.officer).exists()
    assert not list(invariants.breaches(at=moment("2026-11-06")))


@pytest.mark.long
def test_nobody_is_offered_to_write_of_it_to_an_institution(desk, petition_clerk, client):
    case = accuse(desk, desk.accepted(), why="反映收受药商回扣")
    with pytest.raises(CaseError, match="never goes to whom it accuses"):
        desk.do("write_entry", case, text="请先核实", audience=Audience.INSTITUTION)
    client.force_login(petition_clerk)

    page = client.get(case.get_absolute_url())

    lanes = [lane.audience for lane in page.context["lanes"]]
    assert lanes == [Audience.INTERNAL, Audience.PUBLIC]
    fixed = {"record": case, "user": petition_clerk, "day": date(2026, 11, 6), "calendar": None}
    readers = [
        [value for value, _label in form(**fixed).fields["audience"].choices]
        for form in (NoteForm, AttachForm)
    ]
    assert readers == [[Audience.PUBLIC, Audience.INTERNAL], [Audience.INTERNAL]]


def test_done_twice_it_is_an_accusation_once_and_stays_one(desk):
    case = desk.dispatched()

    for _ in range(2):
        accuse(desk, case)

    assert Act.objects.filter(object_no=case.no, verb="make_accusation").count() == 1
    assert Step.ACCUSE not in steps(desk.head, case)


def test_it_takes_a_reason_and_nothing_archived_becomes_one(desk):
    with pytest.raises(CaseError, match="what makes it an accusation"):
        accuse(desk, desk.case(), why="")
    gone = desk.case()
    Case.objects.filter(pk=gone.pk).update(state=CaseState.ARCHIVED, closed_at=moment("2026-11-05"))

    with pytest.raises(CaseError, match="cannot be done now"):
        accuse(desk, gone)


def test_who_handled_it_and_may_not_see_it_handles_it_no_longer(desk, petition_clerk):
    case = accuse(desk, desk.dispatched())

    assert case.handler is None
    assert not Case.objects.visible_to(desk.clerk).exists()
    told = Notice.objects.filter(subject_no=case.no, recipient=petition_clerk)
    said = f"{case.no} is an accusation now: your section looks into it."
    assert [notice.words["en"] for notice in told] == [said]


def test_who_may_see_it_goes_on_handling_it(desk, petition_clerk):
    case = desk.accepted(channel=Channel.HOTLINE)
    desk.do("take_case", case, handler=petition_clerk)

    case = accuse(desk, case, by=petition_clerk)

    assert case.handler == petition_clerk


@pytest.mark.long
def test_its_files_are_filed_under_no_institution_and_seen_by_none(desk):
    case = desk.dispatched()
    hung = services.attach_file(
        case=case, name="证据.pdf", content=PDF, audience=Audience.INSTITUTION, by=desk.clerk,
        at=moment("2026-11-04"),
    )  # fmt: skip
    own = services.hand_in_evidence(
        case=case, institution=desk.hospital, name="说明.pdf", content=PDF + b"\n", by=desk.officer,
        at=moment("2026-11-04"),
    )  # fmt: skip

    accuse(desk, case)

    assert not Attachment.objects.visible_to(desk.officer).exists()
    for one in (hung, own):
        one.refresh_from_db()
        assert (one.institution, one.audience) == (None, SeenBy.INTERNAL)
        assert one.section_code == "petitions"


@pytest.mark.long
def test_what_happens_to_it_and_who_was_reminded_names_no_institution_any_more(desk):
    case = desk.dispatched()
    services.remind_of_cases(at=moment("2026-11-06"), calendar=desk.calendar)
    assert DueStep.objects.filter(institution=desk.hospital).exists()

    accuse(desk, case)
    desk.do("begin_investigation", case, by=desk.head)

    assert not DueStep.objects.filter(institution=desk.hospital).exists()
    acts = Act.objects.filter(
        object_no=case.no, verb__in=["make_accusation", "begin_investigation"]
    )
    assert {act.institution for act in acts} == {None}


@pytest.mark.long
def test_a_draft_in_its_words_is_given_up_and_another_one_has_none_of_them(desk):
    case = desk.replied(text="请核实张医生收受回扣")
    draft = desk.do("open_rectification", case, on="2026-11-09")
    case = accuse(desk, case, on="2026-11-10")

    again = desk.do("open_rectification", case, on="2026-11-10")

    draft.refresh_from_db()
    assert (draft.state, again.state) == (ItemState.DISMISSED, ItemState.DRAFT)
    assert "回扣" not in again.problem
    assert Item.objects.count() == 2


@pytest.mark.long
def test_a_draft_of_an_earlier_round_and_of_another_house_is_given_up_too(desk):
    case, other = desk.replied(text="请核实张医生收受回扣"), InstitutionFactory()
    draft = desk.do("open_rectification", case, on="2026-11-09")
    desk.do("close_case", case, on="2026-11-10", no_rectification="上次的整改仍在进行")
    desk.do("reopen_case", case, on="2026-11-12", why="提供了新的录音证据", calendar=desk.calendar)
    desk.do("dispatch_case", case, on="2026-11-12", institution=other, is_about=True,
            text="请贵院核实", calendar=desk.calendar)  # fmt: skip

    accuse(desk, case, on="2026-11-13")

    draft.refresh_from_db()
    assert draft.state == ItemState.DISMISSED
    assert not Item.objects.filter(state=ItemState.DRAFT).exists()


@pytest.mark.long
def test_what_was_ordered_before_it_was_an_accusation_stays_ordered(desk):
    case = desk.replied()
    item = desk.order(desk.do("open_rectification", case, on="2026-11-09"))

    accuse(desk, case, on="2026-11-13")

    item.refresh_from_db()
    assert item.state == ItemState.ISSUED


def test_who_may_not_see_it_any_more_does_not_take_it_up(desk, petition_clerk):
    case = accuse(desk, desk.case())

    with pytest.raises(CaseError, match="cannot handle this case"):
        desk.do("accept_case", case, on="2026-11-06", calendar=desk.calendar)
    assert Case.objects.get(pk=case.pk).handler is None

    for _ in range(2):
        desk.do("accept_case", case, on="2026-11-06", by=petition_clerk, calendar=desk.calendar)
    assert Case.objects.get(pk=case.pk).handler == petition_clerk


def test_no_unit_is_given_it_any_more_and_the_bureau_goes_on(desk, petition_clerk):
    case = accuse(desk, desk.dispatched())

    found = steps(petition_clerk, case)

    assert Step.DISPATCH not in found
    assert {Step.INVESTIGATE, Step.TRANSFER} <= found


@pytest.mark.long
def test_paused_while_a_unit_had_it_it_goes_on_with_the_bureau(desk):
    case = desk.dispatched()
    desk.do("suspend_case", case, reason="待补充材料")
    accuse(desk, case)

    desk.do("resume_case", case, on="2026-11-09", calendar=desk.calendar)

    assert Case.objects.get(pk=case.pk).state == CaseState.RETURNED
    assert not list(invariants.breaches(at=moment("2026-11-09")))


def test_a_system_that_handed_it_in_knows_nothing_of_it_any_more(desk, his):
    said = {
        "words": "张医生收受药商回扣",
        "external_no": "YY-1",
        "received_at": moment("2026-11-02"),
    }
    told = services.Told(channel=Channel.HOUSE_PHONE, institution=desk.hospital, **said)
    case = services.register_case(
        told=told, complainant=services.Complainant(), by=his.key.client, at=moment("2026-11-02"),
        calendar=desk.calendar,
    ).case  # fmt: skip
    assert handed_in_by(his.key.client).filter(pk=case.pk).exists()

    accuse(desk, case)

    assert not handed_in_by(his.key.client).filter(pk=case.pk).exists()


@pytest.mark.long
def test_the_page_leads_a_clerk_who_may_see_it_no_longer_back_to_the_queue(desk, client):
    case = desk.dispatched()
    client.force_login(desk.clerk)
    assert client.get(f"/cases/{case.no}/accuse/").status_code == 200

    answer = client.post(f"/cases/{case.no}/accuse/", {"why": WHY})

    assert (answer.status_code, answer.url) == (302, "/cases/")
    assert client.get(f"/cases/{case.no}/").status_code == 404


@pytest.mark.long
def test_the_same_is_done_from_the_admin(desk, client):
    case = desk.dispatched()
    client.force_login(desk.clerk)
    said = {"action": "step_accuse", "_selected_action": [case.pk], "why": WHY, "post": "yes"}

    client.post("/admin/complaints/case/", said)

    assert Case.objects.get(pk=case.pk).is_accusation
