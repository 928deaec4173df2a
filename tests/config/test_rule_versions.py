"""The pages of the rules: what holds and follows, what a version changes, drafting, approving."""

from dataclasses import asdict
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from bureau.models import RuleVersion, Section
from bureau.rules import Role, SectionCode
from config.rule_versions.kinds import KINDS
from followups import services
from followups.rules.table import KIND, STANDARD
from tests.factories import (
    AFTER_CLOSING,
    IN_TIME,
    OCTOBER,
    UserFactory,
    approved_rules,
    changed_rules,
)

pytestmark = pytest.mark.django_db
OF_REGISTER = RuleVersion.objects.of_kind(KIND)
GIVEN = {
    **asdict(STANDARD),
    "reminder_days": "5、8，10",
    "township_rate_percent": 20,
    "valid_from": "2026-12-01",
    "document_no": "安卫发〔2026〕31号",
    "source": "关于提高随访抽查比例的通知",
}


@pytest.fixture(autouse=True)
def _in_english_on_the_twelfth(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(AFTER_CLOSING, tick=False):
        yield


@pytest.fixture
def admin():
    return UserFactory(roles=[Role.SYS_ADMIN], is_staff=True)


@pytest.fixture
def open_page(client):
    """Open a page of the rules as somebody, and give back what it says."""

    def open_page(user, name, *args, **query):
        client.force_login(user)
        response = client.get(reverse(f"rules:{name}", args=args, query=query))
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    return open_page


def sent(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"rules:{name}", args=args), data, follow=True).content.decode()


# --- What is read -----------------------------------------------------------------------------


def test_the_list_names_what_holds_and_what_follows(open_page, clerk, admin):
    approved_rules(township_rate_percent=20)
    draft = changed_rules(by=admin, township_rate_percent=25)

    page = open_page(clerk, "kinds")

    assert str(KINDS[KIND].title) in page
    assert "from the start" in page
    assert "Version 2 from 1 Dec 2026" in page
    assert f"Version {draft.number} from 1 Dec 2026" in page


def test_a_kind_shows_each_threshold_with_unit_and_basis_and_a_default_never_as_the_plans(
    open_page, clerk
):
    page = open_page(clerk, "kind", KIND)

    missing = [one.name for one in KINDS[KIND].thresholds if escape(str(one.label)) not in page]
    assert not missing
    plans = page.count("the county&#x27;s plan “")
    assert (plans, page.count("the bureau&#x27;s default</td>")) == (3, len(GIVEN) - 3 - 3)
    assert "came with the system" in page


def test_a_kind_shows_its_versions_with_their_days(open_page, clerk):
    approved_rules(township_rate_percent=20)

    page = open_page(clerk, "kind", KIND)

    assert "from the start ～ 30 Nov 2026" in page
    assert "in force" in page


def test_a_version_shows_what_it_changes(open_page, clerk):
    approved_rules(township_rate_percent=20, reminder_days=(6, 9))

    page = open_page(clerk, "version", KIND, 2)

    assert "2 changes from version 1" in page
    assert "5, 8, 10" in page
    assert "<strong>6, 9</strong>" in page
    assert "Approved a rule version" in page


def test_a_value_rests_on_the_paper_that_set_it(open_page, clerk):
    approved_rules(township_rate_percent=20, min_checks=5)
    approved_rules(township_rate_percent=20, min_checks=7, valid_from=date(2027, 1, 1),
                   document_no="安卫发〔2026〕40号")  # fmt: skip

    page = open_page(clerk, "version", KIND, 3)

    assert page.count("安卫发〔2026〕31号 (the county&#x27;s plan “10%”)") == 1
    assert page.count(">安卫发〔2026〕40号</td>") == 1


def test_any_two_versions_lie_side_by_side(open_page, clerk):
    approved_rules(township_rate_percent=20)
    approved_rules(township_rate_percent=30)

    assert "1 change from version 2" in open_page(clerk, "version", KIND, 3, beside=2)
    assert "1 change from version 1" in open_page(clerk, "version", KIND, 3)
    assert "1 change from version 1" in open_page(clerk, "version", KIND, 3, beside="x")


@pytest.mark.long
@pytest.mark.parametrize("page", [("kinds",), ("kind", KIND), ("version", KIND, 2)])
def test_ten_versions_cost_no_more_than_two(client, clerk, page):
    client.force_login(clerk)
    approved_rules(min_checks=5)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(f"rules:{page[0]}", args=page[1:]))
        return len(asked)

    few = queries()
    for least in range(6, 15):
        approved_rules(min_checks=least)

    assert queries() == few


# --- Drafting ---------------------------------------------------------------------------------


