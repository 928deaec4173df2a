"""From a ledger item back to what caused it, and there again; never for who may not see it."""

from datetime import date

import pytest

from bureau.models import Section
from bureau.rules import Role, SectionCode
from complaints.rules.words import Channel
from config.sources import house_of_source, source_url
from followups.services.owed_months import register_of
from rectification import services as ledger
from rectification.models import Item
from rectification.rules.inspections import Finding, VisitKind
from rectification.rules.words import SourceKind
from rectification.services import visits
from tests.complaints.conftest import Desk, moment
from tests.factories import UserFactory


@pytest.fixture
def desk(hospital, officer, clerk, section_head):
    return Desk(hospital, officer, clerk, section_head)


def read(client, user, url):
    client.force_login(user)
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("channel", [Channel.BUREAU_PHONE, Channel.HOTLINE])
def test_a_complaint_leads_to_its_ledger_item_and_back(client, desk, channel):
    case = desk.verified(channel=channel)
    desk.do("open_rectification", case, on="2026-11-09")
    item = Item.objects.get()

    there = read(client, desk.clerk, f"/cases/{case.no}/")
    back = read(client, desk.clerk, item.get_absolute_url())

    assert f'href="{item.get_absolute_url()}"' in there
    assert f'href="/cases/{case.no}/"' in back
    assert house_of_source("complaint", case.no, user=desk.clerk) == desk.hospital
    assert house_of_source("self_check", case.no, user=desk.clerk) is None


def test_who_may_not_see_the_complaint_reads_its_number_alone(client, desk):
    case = desk.verified()
    desk.do("open_rectification", case, on="2026-11-09")
    item = Item.objects.get()
    stranger = UserFactory(
        section=Section.objects.get(code=SectionCode.PERSONNEL), roles=[Role.BUREAU_STAFF]
    )
    Item.objects.update(opened_by=stranger)

    page = read(client, stranger, item.get_absolute_url())

    assert case.no in page
    assert f'href="/cases/{case.no}/"' not in page
    assert house_of_source("complaint", case.no, user=stranger) is None


def test_a_number_that_is_nowhere_leads_nowhere(clerk):
    for kind in SourceKind:
        for no in ("", "卫督3号", "371323A01/2026-13/ATT", "a/b/c\x00".replace("\x00", "")):
            assert source_url(kind, no, user=clerk) == ""


@pytest.mark.parametrize("kind", [VisitKind.INSPECTION, VisitKind.UNANNOUNCED])
def test_a_finding_leads_back_to_its_visit(client, hospital, clerk, kind):
    at = moment("2026-11-20")
    visit = visits.plan_visit(
        institution=hospital, kind=kind, planned_on=at.date(), inspectors=[clerk], by=clerk, at=at
    )
    result = visits.record_finding(
        visit=visit, item=visit.checklist.items.first(), finding=Finding.UNMET, by=clerk, at=at
    )
    item = visits.draft_from_finding(result=result, by=clerk, at=at)

    assert f'href="/inspections/{visit.no}/"' in read(client, clerk, item.get_absolute_url())
    assert house_of_source(item.source, item.source_no, user=clerk) == hospital


def test_a_cluster_of_opinions_leads_back_to_its_register(client, hospital, clerk):
    register_of(institution=hospital, month=date(2026, 10, 1))
    item = ledger.open_item(
        institution=hospital, source=SourceKind.FOLLOWUP,
        source_no=f"{hospital.code}/2026-10/ATT", problem="a", found_on=date(2026, 11, 11),
        by=clerk, at=moment("2026-11-11"),
    )  # fmt: skip

    page = read(client, clerk, item.get_absolute_url())

    assert f'href="/registers/of/{hospital.code}/2026-10/"' in page
