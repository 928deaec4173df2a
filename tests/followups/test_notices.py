"""The bureau's papers on registers: figures in, words out, from the page to the signature."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse

from bureau import services as bureau_services
from bureau.models import Act, OfficialPaper
from bureau.paper_kinds import paper_kind
from bureau.papers import write_pdf
from bureau.rules import Role
from bureau.services import BureauError, draft_paper
from followups import notices, services
from followups.models import MonthReport
from followups.views.receipts import receipt_of
from tests.factories import (
    AFTER_CLOSING,
    CLOSING,
    IN_TIME,
    OCTOBER,
    RegisterFactory,
    UserFactory,
    rows,
    submitted,
)

BUREAU = "安和县卫生健康局"


@pytest.fixture
def closed(hospital, township):
    submitted(hospital, rows(7))
    RegisterFactory(institution=township)
    return services.close_month(month=OCTOBER, at=CLOSING)


def came_in_late(house):
    return submitted(
        house, rows(3), at=AFTER_CLOSING + timedelta(hours=1), reason="系统故障，现补交"
    )


def drafted(by, about, kind="followups.month_notice", at=AFTER_CLOSING):
    return draft_paper(kind=paper_kind(kind), about=about, by=by, at=at)


@pytest.mark.long
def test_the_notice_on_a_month_says_its_frozen_figures(closed):
    paper = notices.month_notice(closed.figures, bureau=BUREAU)

    said = "\n".join(paper.body)
    assert paper.title == "关于2026年10月出院患者随访登记表报送情况的通报"
    assert "应报2家，实报1家，按时1家，按时率50.0%。" in said
    assert "未交1家：城关镇卫生院。" in said
    assert "访到7人，随访率100.0%（7/7）" in said
    assert "迟交" not in said
    [table] = paper.tables
    assert [row[:2] for row in table.rows] == [("县人民医院", "按时"), ("城关镇卫生院", "未交")]
    assert write_pdf(paper, at=CLOSING).startswith(b"%PDF")


@pytest.mark.long
def test_a_month_in_which_all_are_in_blames_nobody(hospital):
    submitted(hospital, rows(3))
    closed = services.close_month(month=OCTOBER, at=CLOSING)

    said = "\n".join(notices.month_notice(closed.figures, bureau=BUREAU).body)

    assert "未交" not in said
    assert "补交" not in said


@pytest.mark.long
def test_the_notice_that_urges_counts_the_days(clerk, closed):
    paper = drafted(clerk, "371323B01/2026-10", "followups.reminder").paper

    assert paper.addressees == "城关镇卫生院"
    assert "截至2026年11月12日，已逾期2天，仍未收到" in paper.body[0]


@pytest.mark.long
@pytest.mark.parametrize(
    ("about", "at"),
    [("371323A01/2026-10", AFTER_CLOSING), ("371323B01/2026-10", IN_TIME)],
)
def test_who_has_handed_in_or_still_has_time_is_not_urged(clerk, closed, about, at):
    with pytest.raises(BureauError):
        drafted(clerk, about, "followups.reminder", at=at)


@pytest.mark.long
def test_the_notice_rests_on_the_plan_under_its_true_name(closed):
    paper = notices.month_notice(closed.figures, bureau=BUREAU)

    plan = "《安和县卫生健康局提升医疗卫生服务群众满意度工作方案》"
    assert paper.body[0].startswith(f"根据{plan}关于出院患者随访的要求")


@pytest.mark.long
def test_a_notice_demands_nothing_that_was_done_before_it_was_drafted(clerk, closed, township):
    before = "\n".join(drafted(clerk, "2026-10").paper.body)
    OfficialPaper.objects.all().delete()
    submitted(township, rows(3), at=AFTER_CLOSING, reason="系统故障，现补交")
    after = "\n".join(drafted(clerk, "2026-10").paper.body)

    assert "尚未报送的城关镇卫生院要立即补交" in before
    assert "未交1家：城关镇卫生院。" in after
    assert "截至2026年11月12日已补交1家：城关镇卫生院。" in after
    assert "要立即补交" not in after


@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "about"),
    [("followups.month_notice", "2026-10"), ("followups.reminder", "371323B01/2026-10")],
)
def test_who_reviews_is_told_what_came_in_since_the_drafting(
    client, clerk, section_head, closed, township, settings, kind, about
):
    settings.LANGUAGE_CODE = "en"
    paper = drafted(clerk, about, kind)
    page = reverse("bureau:paper", args=[paper.pk])
    client.force_login(section_head)
    with time_machine.travel(AFTER_CLOSING + timedelta(days=1), tick=False):
        quiet = client.get(page).content.decode()
        came_in_late(township)
        told = client.get(page).content.decode()

    assert "Since this was drafted" not in quiet
    assert "Since this was drafted" in told
    assert "城关镇卫生院 handed in on 2026-11-12" in told


@pytest.mark.long
@pytest.mark.parametrize("about", ["2026-09", "2026-13", "", "nonsense", "2026-10/x"])
def test_there_is_no_notice_on_a_month_that_is_not_closed(clerk, closed, about):
    with pytest.raises(ObjectDoesNotExist):
        drafted(clerk, about)


@pytest.mark.long
def test_a_provisional_report_makes_no_notice(clerk, closed):
    MonthReport.objects.update(kind="provisional")

    with pytest.raises(ObjectDoesNotExist):
        drafted(clerk, "2026-10")


@pytest.mark.long
def test_from_the_reports_button_to_the_hospitals_copy(
    client, clerk, section_head, officer, closed, hospital, township
):
    leader = UserFactory(roles=[Role.LEADER])

    def page(user, method, name, **data):
        client.force_login(user)
        paper = OfficialPaper.objects.first()
        url = reverse(f"bureau:{name}", args=[paper.pk] if paper and name != "paper_draft" else [])
        return getattr(client, method)(url, data)

    with time_machine.travel(AFTER_CLOSING, tick=False):
        client.force_login(clerk)
        report = client.get(reverse("followups:report", args=[OCTOBER])).content.decode()
        assert 'value="followups.month_notice"' in report
        page(clerk, "post", "paper_draft", kind="followups.month_notice", about="2026-10")
        preview = page(clerk, "get", "paper").content.decode()
        assert "page-1.png" in preview
        assert "Noto Serif SC" in preview
        assert page(officer, "get", "paper").status_code == 404
        files = [
            reverse("bureau:paper_file", args=[OfficialPaper.objects.get().pk, form])
            for form in ("docx", "pdf")
        ]
        of_house = reverse("followups:register", args=[hospital.code, OCTOBER])
        assert files[0] not in client.get(of_house).content.decode()
        page(section_head, "post", "paper_review")
        page(leader, "post", "paper_sign")

        # The leader finds both files at the county's report, the institution at its register.
        report = client.get(reverse("followups:report", args=[OCTOBER])).content.decode()
        assert all(f'href="{file}"' in report for file in files)
        assert page(officer, "get", "paper").status_code == 200
        read = client.get(of_house).content.decode()
        assert all(f'href="{file}"' in read for file in files)
        pdf = client.get(files[1])

    paper = OfficialPaper.objects.get()
    assert str(paper.number) == "安卫通〔2026〕1号"
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Content-Disposition"].startswith("attachment;")
    assert Act.objects.of("paper", paper.pk).filter(verb="download_paper").count() == 1
    assert pdf.content == bureau_services.open_file(paper.pdf)
    assert set(paper.institutions.all()) == {hospital, township}


@pytest.mark.long
def test_a_draft_is_reworded_on_its_page_and_its_own_figures_are_shown(client, clerk, closed):
    paper = drafted(clerk, "2026-10")
    client.force_login(clerk)
    edit = reverse("bureau:paper_edit", args=[paper.pk])
    form = client.get(edit).context["form"].initial

    client.post(edit, {**form, "body": form["body"] + "\n请于11月30日前整改。"})

    page = client.get(reverse("bureau:paper", args=[paper.pk])).content.decode()
    assert "30" in client.get(reverse("bureau:paper", args=[paper.pk])).context["own_figures"]
    assert "revise_paper" not in page
    back = client.get(edit + "?automatic").context["form"].initial
    assert back["body"] == form["body"]


def test_a_receipt_on_paper_says_what_the_page_says(client, officer, hospital):
    version = submitted(hospital, rows(3))
    client.force_login(officer)

    with time_machine.travel(AFTER_CLOSING, tick=False):
        response = client.get(reverse("followups:receipt_pdf", args=[version.pk]))

    assert response.content.startswith(b"%PDF")
    assert version.receipt_no in response["Content-Disposition"]


def test_a_receipt_names_the_file_and_its_fingerprint():
    receipt = notices.Receipt(
        number="371323A01-202610-1", institution="县人民医院", month=OCTOBER, version=1,
        arrived="2026-11-08 09:00:00", submitted="2026-11-08 09:05:00", by="陈雨",
        due_on=date(2026, 11, 10), standing="按时", rows="新增3", file="随访.xlsx",
        sha256="a" * 64, reason="补交",
    )  # fmt: skip

    slip = notices.receipt_slip(receipt, bureau=BUREAU, day=date(2026, 11, 12))

    facts = dict(slip.tables[0].rows)
    assert slip.number == "编号：371323A01-202610-1"
    assert facts["文件指纹（SHA-256）"] == "a" * 64
    assert facts["原因"] == "补交"
    assert "同一指纹" in slip.body[0]
    nil = notices.receipt_slip(
        replace(receipt, sha256="", file=""), bureau=BUREAU, day=date(2026, 11, 12)
    )
    assert "同一指纹" not in nil.body[0]
    assert slip.masthead == ""


@pytest.mark.long
def test_the_list_of_papers_costs_the_same_for_one_as_for_many(
    client, clerk, closed, django_assert_max_num_queries
):
    drafted(clerk, "2026-10")
    client.force_login(clerk)
    client.get(reverse("bureau:papers"))
    with django_assert_max_num_queries(30) as one:
        client.get(reverse("bureau:papers"))
    first = OfficialPaper.objects.get()
    for number in range(20):
        first.pk, first.about, first._state.adding = None, str(number), True
        first.drafted_at += timedelta(minutes=1)
        first.save()

    with django_assert_max_num_queries(30) as many:
        client.get(reverse("bureau:papers"))

    assert len(one) == len(many)


@pytest.mark.long
def test_a_receipt_tells_of_this_file_and_apart_from_it_of_the_month(
    client, officer, hospital, settings
):
    settings.LANGUAGE_CODE = "en"
    submitted(hospital, rows(3))
    services.close_month(month=OCTOBER, at=CLOSING)
    at = AFTER_CLOSING + timedelta(days=10)
    late = submitted(hospital, rows(3, department="外科"), at=at, reason="更正科室名称")

    slip = notices.receipt_slip(receipt_of(late, at.date()), bureau=BUREAU, day=at.date())
    facts = dict(slip.tables[0].rows)
    client.force_login(officer)
    page = client.get(reverse("followups:receipt", args=[late.pk]))
    first = receipt_of(late.register.versions.get(number=1), at.date())

    assert facts["本次报送"] == "截止后12天收到；封账后报送，已封账的数字不变"
    assert facts["本月报送情况"] == "按时"
    assert "Came later; the register was in on time" in page.content.decode()
    assert (
        dict(notices.receipt_slip(first, bureau=BUREAU, day=at.date()).tables[0].rows)["本次报送"]
        == "截止前收到"
    )
