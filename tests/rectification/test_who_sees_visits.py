"""Who sees a visit, and what its house learns of it before it is done."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from bureau.models import Act, Attachment, Notice
from bureau.rules import Role
from rectification.models import Item, Visit, VisitResult
from rectification.rules.inspections import Finding, VisitKind
from rectification.rules.words import ItemState, RectKind
from rectification.selectors.visits import (
    compliance_by_house,
    compliance_by_item,
    results_between,
    visits_to_make,
)
from rectification.services import LedgerError, issue_item
from rectification.services import visits as services
from tests.factories import UserFactory
from tests.rectification.conftest import CALENDAR
from tests.rectification.pictures import photograph
from tests.rectification.visiting import AT, answer, answer_all


def seen_by(user):
    return {
        "visits": list(Visit.objects.visible_to(user)),
        "findings": list(VisitResult.objects.visible_to(user)),
        "ledger": list(Item.objects.visible_to(user)),
        "photos": list(Attachment.objects.visible_to(user)),
        "notices": list(Notice.objects.filter(recipient=user, subject_kind="visit")),
        "acts": list(Act.objects.visible_to(user)),
    }


@pytest.mark.long
def test_nothing_of_an_unannounced_visit_is_there_for_its_house_until_it_is_done(
    plan, clerk, officer
):
    visit = plan()
    result = answer(visit, clerk)
    services.add_finding_photo(result=result, name="a.png", content=photograph(), by=clerk, at=AT)
    services.draft_from_finding(result=result, by=clerk, at=AT)
    assert not any(seen_by(officer).values())

    for item in visit.checklist.items.exclude(code="S-04"):
        services.record_finding(visit=visit, item=item, finding=Finding.MET, by=clerk, at=AT)
    services.finish_visit(visit=visit, by=clerk, at=AT)

    seen = seen_by(officer)
    assert seen["visits"] == [visit]
    assert len(seen["findings"]) == visit.checklist.items.count()
    # The photo of the finding; what that became in the ledger is a draft, and the bureau's.
    assert (len(seen["photos"]), len(seen["notices"])) == (1, 1)
    assert seen["ledger"] == []


def test_an_announced_visit_is_known_and_its_findings_are_read_when_it_is_done(
    plan, clerk, officer
):
    visit = plan(kind=VisitKind.INSPECTION)
    answer(visit, clerk)

    assert list(Visit.objects.visible_to(officer)) == [visit]
    assert not VisitResult.objects.visible_to(officer).exists()


def test_a_visit_called_off_that_was_unannounced_stays_hidden(plan, clerk, officer):
    services.cancel_visit(visit=plan(), reason="当天另有任务", by=clerk, at=AT)

    assert not Visit.objects.visible_to(officer).exists()


def test_who_inspects_sees_the_visit_whatever_the_section(plan, clerk, township, liaison):
    personnel = UserFactory(roles=[Role.BUREAU_STAFF])
    visit = plan(institution=township, inspectors=[personnel, liaison])
    hers = plan()

    assert list(Visit.objects.visible_to(personnel)) == [visit]
    assert set(Visit.objects.visible_to(liaison)) == {visit, hers}
    assert list(visits_to_make(personnel)) == [visit]


@pytest.mark.long
def test_another_house_sees_nothing_of_it(plan, clerk, township):
    other = UserFactory(institution=township, roles=[Role.HOSPITAL_OFFICER])
    visit = plan(kind=VisitKind.INSPECTION)
    answer_all(visit, clerk)
    services.finish_visit(visit=visit, by=clerk, at=AT)

    assert not any(seen_by(other).values())


@pytest.mark.long
def test_compliance_counts_the_done_visits_of_a_time(plan, clerk):
    visit = plan()
    answer_all(visit, clerk)
    answer(visit, clerk, Finding.UNMET)
    day = timezone.localdate(AT)
    assert not results_between(clerk, day, day).exists()
    services.finish_visit(visit=visit, by=clerk, at=AT)

    found = results_between(clerk, day, day)

    by_item = {one.code: one.compliance.share for one in compliance_by_item(found)}
    assert (by_item["S-04"], by_item["S-06"]) == (0, 1)
    [house] = compliance_by_house(found)
    total = visit.checklist.items.count()
    assert (house.compliance.met, house.compliance.applicable) == (total - 1, total)
    tomorrow = day + timedelta(days=1)
    assert not results_between(clerk, tomorrow, tomorrow).exists()


@pytest.mark.long
def test_a_draft_of_an_unannounced_visit_is_not_ordered_before_the_visit_is_done(
    plan, clerk, ledger
):
    visit = plan()
    draft = services.draft_from_finding(result=answer(visit, clerk), by=clerk, at=AT)
    order = partial(
        issue_item, item=draft, kind=RectKind.LIMITED, leader=ledger.leader,
        sections=[clerk.section], by=clerk, at=AT, calendar=CALENDAR,
    )  # fmt: skip
    with pytest.raises(LedgerError, match="learns nothing of it"):
        order()

    for item in visit.checklist.items.exclude(code="S-04"):
        services.record_finding(visit=visit, item=item, finding=Finding.MET, by=clerk, at=AT)
    services.finish_visit(visit=visit, by=clerk, at=AT)

    assert order().state == ItemState.ISSUED
