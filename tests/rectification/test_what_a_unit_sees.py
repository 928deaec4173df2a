"""What a unit is not told: which of its items are drawn to be looked at again, and inner steps."""

import pytest
import time_machine
from django.urls import reverse

from bureau.models import Attachment
from bureau.rules import Audience
from bureau.services import change_audience
from rectification import services
from rectification.models import LookBack
from rectification.papers import application as papers
from rectification.rules.words import LookBackResult, Severity, Stage, Tab
from rectification.views import files
from tests.callers import Caller
from tests.rectification.conftest import CALENDAR, PDF, moment

LIST = "/ledger/"
DRAWN_AT = moment("2026-10-01", 6)


@pytest.fixture(autouse=True)
def _in_october(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(moment("2026-10-10"), tick=False):
        yield


@pytest.fixture
def drawn(ledger):
    """An item that the month's draw chose; it is the only one of the month."""
    item = ledger.closed()
    services.draw_look_backs(at=DRAWN_AT)
    assert item.look_backs.get().draw is not None
    return item


def said(client, item) -> str:
    return client.get(item.get_absolute_url()).content.decode()


@pytest.mark.long
def test_a_drawn_look_back_is_told_to_its_unit_on_no_page(client, ledger, drawn):
    client.force_login(ledger.officer)
    page = client.get(LIST, {"tab": Tab.LOOK_BACK})

    assert page.context["lines"] == []
    assert {count.tab: count.items for count, _label in page.context["tabs"]}[Tab.LOOK_BACK] == 0
    assert "planned" not in said(client, drawn)
    assert "Look-back planned" not in said(client, drawn)
    printed = client.get(reverse("rectification:printed"), {"tab": Tab.LOOK_BACK})
    assert drawn.no not in printed.content.decode()


@pytest.mark.long
def test_nor_in_the_admin_nor_by_program(client, ledger, drawn, hospital):
    client.force_login(ledger.officer)
    look_back = LookBack.objects.get()
    ledger.officer.is_staff = True
    ledger.officer.save(update_fields=["is_staff"])

    listed = client.get(reverse("admin:rectification_lookback_changelist")).content.decode()
    one = reverse("admin:rectification_lookback_change", args=[look_back.pk])
    entry = client.get(reverse("admin:rectification_item_change", args=[drawn.pk]))
    read = Caller(hospital, at=moment("2026-09-01")).get(f"/api/v1/ledger-items/{drawn.no}/")

    assert drawn.no not in listed
    assert client.get(one).status_code == 302
    assert str(look_back.due_on) not in entry.content.decode()
    assert read.status_code == 200
    assert str(look_back.due_on) not in read.content.decode()


@pytest.mark.long
def test_the_bureau_sees_it_planned_and_the_unit_what_came_of_it(client, ledger, drawn):
    client.force_login(ledger.clerk)
    [line] = client.get(LIST, {"tab": Tab.LOOK_BACK}).context["lines"]
    assert line.item == drawn
    assert "Look-back planned" in said(client, drawn)

    services.record_look_back(
        look_back=drawn.look_backs.get(), result=LookBackResult.HOLDS, note="未反弹",
        by=ledger.clerk, at=moment("2026-10-22"),
    )  # fmt: skip

    client.force_login(ledger.officer)
    assert "Looked back" in said(client, drawn)


@pytest.mark.long
def test_that_high_severity_is_looked_at_again_is_no_secret(client, ledger):
    item = ledger.closed(severity=Severity.HIGH)
    client.force_login(ledger.officer)

    [line] = client.get(LIST, {"tab": Tab.LOOK_BACK}).context["lines"]
    assert line.item == item


@pytest.mark.long
def test_the_unit_reads_of_the_files_that_it_sees_alone(client, ledger):
    item = ledger.draft()
    for name, shown in (("a.pdf", True), ("b.pdf", False)):
        evidence = services.add_evidence(
            item=item, stage=Stage.BEFORE, name=name, content=PDF + name.encode(),
            by=ledger.clerk, at=moment("2026-09-01"),
        )  # fmt: skip
        if shown:
            change_audience(
                attachment=evidence.attachment, audience=Audience.INSTITUTION,
                by=ledger.clerk, at=moment("2026-09-01"),
            )  # fmt: skip
    assert Attachment.objects.count() == 2
    services.issue_item(
        item=item, kind="limited", leader=ledger.leader, sections=[ledger.clerk.section],
        by=ledger.clerk, at=moment("2026-09-01"), calendar=CALENDAR,
    )  # fmt: skip

    def story(reader):
        client.force_login(reader)
        page = client.get(item.get_absolute_url())
        return [str(entry.label) for entry in page.context["timeline"]]

    assert story(ledger.officer) == ["Evidence added", "Rectification ordered"]
    assert story(ledger.clerk).count("Evidence added") == 2


@pytest.fixture
def with_an_inner_file(ledger):
    """An item applied for, on which beside the unit's own file one of the bureau's hangs."""
    item = ledger.issued()
    ledger.show(item, on="2026-09-20", name="整改后.pdf")
    ledger.show(item, on="2026-09-20", name="内部照片.pdf", content=PDF + b"2", by=ledger.clerk)
    ledger.apply(item)
    return item


def names_on_paper(client, item, monkeypatch):
    """Ask for the application on paper; return the files it names."""
    told = []
    monkeypatch.setattr(papers, "application_form", lambda one, bureau: told.append(one))
    monkeypatch.setattr(files, "write_pdf", lambda paper, at: b"%PDF")
    assert client.get(f"{item.get_absolute_url()}application.pdf").status_code == 200
    return list(told[0].evidence)


@pytest.mark.long
def test_its_application_on_paper_names_to_a_unit_the_files_it_sees(
    client, ledger, with_an_inner_file, monkeypatch
):
    client.force_login(ledger.officer)
    assert names_on_paper(client, with_an_inner_file, monkeypatch) == ["整改后.pdf"]

    client.force_login(ledger.clerk)
    of_the_bureau = names_on_paper(client, with_an_inner_file, monkeypatch)
    assert of_the_bureau == ["整改后.pdf", "内部照片.pdf"]


@pytest.mark.long
@pytest.mark.parametrize("page", ["evidence/", "item/{pk}/change/"])
def test_the_admin_names_to_a_unit_no_file_that_is_not_for_it(
    client, ledger, with_an_inner_file, page
):
    address = f"/admin/rectification/{page.format(pk=with_an_inner_file.pk)}"
    type(ledger.officer).objects.filter(pk=ledger.officer.pk).update(is_staff=True)

    client.force_login(ledger.officer)
    of_unit = client.get(address).content.decode()
    client.force_login(ledger.clerk)

    assert "整改后.pdf" in of_unit
    assert "内部照片.pdf" not in of_unit
    assert "内部照片.pdf" in client.get(address).content.decode()
