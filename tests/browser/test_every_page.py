"""What holds on every page: axe finds nothing serious, nothing comes from elsewhere."""

from datetime import datetime

import pytest
import time_machine

from bureau.models import Delivery
from bureau.paper_kinds import paper_kind
from bureau.rules import Role
from bureau.selectors import work_calendar
from bureau.services import draft_paper
from complaints import services as cases
from complaints.rules.words import Channel
from followups import services
from followups.models import RegisterVersion, SpotCheck, SpotCheckItem, Upload
from tests.browser.conftest import PHONE
from tests.factories import (
    CLOSING,
    IN_TIME,
    OCTOBER,
    StaffFactory,
    UserFactory,
    changed_rules,
    ordered_item_of,
    rows,
    submitted,
)
from tests.followups.uploads import BAD_PHONES, checked, table

ON_THE_11TH = datetime.fromisoformat("2026-11-11T08:30:00+08:00")
CLERKS_PAGES = [
    "/", "/registers/", "/registers/remind/2026-10/", "/registers/report/2026-10/",
    "/registers/of/371323A01/2026-10/", "/registers/of/371323A01/2026-10/rows/",
    "/registers/uploads/{upload}/", "/registers/receipts/{version}/", "/spot-checks/",
    "/spot-checks/{check}/", "/working-days/?start=2026-02-13&days=5",
    "/directory/", "/directory/371323A01/", "/directory/staff/{staff}/",
    "/papers/", "/papers/{paper}/", "/papers/{paper}/edit/", "/papers/numbers/", "/exports/",
    "/admin/", "/admin/followups/monthlyregister/", "/admin/followups/followuprecord/",
    "/notices/", "/notices/e-mail/",
    "/admin/bureau/duestep/",
    "/rules/", "/rules/followups.register/", "/rules/followups.register/2/",
    "/admin/bureau/ruleversion/",
    "/ledger/import/", "/ledger/", "/ledger/new/", "/ledger/overview/", "/ledger/verification/",
    "/ledger/print/", "/ledger/{ledger}/", "/ledger/{ledger}/change/", "/admin/rectification/item/",
    "/cases/?tab=all", "/cases/new/", "/cases/{case}/", "/cases/{case}/note/",
    "/cases/{case}/clocks/{clock}/", "/admin/complaints/case/",
    "/cases/dispatch/", "/cases/phrases/", "/cases/supervision/",
]  # fmt: skip
DRAFTERS_PAGES = ["/rules/followups.register/draft/", "/admin/bureau/ruleversion/add/"]
APPROVERS_PAGES = ["/rules/followups.register/2/approve/", "/working-days/moves/"]
OFFICERS_PAGES = [
    "/", "/notices/", "/registers/", "/registers/of/371323A01/2026-10/upload/",
    "/registers/of/371323A01/2026-11/nil/", "/registers/of/371323A01/2026-10/",
    "/registers/uploads/{problems}/", "/registers/uploads/{problems}/?rows=new",
    "/registers/uploads/{asking}/", "/registers/uploads/{blocked}/",
    "/registers/receipts/{version}/",
    "/ledger/", "/ledger/{ledger}/", "/ledger/{ledger}/done/", "/ledger/{ledger}/plan/",
    "/cases/?tab=all", "/cases/{case}/", "/cases/{case}/report/",
    "/cases/{case}/state/",
]  # fmt: skip
ADMINISTRATORS_PAGES = ["/letters/", "/admin/bureau/delivery/"]
CALLERS_PAGES = ["/", "/spot-checks/people/{item}/"]


def case_of(house, by):
    """A complaint that was given to the house, with a clock that runs."""
    calendar = work_calendar()
    told = cases.Told(
        words="说话生硬", channel=Channel.BUREAU_PHONE, received_at=ON_THE_11TH, institution=house
    )
    case = cases.register_case(
        told=told, complainant=cases.Complainant(name="黄志涛"), by=by, at=ON_THE_11TH,
        calendar=calendar,
    ).case  # fmt: skip
    cases.accept_case(case=case, by=by, at=ON_THE_11TH, calendar=calendar)
    return cases.dispatch_case(
        case=case, institution=house, text="请核实", by=by, at=ON_THE_11TH, calendar=calendar
    )


@pytest.fixture
def county(hospital, township, officer, clerk, liaison, sample):
    services.open_month(OCTOBER, at=IN_TIME)
    submitted(hospital, rows(30))
    services.close_month(month=OCTOBER, at=CLOSING)
    services.remind_of_registers(at=ON_THE_11TH, calendar=work_calendar())
    Delivery.objects.update(state="unknown", claimed_at=ON_THE_11TH, error="never_reported")
    upload = Upload.objects.get().pk
    outcome_not_known = ["赵六", "ZY9", "2026-10-07", "13700000009", "2026-10-09", "已随放"]
    given = case_of(hospital, clerk)
    return {
        "case": given.no,
        "clock": given.clocks.first().pk,
        "ledger": ordered_item_of(hospital, at=ON_THE_11TH).no,
        "staff": StaffFactory(institution=hospital, phone="13812345678").pk,
        "upload": upload,
        "problems": checked(hospital, table(*BAD_PHONES, outcome_not_known), at=CLOSING).pk,
        "asking": checked(hospital, sample("02"), at=CLOSING).pk,
        "blocked": checked(hospital, sample("04-一行一个问题.xlsx"), at=CLOSING).pk,
        "version": RegisterVersion.objects.get().pk,
        "paper": draft_paper(
            kind=paper_kind("followups.month_notice"), about="2026-10", by=clerk, at=CLOSING
        ).pk,
        "check": SpotCheck.objects.get().pk,
        "item": SpotCheckItem.objects.filter(is_called_up=True).first().pk,
    }


# As the bureau sees it, and where the longest words have the least room.
@pytest.mark.parametrize(("size", "language"), [("desktop", "zh-hans"), ("phone", "en")])
def test_no_page_has_a_serious_fault(
    chromium, live_server, county, person, officer, clerk, liaison, section_head, language, size
):
    admin = UserFactory(roles=[Role.SYS_ADMIN], is_staff=True)
    sys_admin = UserFactory(roles=[Role.SYS_ADMIN], is_staff=True)
    changed_rules(by=sys_admin, min_checks=5)
    requests = []
    person.page.on("request", lambda request: requests.append(request.url))
    if size == "phone":
        person.page.set_viewport_size(PHONE)
    found = []
    with time_machine.travel("2026-11-12T02:00:00+00:00", tick=True):
        for user, pages in (
            (clerk, CLERKS_PAGES), (officer, OFFICERS_PAGES), (liaison, CALLERS_PAGES),
            (admin, ADMINISTRATORS_PAGES),
            (section_head, APPROVERS_PAGES), (sys_admin, DRAFTERS_PAGES),
        ):  # fmt: skip
            person.page.context.clear_cookies()
            person.signs_in(user, language)
            for path in pages:
                person.goes_to(path.format(**county))
                found += _faults(person.page, path)

    assert found == []
    assert all(url.startswith(live_server.url) for url in requests)


def _faults(page, path: str) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    violations = Axe().run(page).response["violations"]
    serious = [one["id"] for one in violations if one["impact"] in {"serious", "critical"}]
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    sideways = ["scrolls sideways"] if width > 0 else []
    return [f"{path}: {fault}" for fault in serious + sideways]
