"""What many patients named, from the register to the ledger: once for each cluster and month."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse

from bureau.models import Act, Job, LexiconEntry
from bureau.services import add_lexicon_entry
from followups import papers, selectors, services, tasks
from followups.models import MonthReport
from followups.papers.report import report_paper
from followups.services import clusters as at_fault
from rectification.models import Item
from tests.factories import AFTER_CLOSING, CLOSING, OCTOBER, row, rows, submitted

pytestmark = pytest.mark.django_db
LATE = AFTER_CLOSING + timedelta(days=40)


def closed(hospital):
    """A closed month in which three named the queue, two the toilets, and one the fees."""
    said = [
        "排队太久",
        "等半天",
        "等了很久，没有乱收费",
        "厕所脏",
        "卫生间臭",
        "收费贵",
        "护士不错",
        "无",
    ]
    given = [row(number, opinion=text) for number, text in enumerate(said, start=2)]
    submitted(hospital, [*given, *(one for one in rows(60) if one.number > 9)])
    services.close_month(month=OCTOBER, at=CLOSING)


def drafts():
    return list(Item.objects.order_by("source_no").values_list("source_no", flat=True))


@pytest.mark.long
def test_the_figures_of_a_closed_month_keep_what_many_named(hospital):
    closed(hospital)

    [line] = MonthReport.objects.get(kind="final").figures["lines"]
    assert line["clusters"] == [{"category": "WAIT", "n": 3, "reached": 60, "name": "排队、流程"}]


@pytest.mark.long
def test_a_cluster_becomes_one_draft_in_the_ledger_however_late_and_however_often(hospital):
    closed(hospital)

    assert services.open_clusters(at=LATE) == 1
    assert services.open_clusters(at=LATE) == 0
    tasks.open_clusters(at=LATE.isoformat())

    item = Item.objects.get()
    assert (item.source, item.source_no) == ("followup", "371323A01/2026-10/WAIT")
    assert (item.institution, item.category.code, item.state) == (hospital, "WAIT", "draft")
    assert item.found_on.isoformat() == "2026-11-11"
    assert item.problem.startswith("2026年10月出院患者随访中，3名患者反映“排队、流程”")


@pytest.mark.long
def test_what_a_month_found_long_ago_is_no_draft_of_today(hospital):
    closed(hospital)

    assert services.open_clusters(at=LATE + timedelta(days=90)) == 0


def test_nothing_is_opened_for_a_month_that_is_not_closed(hospital):
    submitted(hospital, rows(5, opinion="排队太久"))

    assert services.open_clusters(at=CLOSING) == 0
    assert not Item.objects.exists()


@pytest.mark.long
def test_words_learnt_later_leave_a_frozen_month_as_it_was(hospital, clerk):
    submitted(hospital, rows(5, opinion="候诊椅子硬"))
    services.close_month(month=OCTOBER, at=CLOSING)
    wait = LexiconEntry.objects.get(phrase="排队太久").category
    add_lexicon_entry(phrase="椅子硬", category=wait, by=clerk, at=LATE)

    assert services.open_clusters(at=LATE) == 0


@pytest.mark.long
def test_figures_older_than_the_clusters_open_nothing(hospital):
    closed(hospital)
    report = MonthReport.objects.get(kind="final")
    for line in report.figures["lines"]:
        del line["clusters"]
    report.save()

    assert services.open_clusters(at=LATE) == 0
    assert papers.report_workbook(report.figures)


@pytest.mark.long
def test_one_that_fails_is_written_down_and_keeps_no_other_from_the_ledger(
    hospital, township, monkeypatch
):
    submitted(township, rows(4, opinion="停车难"))
    closed(hospital)
    open_item = at_fault.open_item

    def failing(**said):
        if said["institution"] == hospital:
            raise RuntimeError
        return open_item(**said)

    monkeypatch.setattr(at_fault, "open_item", failing)
    services.open_clusters(at=LATE)

    assert drafts() == ["371323B01/2026-10/ENV"]
    assert Job.objects.get(kind="open_clusters").failure.startswith("371323A01/2026-10/WAIT")
    monkeypatch.undo()
    services.open_clusters(at=LATE)
    assert len(drafts()) == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_at_once_open_one_draft(hospital):
    closed(hospital)
    together = Barrier(2)

    def work():
        together.wait()
        services.open_clusters(at=LATE)
        connection.close()

    both = [Thread(target=work) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert drafts() == ["371323A01/2026-10/WAIT"]
    assert not Job.objects.filter(kind="open_clusters").exists()


@pytest.mark.long
def test_the_ledger_is_asked_once_however_many_clusters_there_are(
    hospital, township, django_assert_num_queries
):
    submitted(township, rows(9, opinion="停车难，排队太久，收费贵"))
    closed(hospital)

    with django_assert_num_queries(4):
        assert len(selectors.clusters_to_open(since=OCTOBER)) == 4


# --- Pages and papers ---------------------------------------------------------------------------


def shown(client, user, name, *args):
    client.force_login(user)
    response = client.get(reverse(f"followups:{name}", args=args))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.long
def test_register_and_report_name_the_category_and_how_many(client, hospital, clerk, officer):
    closed(hospital)

    assert "排队、流程 3" in shown(client, clerk, "report", "2026-10")
    for user in (clerk, officer):
        page = shown(client, user, "register", hospital.code, "2026-10")
        assert 'id="clusters"' in page
        assert "等半天" not in page


@pytest.mark.long
def test_a_register_of_an_open_month_names_no_clusters_yet(client, hospital, officer):
    submitted(hospital, rows(5, opinion="排队太久"))

    page = shown(client, officer, "register", hospital.code, "2026-10")

    assert 'id="clusters"' not in page


@pytest.mark.long
def test_an_unsorted_opinion_of_many_is_added_to_the_lexicon_in_one_step(client, hospital, clerk):
    submitted(hospital, [*rows(3, opinion="候诊椅子硬"), row(9, opinion="金丝雀的意见")])
    services.close_month(month=OCTOBER, at=CLOSING)
    page = shown(client, clerk, "unsorted", "2026-10")
    assert "候诊椅子硬" in page
    assert "金丝雀" not in page

    url = reverse("followups:unsorted", args=["2026-10"])
    for _ in range(2):
        client.post(url, {"phrase": "椅子硬", "category": "ENV"})

    assert "候诊椅子硬" not in shown(client, clerk, "unsorted", "2026-10")
    assert Act.objects.filter(verb="add_lexicon_entry").count() == 1


@pytest.mark.long
def test_what_is_added_as_no_problem_is_listed_no_more(client, hospital, clerk):
    submitted(hospital, rows(3, opinion="医生很耐心"))
    services.close_month(month=OCTOBER, at=CLOSING)
    assert "医生很耐心" in shown(client, clerk, "unsorted", "2026-10")

    url = reverse("followups:unsorted", args=["2026-10"])
    client.post(url, {"phrase": "很耐心", "category": "none"})

    assert "医生很耐心" not in shown(client, clerk, "unsorted", "2026-10")


@pytest.mark.long
def test_the_county_paper_names_the_category_and_how_many(hospital):
    closed(hospital)
    figures = MonthReport.objects.get(kind="final").figures

    body = "".join(report_paper(figures).body)

    assert "县人民医院集中反映：排队、流程（3人）。" in body
