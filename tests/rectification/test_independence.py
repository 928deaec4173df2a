"""Whoever found a problem, did the work or gave the verdict is not the one who looks after it."""

from datetime import date

import pytest

from bureau.models import Section
from bureau.rules import Role, SectionCode
from rectification import services
from rectification.models import Item, Visit
from rectification.rules.inspections import Finding, VisitKind
from rectification.rules.steps import Step
from rectification.rules.words import LookBackResult, Severity, SourceKind
from rectification.services import LedgerError, visits
from rectification.services.opening import name_sections
from rectification.verbs import offered
from tests.factories import UserFactory
from tests.rectification.conftest import ANOTHER, moment


def reopened_by(ledger, who):
    item = ledger.closed()
    services.reopen_item(
        item=item, found_on=date(2026, 10, 9), note="又无人导医", by=who, at=moment("2026-10-09")
    )
    ledger.show(item, on="2026-10-12", content=ANOTHER)
    ledger.apply(item, on="2026-10-12")
    item.refresh_from_db()
    return item


def steps_of(user, item, day):
    return {verb.step for verb in offered(user, item, date.fromisoformat(day)).verbs}


@pytest.mark.long
def test_an_officer_does_not_strike_off_alone_what_they_said_is_back(ledger, liaison):
    item = reopened_by(ledger, liaison)

    with pytest.raises(LedgerError, match="said that it is back"):
        ledger.accept(item, by=liaison, on="2026-10-14")
    assert Step.ACCEPT not in steps_of(liaison, item, "2026-10-14")
    assert Step.ACCEPT in steps_of(ledger.verifier, item, "2026-10-14")
    ledger.accept(item, on="2026-10-14")


@pytest.mark.long
def test_the_section_may_verify_what_it_said_is_back(ledger):
    item = reopened_by(ledger, ledger.verifier)

    assert ledger.accept(item, on="2026-10-14").state == "closed"


def found_at_a_visit(ledger, inspector):
    at = moment("2026-09-01")
    visit: Visit = visits.plan_visit(
        institution=ledger.hospital, kind=VisitKind.INSPECTION, planned_on=at.date(),
        inspectors=[inspector], by=ledger.clerk, at=at,
    )  # fmt: skip
    result = visits.record_finding(
        visit=visit, item=visit.checklist.items.first(), finding=Finding.UNMET, by=inspector, at=at
    )
    return visits.draft_from_finding(result=result, by=ledger.clerk, at=at)


def test_an_officer_does_not_strike_off_alone_what_they_met_at_a_visit(ledger, liaison):
    draft = found_at_a_visit(ledger, liaison)
    item = ledger.order(draft)
    ledger.show(item, on="2026-09-10")
    ledger.apply(item)
    item.refresh_from_db()

    with pytest.raises(LedgerError, match="found this problem yourself"):
        ledger.accept(item, by=liaison)
    assert Step.ACCEPT not in steps_of(liaison, item, "2026-09-22")


@pytest.mark.long
def test_nor_what_their_finding_brought_back(ledger, liaison):
    item = ledger.closed()
    draft = ledger.draft(on="2026-10-01", source=SourceKind.INSPECTION)
    type(draft).objects.filter(pk=draft.pk).update(opened_by=liaison)
    services.reopen_item(
        item=item, found_on=date(2026, 10, 1), note="又无人导医", draft=draft,
        by=ledger.clerk, at=moment("2026-10-02"),
    )  # fmt: skip
    ledger.show(item, on="2026-10-12", content=ANOTHER)
    ledger.apply(item, on="2026-10-12")

    with pytest.raises(LedgerError, match="found this problem yourself"):
        ledger.accept(item, by=liaison, on="2026-10-14")


@pytest.mark.parametrize(("answers", "bars"), [("personnel", False), ("medical_admin", True)])
def test_an_officer_is_of_a_section_only_for_what_that_section_answers_for(ledger, answers, bars):
    """Whoever looks after a unit and is a clerk too found it as the one or as the other."""
    section = Section.objects.get(code=SectionCode.PERSONNEL)
    both = UserFactory(
        section=section, roles=[Role.LIAISON, Role.BUREAU_STAFF], looks_after=[ledger.hospital]
    )
    item = ledger.issued()
    Item.objects.filter(pk=item.pk).update(opened_by=both)
    name_sections(item, [Section.objects.get(code=answers)])
    ledger.show(item, on="2026-09-10")
    ledger.apply(item)
    item.refresh_from_db()

    assert (Step.ACCEPT not in steps_of(both, item, "2026-09-22")) is bars


def test_whoever_handed_in_the_plan_does_not_verify_what_came_of_it(ledger):
    item = ledger.issued()
    services.submit_plan(
        item=item, cause="无人排班", goal="", measures=["排班"], responsible="王主任",
        by=ledger.verifier, at=moment("2026-09-02"),
    )  # fmt: skip
    ledger.show(item, on="2026-09-10")
    ledger.apply(item)

    with pytest.raises(LedgerError, match="had a hand in this"):
        ledger.accept(item)


def test_whoever_verified_does_not_look_back(ledger):
    item = ledger.closed(severity=Severity.HIGH)
    said = {"look_back": item.look_backs.get(), "result": LookBackResult.HOLDS, "note": ""}

    with pytest.raises(LedgerError, match="You verified this yourself"):
        services.record_look_back(**said, by=ledger.verifier, at=moment("2026-10-22"))
    assert Step.LOOK_BACK not in steps_of(ledger.verifier, item, "2026-10-22")
    assert Step.LOOK_BACK in steps_of(ledger.clerk, item, "2026-10-22")
    services.record_look_back(**said, by=ledger.clerk, at=moment("2026-10-22"))


@pytest.mark.long
def test_an_order_is_not_offered_that_would_tell_of_a_hidden_visit(ledger, clerk):
    at = moment("2026-09-01")
    visit = visits.plan_visit(
        institution=ledger.hospital, kind=VisitKind.UNANNOUNCED, planned_on=at.date(),
        inspectors=[clerk], by=clerk, at=at,
    )  # fmt: skip
    result = visits.record_finding(
        visit=visit, item=visit.checklist.items.first(), finding=Finding.UNMET, by=clerk, at=at
    )
    draft = visits.draft_from_finding(result=result, by=clerk, at=at)

    assert Step.ISSUE not in steps_of(clerk, draft, "2026-09-01")
    for item in visit.checklist.items.all()[1:]:
        visits.record_finding(visit=visit, item=item, finding=Finding.MET, by=clerk, at=at)
    visits.finish_visit(visit=visit, by=clerk, at=at)
    assert Step.ISSUE in steps_of(clerk, draft, "2026-09-01")
