"""A staff member reads what is told of them, files a statement there; nobody else does."""

import pytest
from django.urls import reverse

from accountability.models import Handling, SanctionProposal
from accountability.rules.words import Document, MeasureCode, ProposalState
from bureau.rules import Role
from tests.accountability.conftest import employed, settle
from tests.accountability.road import FACTS, MONDAY, Road
from tests.complaints.conftest import moment
from tests.factories import UserFactory

WORDS = "当日接诊百余人，语气确有不妥，已向家属致歉"


@pytest.mark.long
def test_who_it_is_about_reads_it_from_the_notice_on_and_answers_once(
    bureau, doctor, personnel, client, time_machine
):
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    time_machine.move_to(moment(MONDAY, 16))
    road = Road.of(SanctionProposal.objects.get(staff=doctor), personnel)
    himself = UserFactory(institution=doctor.institution, staff=doctor)
    colleague = UserFactory(
        institution=doctor.institution, staff=employed(doctor.institution, name="李霞"),
        roles=[Role.HOSPITAL_OFFICER],
    )  # fmt: skip
    address = reverse("accountability:own_proposal", args=[road.proposal.no])

    def seen(user):
        client.force_login(user)
        return client.get(address)

    road.put(MeasureCode.COUNTY_BULLETIN)
    road.sign(Document.NOTICE)
    assert seen(himself).status_code == 404
    road.serve(Document.NOTICE)

    assert [seen(one).status_code for one in (colleague, personnel)] == [404, 404]
    assert FACTS in seen(himself).content.decode()
    assert road.proposal.no in client.get(reverse("accountability:own")).content.decode()
    assert client.post(address, {"said": "不"}).status_code == 200
    assert client.post(address, {"said": WORDS}).status_code == 302
    road.proposal.refresh_from_db()
    assert road.proposal.state == ProposalState.STATEMENT
    assert Handling.objects.get(proposal=road.proposal).said == WORDS
    assert client.post(address, {"said": WORDS * 2}).status_code == 200
    assert Handling.objects.get(proposal=road.proposal).said == WORDS
