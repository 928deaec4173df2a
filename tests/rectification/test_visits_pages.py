from datetime import date
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.rules import Role
from rectification.choices.visits import ACTS
from rectification.models import Checklist, Item, Visit, VisitResult
from rectification.rules.inspections import Finding, VisitKind, VisitState
from rectification.services import dismiss_item
from rectification.services import visits as services
from tests.factories import UserFactory
from tests.rectification.conftest import moment
from tests.rectification.pictures import photograph

ON = "2026-11-20"


@pytest.fixture(autouse=True)
def _on_the_twentieth():
    with time_machine.travel(moment(ON, 15), tick=False):
        yield


@pytest.fixture
def visit(hospital, clerk):
    return services.plan_visit(
        institution=hospital, kind=VisitKind.UNANNOUNCED, planned_on=date(2026, 11, 20),
        inspectors=[clerk], by=clerk, at=moment(ON),
    )  # fmt: skip


def url(page, *args):
    return reverse(f"rectification:{page}", args=args)


def answered(visit, by, finding=Finding.MET):
    for item in visit.checklist.items.all():
        services.record_finding(visit=visit, item=item, finding=finding, by=by, at=moment(ON))
    return services.finish_visit(visit=visit, by=by, at=moment(ON, 16))


def test_a_visit_is_planned_on_the_page(client, hospital, clerk):
    client.force_login(clerk)
    given = {"institution": hospital.pk, "kind": "unannounced", "planned_on": "2026-11-24",
             "inspectors": [clerk.pk]}  # fmt: skip

    answer = client.post(url("visit_plan"), given)

    assert answer["Location"] == url("visit", Visit.objects.get().no)
    assert Visit.objects.get().kind == VisitKind.UNANNOUNCED


def test_a_plan_that_is_refused_comes_back_with_what_was_typed(client, hospital, clerk):
    client.force_login(clerk)
    given = {"institution": hospital.pk, "kind": "inspection", "planned_on": "2026-11-01",
             "inspectors": [clerk.pk]}  # fmt: skip

    answer = client.post(url("visit_plan"), given)

    assert answer.status_code == 200
    assert not Visit.objects.exists()


@pytest.mark.long
def test_the_button_saves_and_leads_on_and_a_fault_waits_for_its_draft(client, visit, clerk):
    client.force_login(clerk)

    answer = client.post(url("finding", visit.no, "S-04"), {"finding": "met"})
    assert answer["Location"] == url("finding", visit.no, "S-06")
    answer = client.post(url("finding", visit.no, "S-06"), {"finding": "unmet", "note": "屏幕未开"})
    assert answer["Location"] == url("finding", visit.no, "S-06")
    assert url("finding_draft", visit.no, "S-06") in client.get(answer["Location"]).content.decode()
    answer = client.post(url("finding_draft", visit.no, "S-06"))

    assert answer["Location"] == url("finding", visit.no, "S-07")
    assert Item.objects.get().source_no == f"{visit.no}/S-06"
    client.post(url("finding_draft", visit.no, "S-06"))
    assert Item.objects.count() == 1


def test_what_was_just_typed_goes_into_the_ledger_with_the_finding(client, visit, clerk):
    client.force_login(clerk)
    client.post(url("finding", visit.no, "S-04"), {"finding": "unmet"})

    typed = {"note": "导医台无人", "severity": "high"}
    client.post(url("finding_draft", visit.no, "S-04"), typed)

    assert Item.objects.get().problem.endswith("导医台无人")
    assert Item.objects.get().severity == "high"


@pytest.mark.long
def test_a_photo_goes_with_the_answer_and_comes_back_as_a_download(client, visit, clerk):
    client.force_login(clerk)
    picture = BytesIO(photograph())
    picture.name = "大厅.png"

    client.post(url("finding", visit.no, "S-04"), {"finding": "partial", "photo": picture})
    result = VisitResult.objects.get()
    result.visit = visit
    answer = client.get(url("finding_photo", visit.no, "S-04", result.photos.get().pk))

    assert "attachment" in answer["Content-Disposition"]


def test_an_answer_that_is_none_is_refused(client, visit, clerk):
    client.force_login(clerk)

    client.post(url("finding", visit.no, "S-04"), {"finding": "perfect"})
    client.post(url("visit_finish", visit.no))

    visit.refresh_from_db()
    assert visit.state == VisitState.PLANNED
    assert not VisitResult.objects.exists()


DOORS = [("visits", []), ("visit_results", []), ("compliance", [])]


@pytest.mark.long
def test_no_door_shows_the_house_an_unannounced_visit_before_it_is_done(
    client, visit, clerk, officer
):
    services.record_finding(
        visit=visit, item=visit.checklist.items.get(code="S-04"), finding=Finding.UNMET,
        note="导医台无人", by=clerk, at=moment(ON),
    )  # fmt: skip
    client.force_login(officer)

    for page, args in DOORS:
        said = client.get(url(page, *args) + "?q=JC").content.decode()
        assert visit.no not in said, page
        assert "导医台无人" not in said, page
    for path in (url("visit", visit.no), f"/admin/rectification/visit/{visit.pk}/change/"):
        assert visit.no not in client.get(path, follow=True).content.decode().replace(path, "")
    assert visit.no not in client.get("/").content.decode()
    assert visit.no not in client.get("/notices/").content.decode()
    exported = openpyxl.load_workbook(BytesIO(client.post(url("visits_export")).content)).active
    assert visit.no not in str(list(exported.values))


