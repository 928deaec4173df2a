"""A threshold changed in a real browser, by two people, from the admin and on the pages."""

import pytest
import time_machine

from bureau.models import RuleVersion
from bureau.rules import Role
from followups.rules.table import KIND
from followups.selectors import table_of
from tests.factories import DECEMBER, UserFactory

ON_THE_12TH = "2026-11-12T02:00:00+00:00"
LIST = "/admin/bureau/ruleversion/"


@pytest.fixture
def admin(transactional_db):
    return UserFactory(roles=[Role.SYS_ADMIN], is_staff=True)


def fills_in(person):
    person.page.fill("[name=township_rate_percent]", "20")
    person.page.fill("[name=valid_from]", "2026-12-01")
    person.page.fill("[name=document_no]", "安卫发〔2026〕31号")
    person.page.fill("[name=source]", "关于提高随访抽查比例的通知")
    person.clicks("main form [type=submit].default, main form .btn-primary")
    person.page.wait_for_selector(".messages")


@pytest.mark.parametrize(
    ("language", "asked"), [("zh-hans", "10 → 20"), ("en", "township health centres 10 → 20 %")]
)
def test_one_drafts_and_another_approves_in_the_admin(person, admin, section_head, language, asked):
    with time_machine.travel(ON_THE_12TH, tick=True):
        person.signs_in(admin, language)
        person.goes_to(LIST)
        person.clicks(".object-tools .addlink")
        person.clicks(f"main a[href$='kind={KIND}']")
        fills_in(person)
        assert table_of(DECEMBER).township_rate_percent == 10

        person.page.context.clear_cookies()
        person.signs_in(section_head, language)
        person.goes_to(LIST)
        person.page.locator("tr:has-text('31号') input.action-select").check()
        person.page.select_option("select[name=action]", "approve")
        person.clicks("button[name=index]")
        person.sees(asked)
        person.clicks("main [type=submit]")
        person.page.wait_for_selector(".messages")

    assert not admin.is_superuser
    version = RuleVersion.objects.get(kind=KIND, number=2)
    assert (version.drafted_by, version.approved_by) == (admin, section_head)
    assert table_of(DECEMBER).township_rate_percent == 20


def test_on_the_workbench_a_draft_is_approved_in_three_clicks(person, admin, section_head):
    with time_machine.travel(ON_THE_12TH, tick=True):
        person.signs_in(admin)
        person.goes_to(f"/rules/{KIND}/draft/")
        fills_in(person)

        person.page.context.clear_cookies()
        person.signs_in(section_head)
        person.clicks(f".card a[href='/rules/{KIND}/2/']")
        person.clicks(".page-actions .btn-primary")
        person.clicks("main form .btn-primary")
        person.page.wait_for_selector(".messages")

    assert person.presses == 3
    assert RuleVersion.objects.get(kind=KIND, number=2).approved_by == section_head
