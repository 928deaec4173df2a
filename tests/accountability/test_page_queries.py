"""The pages of a proposal are read at once: as many queries for one of everything as for twenty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability.models import SanctionProposal
from accountability.rules.words import LadderCode, MeasureCode
from bureau.models import Attachment, StoredFile
from bureau.rules import Role
from tests.accountability.conftest import employed, settle
from tests.accountability.road import LATER, MONDAY, Road
from tests.complaints.conftest import moment
from tests.factories import UserFactory

MOST = 59
"""What the page of a proposal asks at the most, with whatever every page asks."""
pytestmark = pytest.mark.long


@pytest.fixture
def road(bureau, doctor, personnel, time_machine) -> Road:
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    time_machine.move_to(moment(MONDAY, 16))
    road = Road.of(SanctionProposal.objects.get(staff=doctor), personnel)
    road.to_effect(MeasureCode.COUNTY_BULLETIN)
    time_machine.move_to(moment(LATER, 16))
    return road


@pytest.fixture
def himself(doctor):
    return UserFactory(institution=doctor.institution, staff=doctor)


def asked(client, user, name, *args) -> int:
    """Count what a page asks the second time: nothing is still to be remembered then."""
    client.force_login(user)
    address = reverse(f"accountability:{name}", args=args)
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def more_of_everything(bureau, road, himself) -> None:
    """Bring twenty more complaints, people of personnel, leaders and files along."""
    for n in range(20):
        bureau.found(road.proposal.staff, f"2026-{n % 9 + 1:02}-{n + 3:02}", category="ENV")
        UserFactory(
            section=road.clerk.section, roles=[Role.SECTION_HEAD],
            staff=employed(bureau.hospital, name=f"李{n}"),
        )  # fmt: skip
        UserFactory(roles=[Role.LEADER])
        stored = StoredFile.objects.create(
            sha256=f"{n:064}", name=f"{n}.pdf", size=1, at=moment(LATER)
        )
        Attachment.objects.create(
            object_kind="sanction_proposal", object_no=road.proposal.no, file=stored, by=himself,
            at=moment(LATER),
        )  # fmt: skip


def test_the_page_of_a_proposal_asks_as_much_for_twenty_as_for_one(road, client, bureau, himself):
    page = ("proposal", road.proposal.no)
    people = {"clerk": road.clerk, "head": road.head, "leader": road.leader}
    before = {name: asked(client, one, *page) for name, one in people.items()}
    assert max(before.values()) <= MOST, before
    own = asked(client, himself, "own_proposal", road.proposal.no)
    unit = asked(client, bureau.officer, "unit_proposal", road.proposal.no)

    more_of_everything(bureau, road, himself)
    assert {name: asked(client, one, *page) for name, one in people.items()} == before
    assert asked(client, himself, "own_proposal", road.proposal.no) == own
    assert asked(client, bureau.officer, "unit_proposal", road.proposal.no) == unit


def test_the_page_of_a_step_asks_as_much_for_twenty_as_for_one(road, client, bureau, himself):
    page = ("step", road.proposal.no, "summon")
    UserFactory(roles=[Role.LEADER], staff=employed(bureau.hospital, name="李主任"))
    before = asked(client, road.clerk, *page)
    more_of_everything(bureau, road, himself)
    assert asked(client, road.clerk, *page) == before


def test_a_proposal_that_is_read_by_a_service_is_read_anew(road):
    held = SanctionProposal.objects.get(pk=road.proposal.pk, ladder=LadderCode.STAFF)
    assert held.remembered is None
