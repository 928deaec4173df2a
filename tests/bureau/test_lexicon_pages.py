"""The pages of the lexicon, its admin, and its sheet: adding, trying, retiring, importing."""

from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.lexicon_sheet import LexiconResource
from bureau.models import Act, LexiconEntry, ProblemCategory
from bureau.rules import Role
from bureau.sheet_formats import SheetWorkbook
from bureau.tables import Table, write_workbook
from tests.factories import AFTER_CLOSING, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english_on_the_twelfth(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(AFTER_CLOSING, tick=False):
        yield


@pytest.fixture
def page(client, clerk):
    """Ask for a page of the lexicon as a clerk; what is sent is sent by POST."""

    def page(name, sent=None, **query):
        client.force_login(clerk)
        url = reverse(f"bureau:{name}", query=query)
        response = client.post(url, sent, follow=True) if sent is not None else client.get(url)
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    return page


@pytest.mark.long
def test_the_list_is_narrowed_by_word_and_by_category_with_its_kinds(page):
    assert "爱答不理" in page("lexicon", q="爱答")
    assert "排队太久" not in page("lexicon", q="爱答")
    assert "No phrase is like that" in page("lexicon", q="爱答", category="WAIT")
    assert "爱答不理" in page("lexicon", q="不理", category="ATT")
    assert "差不多" in page("lexicon", category="none")


@pytest.mark.long
def test_a_clerk_adds_a_phrase_on_the_page_once_and_a_doubtful_one_is_told(page):
    page("lexicon", {"phrase": "候诊椅子硬", "category": "ENV"})
    page("lexicon", {"phrase": "候诊椅子硬", "category": "ENV"})
    said = page("lexicon", {"phrase": "候诊椅子硬", "category": "WAIT"})
    page("lexicon", {"phrase": "没选类别", "category": ""})

    assert "“候诊椅子硬” is sorted already" in said
    assert LexiconEntry.objects.get(phrase="候诊椅子硬").category.code == "ENV"
    assert Act.objects.filter(verb="add_lexicon_entry").count() == 1
    assert not LexiconEntry.objects.filter(phrase="没选类别").exists()


def test_pasted_opinions_are_sorted_line_by_line_and_nothing_is_kept(page):
    said = page("try_lexicon", {"lines": "态度很差\n\n没有意见\n排队太久，停车难\n没有乱收费"})

    assert "4 opinions, 1 of them unsorted" in said
    assert said.count("no problem") == 1
    assert "服务态度" in said
    assert not Act.objects.exclude(verb="log_in").exists()


@pytest.mark.parametrize("lines", ["", "长" * 1001, "行\n" * 501])
def test_what_is_too_much_to_sort_at_a_time_is_refused(page, lines):
    assert "opinions, " not in page("try_lexicon", {"lines": lines})


def test_the_tree_says_what_each_category_counts_for(page):
    said = page("categories")

    assert said.count("counts as attitude") == 2
    assert said.count("handed over") == 1
    assert "冷（冷漠、冷淡）" in said


@pytest.mark.long
@pytest.mark.parametrize("name", ["lexicon", "categories"])
def test_a_longer_list_asks_the_database_no_more(page, name):
    page(name)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(name)
    top = ProblemCategory.objects.get(code="WAIT")
    for sign in "ABCDEFGHIJ":
        ProblemCategory.objects.create(code=f"WAIT-{sign * 2}", name=sign, parent=top)
        LexiconEntry.objects.create(phrase=f"{sign}太久", category=top)
    with CaptureQueriesContext(connection) as many:
        page(name)

    assert len(many) == len(few)


# --- The admin ----------------------------------------------------------------------------------


def test_an_entry_is_changed_and_retired_in_the_admin_and_each_leaves_an_act(client, clerk):
    client.force_login(clerk)
    entry = LexiconEntry.objects.get(phrase="等半天")
    url = reverse("admin:bureau_lexiconentry_change", args=[entry.pk])
    said = {"phrase": "等了大半天", "category": entry.category_id, "priority": 2, "is_active": "on"}
    client.post(url, said)
    client.post(
        reverse("admin:bureau_lexiconentry_changelist"),
        {"action": "retire", "_selected_action": [entry.pk]},
    )

    entry.refresh_from_db()
    assert (entry.phrase, entry.priority, entry.is_active) == ("等了大半天", 2, False)
    verbs = Act.objects.filter(object_kind="lexicon_entry").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "change_lexicon_entry", "retire_lexicon_entry",
    ]  # fmt: skip


def test_a_phrase_that_stands_already_is_refused_in_the_admin(client, clerk):
    client.force_login(clerk)
    entry = LexiconEntry.objects.get(phrase="等半天")
    url = reverse("admin:bureau_lexiconentry_change", args=[entry.pk])
    said = {"phrase": "排队太久", "category": entry.category_id, "priority": 0, "is_active": "on"}

    assert client.post(url, said).status_code == 200
    entry.refresh_from_db()
    assert entry.phrase == "等半天"


@pytest.mark.long
def test_the_administrator_adds_a_kind_in_the_admin_and_a_clerk_may_not(client, clerk):
    url, top = reverse("admin:bureau_problemcategory_add"), ProblemCategory.objects.get(code="WAIT")
    said = {"code": "WAIT-BED", "name": "等床", "parent": top.pk, "order": 901}
    client.force_login(clerk)
    assert client.post(url, said).status_code == 403
    client.force_login(UserFactory(roles=[Role.SYS_ADMIN], is_staff=True))
    assert client.post(url, said).status_code == 302
    assert client.post(url, {**said, "code": "FEE-BED"}).status_code == 200

    assert list(top.kinds.values_list("code", flat=True)) == ["WAIT-BED"]


# --- The sheet ----------------------------------------------------------------------------------


def imported(by, *rows):
    table = Table("词表", ["词语", "类别编码", "优先级", "状态"], rows)
    dataset = SheetWorkbook(LexiconResource.columns()).create_dataset(
        write_workbook([table]).content
    )
    return LexiconResource(user=by).import_data(dataset, rollback_on_validation_errors=True)


def test_a_sheet_adds_changes_and_retires_and_the_same_sheet_again_changes_nothing(clerk):
    rows = [
        ["候诊椅子硬", "ENV", "1", ""],
        ["等半天", "COMM", "", ""],
        ["态度差", "ATT", "0", "停用"],
        ["不算事", "", "", ""],
    ]  # fmt: skip
    first, again = imported(clerk, *rows), imported(clerk, *rows)

    assert (first.totals["new"], first.totals["update"]) == (2, 2)
    assert again.totals["skip"] == 4
    verbs = Act.objects.filter(object_kind="lexicon_entry").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "add_lexicon_entry", "change_lexicon_entry", "retire_lexicon_entry", "add_lexicon_entry",
    ]  # fmt: skip


def test_a_sheet_with_a_bad_row_is_refused_with_its_row_and_nothing_is_taken(clerk):
    result = imported(
        clerk, ["候诊椅子硬", "ENV", "", ""], ["等", "ENV", "", ""], ["别的", "X", "", ""]
    )

    assert result.refused == 2
    assert not LexiconEntry.objects.filter(phrase="候诊椅子硬").exists()


def test_what_goes_out_comes_back_unchanged(clerk):
    resource = LexiconResource(user=clerk)
    sheet = SheetWorkbook(resource.columns())
    content = sheet.export_data(resource.export(LexiconEntry.objects.all()[:50]))
    assert BytesIO(content).read(2) == b"PK"

    result = LexiconResource(user=clerk).import_data(sheet.create_dataset(content))

    assert result.totals["skip"] == 50
