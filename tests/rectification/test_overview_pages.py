"""The overview, the queue of what waits for the bureau, and what is printed."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from bureau.models import Act
from rectification.rules.words import Severity
from rectification.views import overview
from tests.rectification.conftest import moment
from tests.rectification.pages import said

TODAY = moment("2026-09-24")


@pytest.fixture(autouse=True)
def _today(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(TODAY, tick=False):
        yield


LIST = "/ledger/"


@pytest.mark.long
def test_every_number_of_the_overview_opens_as_many_rows(sign_in, ledger):
    ledger.issued(due_on=date(2026, 9, 20))
    ledger.applied()
    ledger.closed()
    client = sign_in(ledger.clerk)

    context = client.get("/ledger/overview/").context

    [leader], [section] = context["leaders"], context["sections"]
    assert leader[2:] == section[2:] == (2, 1, 1, 1, 0)
    for by, one in (("leader", leader), ("section", section)):
        for only in ("open", "overdue", "on_time"):
            rows = client.get(LIST, {by: one.key, "only": only}).context["lines"]
            assert len(rows) == getattr(one, only), (by, only)


@pytest.mark.long
def test_the_queue_shows_what_waits_for_the_bureau(sign_in, ledger):
    item = ledger.applied()
    ledger.accept(ledger.applied(), in_public=True, on="2026-09-01")
    ledger.closed(severity=Severity.HIGH, on="2026-08-01")

    page = sign_in(ledger.verifier).get("/ledger/verification/")

    assert [closure.item for closure, _due in page.context["to_verify"]] == [item]
    assert len(page.context["off_notice"].rows) == len(page.context["look_backs"].rows) == 1
    assert "more wait" not in said(page)


@pytest.mark.long
def test_a_queue_longer_than_its_page_says_so_and_goes_on(sign_in, ledger, monkeypatch):
    monkeypatch.setattr(overview, "SHOWN_AT_ONCE", 2)
    waiting = [ledger.applied() for _ in range(3)]
    client = sign_in(ledger.verifier)

    first = client.get("/ledger/verification/")
    second = client.get("/ledger/verification/", {"closures": "2"})

    assert "1 to 2; more wait" in said(first)
    shown = [one for page in (first, second) for one, _due in page.context["to_verify"]]
    assert [closure.item for closure in shown] == waiting
    assert "more wait" not in said(second)
    assert client.get("/ledger/verification/", {"closures": "²x"}).status_code == 200


@pytest.mark.long
def test_the_printed_sheet_has_the_seven_columns(sign_in, ledger):
    ledger.closed()

    page = said(sign_in(ledger.clerk).get("/ledger/print/"))

    assert all(f">{heading}</th>" in page for heading in ("序号", "问题", "措施", "时限", "销号"))
    assert "2026-09-22" in page


@pytest.mark.long
def test_before_there_is_a_plan_nobody_stands_in_for_the_responsible_person(sign_in, ledger):
    ledger.issued()
    client = sign_in(ledger.clerk)

    for address in (LIST, "/ledger/print/"):
        rows = said(client.get(address)).split("<tbody>")[1]
        assert ledger.leader.name not in rows


@pytest.mark.long
def test_the_application_is_a_form_on_paper_once_there_is_one(sign_in, ledger):
    client = sign_in(ledger.officer)
    applied, issued = ledger.applied(), ledger.issued()

    form = client.get(reverse("rectification:application", args=[applied.no]))

    assert form.content.startswith(b"%PDF")
    none = client.get(reverse("rectification:application", args=[issued.no]))
    assert none.status_code == 404
    [taken] = Act.objects.filter(verb="download_paper")
    assert (taken.object_no, taken.actor_id) == (applied.no, str(ledger.officer.pk))
