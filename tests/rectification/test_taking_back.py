"""A mis-tapped answer is taken back, before the visit is done and after; never an order."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from bureau.models import Act, Notice
from rectification import services as ledger_services
from rectification.figures import visits as figures
from rectification.models import VisitResult
from rectification.rules.inspections import Finding, VisitKind
from rectification.rules.steps import Step
from rectification.rules.words import ItemState
from rectification.services import LedgerError
from rectification.services import visits as services
from rectification.services.corrections import correct_finding
from rectification.verbs import offered
from tests.rectification.conftest import moment

ON = "2026-11-20"
AT = moment(ON)
WHY = "现场误点，复核为符合"


@pytest.fixture
def visit(hospital, clerk):
    return services.plan_visit(
        institution=hospital, kind=VisitKind.INSPECTION, planned_on=AT.date(),
        inspectors=[clerk], by=clerk, at=AT,
    )  # fmt: skip


def answer(visit, by, finding, code="S-04", **said):
    item = visit.checklist.items.get(code=code)
    return services.record_finding(visit=visit, item=item, finding=finding, by=by, at=AT, **said)


@pytest.fixture
def drafted(visit, clerk):
    """A finding that was tapped by mistake, with its draft."""
    result = answer(visit, clerk, Finding.UNMET)
    services.draft_from_finding(result=result, by=clerk, at=AT)
    result.refresh_from_db()
    return result


@pytest.fixture
def done(visit, drafted, clerk):
    for item in visit.checklist.items.exclude(code="S-04"):
        services.record_finding(visit=visit, item=item, finding=Finding.MET, by=clerk, at=AT)
    services.finish_visit(visit=visit, by=clerk, at=AT)
    drafted.refresh_from_db()
    return drafted


@pytest.mark.parametrize("kind", [VisitKind.INSPECTION, VisitKind.UNANNOUNCED])
def test_what_was_entered_at_a_visit_that_is_called_off_is_laid_aside_and_never_ordered(
    ledger, clerk, kind
):
    visit = services.plan_visit(
        institution=ledger.hospital, kind=kind, planned_on=AT.date(), inspectors=[clerk],
        by=clerk, at=AT,
    )  # fmt: skip
    item = services.draft_from_finding(result=answer(visit, clerk, Finding.UNMET), by=clerk, at=AT)
    for _ in range(2):
        services.cancel_visit(visit=visit, reason="查错了机构", by=clerk, at=AT)

    item.refresh_from_db()
    assert item.state == ItemState.DISMISSED
    assert "查错了机构" in Act.objects.get(verb="dismiss_item").why
    # One that was entered before drafts went with their visit.
    type(item).objects.filter(pk=item.pk).update(state=ItemState.DRAFT)
    with pytest.raises(LedgerError, match="called off"):
        ledger.order(item, on=ON)
    item.refresh_from_db()
    steps = {verb.step for verb in offered(clerk, item, AT.date()).verbs}
    assert Step.DISMISS in steps
    assert Step.ISSUE not in steps


def put_right(result, by, finding=Finding.MET, *, reason=WHY, on=ON):
    return correct_finding(result=result, finding=finding, reason=reason, by=by, at=moment(on))


@pytest.mark.parametrize("dismissed_first", [False, True])
def test_an_answer_of_a_visit_under_way_takes_its_draft_back(
    visit, drafted, clerk, dismissed_first
):
    item = drafted.ledger_item
    if dismissed_first:
        ledger_services.dismiss_item(item=item, reason="现场误点不符合", by=clerk, at=AT)

    answer(visit, clerk, Finding.MET)

    item.refresh_from_db()
    drafted.refresh_from_db()
    assert (item.state, drafted.finding, drafted.ledger_item) == ("dismissed", "met", None)
    again = services.draft_from_finding(result=answer(visit, clerk, Finding.UNMET), by=clerk, at=AT)
    assert (again.state, again.source_no, again.source_part) == ("draft", item.source_no, 2)


def test_what_was_ordered_is_not_undone_by_another_answer(visit, drafted, clerk, ledger):
    item = ledger.order(drafted.ledger_item, on=ON)

    with pytest.raises(LedgerError, match="ordered as ZG-2026-0001"):
        answer(visit, clerk, Finding.MET)

    drafted.refresh_from_db()
    assert (drafted.finding, drafted.ledger_item) == ("unmet", item)


def test_once_the_order_is_withdrawn_the_answer_can_be_changed(visit, drafted, clerk, ledger):
    item = ledger.order(drafted.ledger_item, on=ON)
    ledger_services.withdraw_item(
        item=item, reason="现场误点不符合", by=ledger.verifier, at=moment(ON, 12)
    )

    assert answer(visit, clerk, Finding.MET).ledger_item is None


@pytest.mark.long
def test_a_finding_that_reopened_an_old_item_stays(visit, drafted, clerk, ledger):
    old = ledger.closed(on="2026-11-10")
    ledger_services.reopen_item(
        item=old, found_on=AT.date(), note="又无人导医", draft=drafted.ledger_item, by=clerk, at=AT
    )

    with pytest.raises(LedgerError, match=f"reopened {old.no}"):
        answer(visit, clerk, Finding.MET)


@pytest.mark.long
def test_after_the_visit_an_answer_is_put_right_with_a_reason_once(done, clerk, officer):
    item = done.ledger_item
    with pytest.raises(LedgerError, match="why the answer is put right"):
        put_right(done, clerk, reason="")

    for _ in range(2):
        put_right(done, clerk)

    done.refresh_from_db()
    item.refresh_from_db()
    assert (done.finding, done.ledger_item, item.state) == ("met", None, ItemState.DISMISSED)
    act = Act.objects.get(verb="correct_finding")
    assert (act.before, act.after, act.why) == ("unmet", "met", WHY)
    assert Notice.objects.filter(recipient=officer, cause__startswith="corrected").count() == 1


def test_only_its_inspectors_put_an_answer_right_and_only_of_a_done_visit(
    visit, drafted, clerk, section_head
):
    with pytest.raises(LedgerError, match="not done yet"):
        put_right(drafted, clerk)
    with pytest.raises(LedgerError, match="Only the inspectors"):
        put_right(drafted, section_head)


@pytest.mark.long
def test_after_the_visit_an_order_is_not_undone_either(done, clerk, ledger):
    ledger.order(done.ledger_item, on=ON)

    with pytest.raises(LedgerError, match="withdraw the order"):
        put_right(done, clerk)


@pytest.mark.long
def test_compliance_of_a_month_stays_what_it_was_known_to_be(done, clerk, hospital):
    def met(last):
        [one] = figures.figures(first=date(2026, 11, 1), last=last, institutions=[hospital])
        return one.numerator

    total = VisitResult.objects.count()
    put_right(done, clerk, Finding.PARTIAL, on="2026-12-01")
    put_right(done, clerk, on="2026-12-02")

    assert met(date(2026, 11, 30)) == total - 1
    assert met(date(2026, 12, 2)) == total


@pytest.mark.long
def test_beside_a_finding_of_a_past_month_stands_what_was_noted_then(client, visit, clerk):
    for item in visit.checklist.items.all():
        services.record_finding(
            visit=visit, item=item, finding=Finding.UNMET, note="当时所见", by=clerk, at=AT
        )
    services.finish_visit(visit=visit, by=clerk, at=AT)
    result = visit.results.first()
    correct_finding(
        result=result, finding=Finding.UNMET, note="后来补充", reason=WHY, by=clerk,
        at=moment("2026-12-01"),
    )  # fmt: skip
    client.force_login(clerk)

    def notes(until):
        page = client.get(reverse("rectification:visit_results"), {"until": until, "item": code})
        return [row.note for row in page.context["page_obj"]]

    code = result.item.code
    assert notes("2026-11-30") == ["当时所见"]
    assert notes("2026-12-01") == ["后来补充"]


@pytest.mark.long
def test_the_rows_behind_a_months_compliance_stay_as_many_and_as_they_were(client, done, clerk):
    put_right(done, clerk, Finding.PARTIAL, on="2026-12-01")
    put_right(done, clerk, on="2026-12-02")
    client.force_login(clerk)

    def rows(finding, until):
        asked = {"since": "2026-11-01", "until": until, "finding": finding}
        page = client.get(reverse("rectification:visit_results"), asked).context["page_obj"]
        return [(row.item.code, row.finding) for row in page]

    of_november = rows("unmet", "2026-11-30")
    assert of_november == [(done.item.code, "unmet")]
    assert rows("unmet", "2026-12-02") == []
    asked = {"since": "2026-11-01", "until": "2026-11-30"}
    kept = client.get(reverse("rectification:compliance"), asked).context["total"]
    assert (kept.unmet, kept.met) == (1, VisitResult.objects.count() - 1)


@pytest.mark.long
def test_the_page_of_an_item_puts_its_answer_right_and_keeps_what_is_refused(
    client, settings, done, clerk
):
    settings.LANGUAGE_CODE = "en"
    client.force_login(clerk)
    keys = [done.visit.no, done.item.code]
    url = reverse("rectification:finding_correct", args=keys)
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        shown = client.get(reverse("rectification:finding", args=keys))
        refused = client.post(url, {"finding": "met", "note": "导医在岗", "reason": "误"})
        answered = client.post(url, {"finding": "met", "note": "导医在岗", "reason": WHY})

    assert url in shown.content.decode()
    assert "导医在岗" in refused.content.decode()
    assert answered.status_code == 302
    done.refresh_from_db()
    assert (done.finding, done.note) == ("met", "导医在岗")