@pytest.mark.long
def test_the_house_reads_a_done_visit_and_the_compliance_it_gives(client, visit, clerk, officer):
    answered(visit, clerk)
    client.force_login(officer)

    answer = client.get(url("visit", visit.no))
    page, story = answer.content.decode(), [one.label for one in answer.context["timeline"]]
    assert "S-04" in page
    assert url("finding_draft", visit.no, "S-04") not in page
    assert story == [ACTS["plan_visit"], ACTS["begin_visit"], ACTS["finish_visit"]]
    assert "100.0%" in client.get(url("compliance")).content.decode()
    rows = list(openpyxl.load_workbook(BytesIO(client.post(url("visits_export")).content)).active)
    told = {cell.value for row in rows for cell in row}
    assert set(visit.checklist.items.values_list("code", flat=True)) <= told


@pytest.mark.long
def test_the_sheet_of_findings_gives_a_house_no_number_of_a_draft(client, visit, clerk, officer):
    answered(visit, clerk, Finding.UNMET)
    result = VisitResult.objects.get(item__code="S-04")
    draft = services.draft_from_finding(result=result, by=clerk, at=moment(ON))
    services.finish_visit(visit=visit, by=clerk, at=moment(ON))

    def sheet(reader):
        client.force_login(reader)
        content = client.post(url("visits_export")).content
        return str(list(openpyxl.load_workbook(BytesIO(content)).active.values))

    assert draft.no in sheet(clerk)
    assert "S-04" in sheet(officer)
    assert draft.no not in sheet(officer)
    dismiss_item(item=draft, reason="与另一条重复登记", by=clerk, at=moment(ON))
    assert draft.no not in sheet(officer)


def test_an_announced_visit_under_way_tells_its_house_no_findings(client, hospital, clerk, officer):
    visit = services.plan_visit(
        institution=hospital, kind=VisitKind.INSPECTION, planned_on=date(2026, 11, 20),
        inspectors=[clerk], by=clerk, at=moment(ON),
    )  # fmt: skip
    item = visit.checklist.items.get(code="S-04")
    services.record_finding(
        visit=visit, item=item, finding=Finding.UNMET, note="导医台无人", by=clerk, at=moment(ON)
    )
    client.force_login(officer)

    page = client.get(url("visit", visit.no))

    assert page.status_code == 200
    assert "导医台无人" not in page.content.decode()
    assert "S-04" not in page.content.decode()


@pytest.mark.long
def test_a_visit_costs_the_same_queries_however_much_was_found(client, visit, clerk):
    client.force_login(clerk)
    client.get(url("visit", visit.no))
    item = visit.checklist.items.first()
    services.record_finding(visit=visit, item=item, finding=Finding.UNMET, by=clerk, at=moment(ON))
    with CaptureQueriesContext(connection) as few:
        client.get(url("visit", visit.no))
    answered(visit, clerk, Finding.UNMET)
    with CaptureQueriesContext(connection) as more:
        client.get(url("visit", visit.no))

    assert abs(len(more) - len(few)) <= 1


@pytest.mark.long
def test_a_clerk_plans_drafts_and_finishes_from_the_admin(client, hospital, clerk):
    client.force_login(clerk)
    given = {"institution": hospital.pk, "kind": "inspection", "planned_on": "2026-11-20",
             "inspectors": [clerk.pk]}  # fmt: skip
    client.post(reverse("admin:rectification_visit_add"), given)
    visit = Visit.objects.get()
    for item in visit.checklist.items.all():
        services.record_finding(
            visit=visit, item=item, finding=Finding.UNMET, by=clerk, at=moment(ON)
        )
    chosen = {"post": "yes", "_selected_action": [VisitResult.objects.first().pk]}
    client.post(
        reverse("admin:rectification_visitresult_changelist"), {**chosen, "action": "draft_items"}
    )
    chosen["_selected_action"] = [visit.pk]
    client.post(
        reverse("admin:rectification_visit_changelist"), {**chosen, "action": "finish_visits"}
    )

    visit.refresh_from_db()
    assert (visit.state, Item.objects.count()) == (VisitState.DONE, 1)
    assert list(visit.inspectors.all()) == [clerk]


@pytest.mark.long
def test_a_new_version_is_drafted_edited_and_approved_in_the_admin(client, clerk, section_head):
    base = Checklist.objects.get(group="township")
    changelist = reverse("admin:rectification_checklist_changelist")
    chosen = {"post": "yes", "_selected_action": [base.pk]}
    client.force_login(clerk)
    client.post(changelist, {**chosen, "action": "draft_next", "valid_from": "2026-12-01"})
    draft = Checklist.objects.get(group="township", version=2)
    page = reverse("admin:rectification_checklist_change", args=[draft.pk])
    assert "items-0-text" in client.get(page).content.decode()

    client.force_login(section_head)
    chosen["_selected_action"] = [draft.pk]
    client.post(changelist, {**chosen, "action": "approve"})

    draft.refresh_from_db()
    assert draft.approved_by == section_head
    assert "items-0-text" not in client.get(page).content.decode()


def test_an_officer_of_the_county_sees_only_the_houses_assigned(client, visit, township, liaison):
    other = services.plan_visit(
        institution=township, kind=VisitKind.INSPECTION, planned_on=date(2026, 11, 20),
        inspectors=[UserFactory(roles=[Role.BUREAU_STAFF])], by=liaison, at=moment(ON),
    )  # fmt: skip
    client.force_login(liaison)

    page = client.get(url("visits")).content.decode()

    assert visit.no in page
    assert other.no not in page