def test_the_form_begins_with_what_holds_and_explains_each_field(open_page, admin):
    page = open_page(admin, "draft", KIND)

    assert 'name="due_day" value="10"' in page
    assert 'name="reminder_days" value="5, 8, 10"' in page
    assert "day of the month, 1 to 28. Basis: the county&#x27;s plan “每月10号（固定）”" in page
    assert "people, 1 to 100. Basis: the bureau&#x27;s default." in page


@pytest.mark.parametrize("door", [("rules:draft", [KIND]), ("admin:bureau_ruleversion_add", [])])
def test_a_threshold_younger_than_the_version_stands_in_the_form_as_it_holds(client, admin, door):
    name, args = door
    client.force_login(admin)

    page = client.get(reverse(name, args=args)).content.decode()

    assert "chronic_due_days" not in OF_REGISTER.get().values
    assert f'name="chronic_due_days" value="{STANDARD.chronic_due_days}"' in page


def test_a_draft_builds_on_what_is_approved_already_though_it_has_yet_to_begin(open_page, admin):
    approved_rules(min_checks=5)

    assert 'name="min_checks" value="5"' in open_page(admin, "draft", KIND)


def test_a_draft_is_put_up_and_waits(client, admin):
    page = sent(client, admin, "draft", KIND, **GIVEN)

    version = OF_REGISTER.get(number=2)
    assert (version.state, version.drafted_by) == ("draft", admin)
    assert version.values == asdict(STANDARD) | {
        "reminder_days": [5, 8, 10],
        "township_rate_percent": 20,
    }
    assert "waits for a second person" in page
    assert reverse("rules:approve", args=[KIND, 2]) not in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"due_day": 31}, "less than or equal to 28"),
        ({"due_day": ""}, "required"),
        ({"reminder_days": "8, 5"}, "none may be later than the due day, the 10."),
        ({"days_before_replacement": 9}, "does not fit the other values"),
        ({"reminder_days": "soon"}, "Write the days as numbers"),
        ({"document_no": ""}, "required"),
        ({"valid_from": "1999-12-31"}, "greater than or equal to 2000-01-01"),
        ({"valid_from": "2000-01-01"}, "begun on that day already"),
        ({"township_rate_percent": 10}, "hold on that day already"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(client, admin, wrong, said):
    page = sent(client, admin, "draft", KIND, **GIVEN | wrong)

    assert said in page
    assert GIVEN["source"] in page
    assert not OF_REGISTER.filter(number=2).exists()


def test_a_day_within_a_month_is_said_to_hold_from_the_next(client, admin):
    page = sent(client, admin, "draft", KIND, **GIVEN | {"valid_from": "2027-02-15"})

    assert "for those from March 2027 on" in page


def test_a_day_by_whose_rules_registers_are_open_is_refused(client, admin, township):
    services.open_month(OCTOBER, at=IN_TIME)

    assert "still open" in sent(
        client, admin, "draft", KIND, **GIVEN | {"valid_from": "2026-10-01"}
    )
    assert not OF_REGISTER.filter(number=2).exists()


def test_while_a_draft_waits_the_page_says_so_and_offers_no_other(open_page, admin):
    changed_rules(by=admin, min_checks=5)

    page = open_page(admin, "kind", KIND)

    assert "waits for a second person" in page
    assert reverse("rules:draft", args=[KIND]) not in page


# --- Approving and withdrawing ----------------------------------------------------------------


def test_before_approving_one_sees_again_what_changes(client, open_page, admin, section_head):
    changed_rules(by=admin, min_checks=5)

    page = open_page(section_head, "approve", KIND, 2)
    assert "Approve from 1 Dec 2026" in page
    assert "At least to be checked" in page
    assert "Register due on" not in page.partition("<main")[2]
    said = sent(client, section_head, "approve", KIND, 2)

    assert "Version 2 is approved" in said
    assert OF_REGISTER.get(number=2).approved_by == section_head


def test_approving_a_second_time_leaves_it_as_it_was(client, admin, section_head):
    changed_rules(by=admin, min_checks=5)
    sent(client, section_head, "approve", KIND, 2)

    sent(client, UserFactory(roles=[Role.LEADER]), "approve", KIND, 2)

    assert OF_REGISTER.get(number=2).approved_by == section_head


def test_the_drafter_is_offered_no_approval_and_refused_one(client, open_page, section_head):
    changed_rules(by=section_head, min_checks=5)
    approve = reverse("rules:approve", args=[KIND, 2])

    assert approve not in open_page(section_head, "version", KIND, 2)
    assert "does not wait for your approval" in open_page(section_head, "approve", KIND, 2)
    assert "second person" in sent(client, section_head, "approve", KIND, 2)
    assert OF_REGISTER.get(number=2).state == "draft"


def test_the_head_of_another_section_reads_and_has_no_say(client, open_page, admin):
    personnel = Section.objects.get(code=SectionCode.PERSONNEL)
    head = UserFactory(section=personnel, roles=[Role.SECTION_HEAD])
    changed_rules(by=admin, min_checks=5)

    assert "Withdraw" not in open_page(head, "version", KIND, 2)
    assert "head of their section" in sent(client, head, "approve", KIND, 2)
    client.force_login(head)
    refused = client.post(reverse("rules:withdraw", args=[KIND, 2]), {"reason": "数字有误"})
    assert refused.status_code == 403


def test_a_draft_is_withdrawn_with_a_reason_that_stays(client, admin):
    changed_rules(by=admin, min_checks=5)

    assert "required" in sent(client, admin, "withdraw", KIND, 2, reason=" ")
    page = sent(client, admin, "withdraw", KIND, 2, reason="数字有误")

    assert "The draft is withdrawn" in page
    assert "数字有误" in page
    assert OF_REGISTER.get(number=2).state == "withdrawn"


def test_whoever_may_approve_finds_the_draft_on_the_workbench(client, admin, section_head, clerk):
    changed_rules(by=admin, min_checks=5)
    offered = reverse("rules:version", args=[KIND, 2])

    for user, is_told in ((section_head, True), (clerk, False), (admin, False)):
        client.force_login(user)
        page = client.get(reverse("satisfaction:home")).content.decode()
        assert (offered in page) is is_told


# --- In the admin -----------------------------------------------------------------------------

LIST = "admin:bureau_ruleversion_changelist"


def test_the_same_draft_is_put_up_in_the_admin(client, admin):
    client.force_login(admin)

    page = client.post(reverse("admin:bureau_ruleversion_add"), GIVEN, follow=True)

    assert "waits for a second person" in page.content.decode()
    assert OF_REGISTER.get(number=2).drafted_by == admin


def test_in_the_admin_what_is_refused_is_said_at_the_form(client, admin):
    client.force_login(admin)
    changed_rules(by=UserFactory(), min_checks=5)

    page = client.post(reverse("admin:bureau_ruleversion_add"), GIVEN).content.decode()

    assert "waits for approval. Settle it first" in page
    assert GIVEN["source"] in page


def test_nobody_drafts_in_the_admin_without_the_verb(client, section_head):
    client.force_login(section_head)

    assert client.get(reverse("admin:bureau_ruleversion_add")).status_code == 403


def acted(client, user, action, **data):
    client.force_login(user)
    chosen = {"action": action, "_selected_action": list(OF_REGISTER.values_list("pk", flat=True))}
    return client.post(reverse(LIST), chosen | data, follow=True).content.decode()


def test_the_admin_asks_with_what_changes_and_then_approves(client, admin, section_head):
    changed_rules(by=admin, min_checks=5)

    asked = acted(client, section_head, "approve")
    assert "At least to be checked 3 → 5 people" in asked
    assert OF_REGISTER.get(number=2).state == "draft"
    said = acted(client, section_head, "approve", post="yes")

    assert "version 2: Approved" in said
    assert OF_REGISTER.get(number=2).approved_by == section_head
    assert "No draft waits" in acted(client, section_head, "approve", post="yes")


def test_the_admin_refuses_the_drafter_by_the_same_service(client, section_head):
    changed_rules(by=section_head, min_checks=5)

    assert "second person" in acted(client, section_head, "approve", post="yes")
    assert OF_REGISTER.get(number=2).state == "draft"


def test_the_admin_withdraws_with_a_reason(client, admin):
    changed_rules(by=admin, min_checks=5)

    acted(client, admin, "withdraw", post="yes", reason="")
    assert OF_REGISTER.get(number=2).state == "draft"
    acted(client, admin, "withdraw", post="yes", reason="数字有误")

    assert OF_REGISTER.get(number=2).state == "withdrawn"


@pytest.mark.parametrize("action", ["approve", "withdraw"])
def test_a_draft_of_rules_that_no_app_brings_any_more_is_settled_by_nobody(
    client, section_head, admin, action, monkeypatch
):
    changed_rules(by=admin, min_checks=5)
    monkeypatch.delitem(KINDS, KIND)

    assert "No draft waits" in acted(client, section_head, action, post="yes", reason="数字有误")
    assert OF_REGISTER.get(number=2).state == "draft"


def test_the_admin_shows_a_version_and_changes_nothing(client, clerk):
    version = approved_rules(min_checks=5)
    client.force_login(clerk)
    url = reverse("admin:bureau_ruleversion_change", args=[version.pk])

    assert "At least to be checked 3 → 5 people" in client.get(url).content.decode()
    assert client.post(url, {"number": 9}).status_code == 403


@pytest.mark.long
def test_ten_versions_in_the_admin_cost_no_more_than_two(client, clerk):
    client.force_login(clerk)
    approved_rules(min_checks=5)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(LIST)).status_code == 200
        return len(asked)

    few = queries()
    for least in range(6, 15):
        approved_rules(min_checks=least)

    assert queries() == few
