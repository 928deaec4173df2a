"""The pages of the rules: what holds and follows, and what a version changes."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from bureau.models import RuleVersion
from config.rule_versions.kinds import KINDS
from config.rule_versions.reading import lines
from followups.rules.table import KIND
from tests.config.rule_versions.given import GIVEN
from tests.factories import approved_rules, changed_rules

pytestmark = pytest.mark.django_db


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


@pytest.mark.long
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


def test_what_a_version_leaves_as_it_was_does_not_rest_on_its_document():
    kind = KINDS["accountability.staff"]
    first = RuleVersion.objects.get(kind=kind.code, number=1)
    values = kind.filled(first.values) | {"partial_percent": 50}
    draft = RuleVersion(kind=kind.code, number=2, values=values, document_no="安卫发〔2026〕99号")

    said = lines(kind, first, draft, [first, draft])

    younger = {one.name for one in kind.thresholds} - set(first.values)
    assert "ban_stack" in younger
    assert [one.is_change for one in said if draft.document_no in one.basis] == [True]
