"""The pages of interviews, bulletins and orders to units, also where nothing is there to do."""

from uuid import UUID

import pytest
from django.urls import reverse

from accountability.models import SanctionProposal
from accountability.rules.words import LadderCode
from tests.accountability.conftest import settle
from tests.complaints.conftest import moment

STEPS = ("summon", "record-talk", "write-bulletin", "order-rectification", "lift", "carry-out")


@pytest.mark.long
def test_each_step_opens_and_refuses_where_there_is_nothing_to_carry_out(
    bureau, doctor, personnel, client
):
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    client.force_login(personnel)
    found = {LadderCode(one.ladder): one for one in SanctionProposal.objects.all()}
    assert set(found) == {LadderCode.STAFF, LadderCode.INSTITUTION}
    for proposal in found.values():
        for name in STEPS:
            address = reverse("accountability:step", args=[proposal.no, name])
            expected = (302, 200) if name != "lift" else (403, 403)
            answers = client.get(address).status_code, client.post(address).status_code
            assert answers == expected, (name, answers)
        file = reverse("accountability:talk_file", args=[proposal.no, UUID(int=0)])
        assert client.get(file).status_code == 404
        assert client.get(proposal.get_absolute_url()).status_code == 200
