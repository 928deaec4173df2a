"""The road as people walk it: on the proposal's page, in the admin, and on paper."""

import pytest
from django.urls import reverse

from accountability.models import Handling, SanctionProposal
from accountability.rules.words import Document, MeasureCode, ProposalState
from bureau.models import Act
from tests.accountability.conftest import settle
from tests.accountability.road import BASIS, FACTS, MONDAY, Road
from tests.complaints.conftest import moment

PUT = {"measures": [MeasureCode.COUNTY_BULLETIN.value], "facts": FACTS, "basis": BASIS}


@pytest.fixture
def road(bureau, doctor, personnel, time_machine) -> Road:
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    time_machine.move_to(moment(MONDAY, 16))
    return Road.of(SanctionProposal.objects.get(staff=doctor), personnel)


def step(client, road, name, by, **given):
    client.force_login(by)
    address = reverse("accountability:step", args=[road.proposal.no, name])
    answer = client.post(address, given) if given else client.get(address)
    road.proposal.refresh_from_db()
    return answer


def page(client, road, by):
    client.force_login(by)
    return client.get(road.proposal.get_absolute_url()).content.decode()


@pytest.mark.long
def test_the_page_offers_the_next_step_and_says_why_not_another(road, client):
    shown = page(client, road, road.clerk)
    assert "Put measures forward" in shown
    assert "Enter the decision" not in shown

    assert step(client, road, "put-forward", road.clerk, **PUT).status_code == 302
    shown = page(client, road, road.clerk)
    assert road.proposal.state == ProposalState.UNDER_REVIEW
    for words in (FACTS, BASIS, "The paper to be served is not signed yet", "Draft: Notice"):
        assert words in shown
    assert "Take no measure" in page(client, road, road.leader)


@pytest.mark.long
def test_asked_too_early_the_missing_step_is_named(road, client):
    step(client, road, "put-forward", road.clerk, **PUT)
    answer = step(client, road, "put-in-effect", road.clerk, seen="1")
    assert "The notice is not served yet." in answer.content.decode()
    client.force_login(road.clerk)
    asked = reverse("accountability:step", args=[road.proposal.no, "put-in-effect"])
    assert "The notice is not served yet." in client.get(asked, follow=True).content.decode()


@pytest.mark.long
def test_the_decision_is_entered_on_its_page_and_never_by_who_put_it_forward(road, client):
    road.put(MeasureCode.COUNTY_BULLETIN)
    road.notice()
    road.hear(MONDAY)
    given = {
        "organ": "bureau_meeting", "minutes_no": "安卫会纪〔2026〕31号", "on": MONDAY,
        "holds_from": MONDAY, "measures": PUT["measures"], "opinion": "事实清楚，予以通报",
        "is_legal_reviewed": "on", "is_free_of_ties": "on",
    }  # fmt: skip
    assert step(client, road, "decide", road.clerk, **given).status_code == 403
    untold = {**given, "is_legal_reviewed": ""}
    assert step(client, road, "decide", road.leader, **untold).status_code == 200
    assert step(client, road, "decide", road.leader, **given).status_code == 302
    handling = Handling.objects.get(proposal=road.proposal)
    assert (road.proposal.state, handling.decided_by) == (ProposalState.DECIDED, road.leader)


@pytest.mark.long
def test_the_receipt_is_there_once_the_paper_is_signed(road, client, monkeypatch):
    made = []
    monkeypatch.setattr(
        "accountability.views.papers.write_pdf", lambda paper, at: made.append(paper) or b"%PDF"
    )
    client.force_login(road.clerk)
    address = reverse("accountability:receipt", args=[road.proposal.no, "notice"])
    assert client.get(address).status_code == 404
    road.put(MeasureCode.COUNTY_BULLETIN)
    road.sign(Document.NOTICE)
    assert client.get(address).content == b"%PDF"
    road.serve(Document.NOTICE)
    client.get(address)
    blank, filled = (dict(one.tables[0].rows) for one in made)
    assert blank["收件人"] == "　"
    assert (filled["收件人"], filled["送达日期"]) == ("张医生", "2026年11月23日")
    assert "安卫告〔2026〕1号" in filled["送达文书"]
    assert Act.objects.filter(verb="download_paper", object_no=road.proposal.no).count() == 2


@pytest.mark.long
def test_the_admin_takes_the_same_steps_and_tells_the_same_refusals(road, client):
    road.clerk.is_staff = True
    client.force_login(road.clerk)
    address = reverse("admin:accountability_sanctionproposal_changelist")
    chosen = {"_selected_action": [road.proposal.pk], "post": "yes"}
    said = client.post(address, {**chosen, "action": "step_put_in_effect"}, follow=True)
    assert "Nobody has put it forward yet." in said.content.decode()
    client.post(address, {**chosen, "action": "step_put_forward", **PUT})
    road.proposal.refresh_from_db()
    assert road.proposal.state == ProposalState.UNDER_REVIEW
    assert "step_decide" not in client.get(address).content.decode()
