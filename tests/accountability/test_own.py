"""A staff member reads what is told of them, files a statement and asks again; nobody else does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accountability import services
from accountability.models import Handling, Remedy, SanctionProposal
from accountability.rules.words import (
    Document,
    MeasureCode,
    Organ,
    Outcome,
    ProposalState,
    ServedBy,
)
from accountability.services import RoadError
from bureau.models import Attachment
from bureau.rules import Role, SectionCode
from tests.accountability.conftest import employed, settle
from tests.accountability.road import FACTS, FRIDAY, LATER, MONDAY, Road, of
from tests.complaints.conftest import moment
from tests.factories import UserFactory
from tests.rectification.pictures import photograph

WORDS = "当日接诊百余人，语气确有不妥，已向家属致歉"
ASKED = {"requested": "撤销全县通报批评", "grounds": WORDS, "evidence": "当日排班表"}
pytestmark = pytest.mark.long


@pytest.fixture
def road(bureau, doctor, personnel, time_machine) -> Road:
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    time_machine.move_to(moment(MONDAY, 16))
    return Road.of(SanctionProposal.objects.get(staff=doctor), personnel)


@pytest.fixture
def himself(doctor):
    return UserFactory(institution=doctor.institution, staff=doctor)


@pytest.fixture
def colleague(doctor):
    return UserFactory(
        institution=doctor.institution, staff=employed(doctor.institution, name="李霞"),
        roles=[Role.HOSPITAL_OFFICER],
    )  # fmt: skip


@pytest.fixture
def then(client, himself, time_machine):
    """Go on at another time, logged in anew."""

    def go(day, hour=16):
        time_machine.move_to(moment(day, hour))
        client.force_login(himself)

    return go


def at(name, road, *more):
    return reverse(f"accountability:{name}", args=[road.proposal.no, *more])


def test_who_it_is_about_reads_it_from_the_notice_on_and_answers_once(
    road, himself, colleague, personnel, client, then
):
    address = at("own_proposal", road)

    def seen(user):
        client.force_login(user)
        return client.get(address)

    def to_do():
        client.force_login(himself)
        return at("own_proposal", road) in client.get("/").content.decode()

    road.put(MeasureCode.COUNTY_BULLETIN)
    road.sign(Document.NOTICE)
    assert seen(himself).status_code == 404
    assert not to_do()
    road.serve(Document.NOTICE)
    assert to_do()

    assert [seen(one).status_code for one in (colleague, personnel)] == [404, 404]
    page = seen(himself).content.decode()
    assert FACTS in page
    assert "awaited until 30 Nov 2026" in page
    assert "5 working days from the day after the notice was served, on 23 Nov 2026" in page
    assert client.get(at("own_paper", road, "notice")).content == b"%PDF"
    assert client.get(at("own_paper", road, "decision")).status_code == 404
    assert road.proposal.no in client.get(reverse("accountability:own")).content.decode()
    assert client.post(address, {"said": "不"}).status_code == 200
    then("2026-12-01", 9)
    late = client.post(address, {"said": WORDS}, follow=True).content.decode()
    assert "The term of the statement ended on 30 Nov 2026" in late
    then(FRIDAY, 9)
    picture = SimpleUploadedFile("排班.png", photograph())
    assert client.post(address, {"said": WORDS, "files": picture}).status_code == 302
    road.proposal.refresh_from_db()
    assert road.proposal.state == ProposalState.STATEMENT
    assert Handling.objects.get(proposal=road.proposal).said == WORDS
    assert not to_do()
    assert client.post(address, {"said": WORDS}).status_code == 200
    assert Handling.objects.get(proposal=road.proposal).said == WORDS
    assert "You can add to your statement until 30 Nov 2026" in seen(himself).content.decode()
    more = {"said": "另附排班表说明", "is_complete": "on"}
    assert client.post(address, more).status_code == 302
    handling = Handling.objects.get(proposal=road.proposal)
    assert handling.said == f"{WORDS}\n\n【{FRIDAY}】\n另附排班表说明"
    assert handling.is_complete

    hung = Attachment.objects.get(object_no=road.proposal.no)
    file = at("file", road, hung.pk)
    for user, code in ((himself, 403), (colleague, 403), (personnel, 200)):
        client.force_login(user)
        assert client.get(file).status_code == code
    assert "排班" in client.get(road.proposal.get_absolute_url()).content.decode()


def test_who_it_is_about_asks_three_times_and_withdraws_before_the_answer(
    road, colleague, client, then
):
    road.put(MeasureCode.COUNTY_BULLETIN)
    road.notice()
    road.hear()
    road.decide()
    ask, page = at("own_request", road), at("own_proposal", road)
    then(FRIDAY)
    refused = client.post(ask, ASKED).content.decode()
    assert "The decision is not served yet: a review can be asked for from then on." in refused
    road.decision()
    then(LATER)
    assert "You can ask until 31 Dec 2026" in client.get(page).content.decode()
    assert client.post(ask, {**ASKED, "requested": ""}).status_code == 200
    assert client.post(ask, ASKED).status_code == 302
    assert client.post(ask, ASKED).status_code == 200
    remedy = Remedy.objects.get()
    assert (remedy.asked_by, remedy.requested, remedy.evidence) == (
        "张医生", ASKED["requested"], ASKED["evidence"],
    )  # fmt: skip
    assert "Your request is with the bureau" in client.get(page).content.decode()
    for stranger in (colleague, UserFactory()):
        with pytest.raises(RoadError, match="Only whoever it is about"):
            services.withdraw_oneself(proposal=road.proposal, by=stranger, at=moment(LATER))
    client.post(at("own_withdraw", road))
    client.post(at("own_withdraw", road))
    assert Remedy.objects.get().state == "withdrawn"

    for kind, organ, document, day in (
        ("review", Organ.BUREAU_MEETING, Document.REVIEW, "2026-12-02"),
        ("appeal", Organ.APPEAL_BODY, Document.APPEAL, "2026-12-03"),
        ("reappeal", Organ.APPEAL_BODY, Document.RE_APPEAL, "2026-12-04"),
    ):
        then(day, 16)
        assert client.post(ask, ASKED).status_code == 302
        other, opinion = UserFactory(roles=[Role.LEADER]), f"事实清楚，申请理由不能成立{kind}"
        answered = services.Answer(
            outcome=Outcome.UPHELD, organ=organ, minutes_no="安卫会纪〔2026〕40号", on=of(day),
            opinion=opinion, left={},
        )  # fmt: skip
        road.step("answer_remedy", day, answer=answered, by=other)
        assert opinion not in client.get(page).content.decode()
        assert "The answer is not served yet" in client.post(ask, ASKED).content.decode()
        road.sign(document, day)
        served = {"served_on": of(day), "way": ServedBy.IN_PERSON, "receiver": "张医生"}
        road.step("serve_answer", day, **served)
        assert opinion in client.get(page).content.decode()
        assert Remedy.objects.filter(kind=kind, state="decided").exists()
    assert "asked for and answered" in client.post(ask, ASKED).content.decode()


def test_no_other_section_asks_again_for_somebody(road):
    road.put(MeasureCode.COUNTY_BULLETIN)
    road.notice()
    road.hear()
    road.decide()
    road.decision()
    said = {"asked_on": of(LATER), "asked_by": "张医生", "grounds": WORDS, "kind": "review"}
    liaison = UserFactory(roles=[Role.LIAISON])
    with pytest.raises(RoadError, match="personnel section"):
        road.step("ask_again", LATER, by=liaison, **said)
    assert road.clerk.section_code == SectionCode.PERSONNEL
    assert road.step("ask_again", LATER, **said).state == "received"
