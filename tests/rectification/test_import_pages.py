"""The pages on which an old ledger comes in: what each says, refuses and keeps."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bureau.import_states import ImportState, RowState
from bureau.models import Act
from bureau.services import keep_file
from rectification.models import ImportRow, Item, LedgerImport
from rectification.open_work.importing import todo_cards
from rectification.selectors.importing import seen_of
from rectification.services.importing import fault_of_number
from rectification.sheets.row_values import RowValues
from tests.factories import UserFactory
from tests.rectification.conftest import moment
from tests.rectification.old_books import OPEN_ROW, workbook

AT = moment("2026-11-22")
LIST = "/ledger/import/"
CELLS = {"institution": "a", "problem": "a", "found_on": "a"}


@pytest.fixture(autouse=True)
def _today(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def asks(client, ledger):
    client.force_login(ledger.clerk)
    return client


def page_of(batch, of=""):
    return f"{LIST}{batch.pk}/{of}"


def upload(client, content):
    return client.post(LIST, {"workbook": SimpleUploadedFile("旧.xlsx", content)})


def said(response):
    return response.content.decode()


@pytest.mark.long
def test_from_the_file_to_the_ledger_in_three_pages(asks):
    columns = upload(asks, workbook(OPEN_ROW)).headers["Location"]
    batch = LedgerImport.objects.get()
    assert columns == page_of(batch, "columns/")
    form = asks.get(columns).context["form"]

    checked = asks.post(columns, {one.name: form[one.name].initial for one in form})
    taken = asks.post(page_of(batch, "confirm/"), follow=True)

    assert checked.headers["Location"] == page_of(batch)
    assert "1 row is in the ledger now." in said(taken)
    assert Item.objects.get().problem == "无人导医"


def test_columns_without_the_problem_are_asked_about_again(asks):
    upload(asks, workbook(OPEN_ROW))
    columns = page_of(LedgerImport.objects.get(), "columns/")

    answer = asks.post(columns, {"source": "inspection", "column-3": "institution"})

    assert "without it no row can be taken in" in said(answer)
    assert LedgerImport.objects.get().state == ImportState.ASKING


def test_a_file_that_is_no_workbook_says_so_on_its_page(asks):
    answer = asks.get(upload(asks, b"no workbook").headers["Location"])

    assert "This is a text file" in said(answer)
    assert not Item.objects.exists()


@pytest.fixture
def batch(ledger, hospital):
    """Make a checked file of some rows that were struck off."""

    def made(rows, by=None):
        by = by or ledger.verifier
        made = LedgerImport.objects.create(
            file=keep_file(name="旧.xlsx", content=b"x", by=by, at=AT), by=by, at=AT,
            state=ImportState.CHECKED,
        )  # fmt: skip
        for number in range(2, 2 + rows):
            ImportRow.objects.create(
                batch=made, number=number, state=RowState.NEW, becomes="closed",
                values=RowValues(institution=hospital.pk).as_json(), cells=CELLS,
            )  # fmt: skip
        return made

    return made


@pytest.mark.long
def test_whoever_handed_strike_offs_in_is_offered_no_button_but_the_reason(asks, batch, ledger):
    own, anothers = batch(1, by=ledger.clerk), batch(1)

    assert "somebody else of the" in said(asks.get(page_of(own)))
    assert "/confirm/" not in said(asks.get(page_of(own)))
    assert "/confirm/" in said(asks.get(page_of(anothers)))


def test_a_refused_confirmation_says_why_and_enters_nothing(asks, batch, ledger):
    answer = asks.post(page_of(batch(1, by=ledger.clerk), "confirm/"), follow=True)

    assert "somebody else of the" in said(answer)
    assert not Item.objects.exists()


def test_who_may_take_strike_offs_in_has_a_card_and_the_sender_reads_whom_to_ask(
    asks, batch, ledger, client
):
    own = batch(1, by=ledger.clerk)

    assert ledger.verifier.name in said(asks.get(page_of(own)))
    assert todo_cards(ledger.clerk, AT.date()) == []
    [card] = todo_cards(ledger.verifier, AT.date())
    assert (card.value, card.actions[0].url) == (1, own.get_absolute_url())
    assert todo_cards(ledger.officer, AT.date()) == []
    ImportRow.objects.update(becomes="issued")
    assert todo_cards(ledger.verifier, AT.date()) == []


@pytest.mark.long
def test_a_page_of_rows_costs_the_same_for_one_as_for_forty(asks, batch):
    def queries(rows):
        made = batch(rows)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            asks.get(page_of(made))
        return len(asked)

    queries(1)
    assert queries(1) == queries(40)


@pytest.mark.long
def test_the_list_costs_the_same_for_one_file_as_for_ten(asks, batch):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            asks.get(LIST)
        return len(asked)

    batch(0)
    asks.get(LIST)
    one = queries()
    for _ in range(9):
        batch(0)

    assert queries() == one


def test_who_takes_the_file_out_is_written_down(asks, batch):
    answer = asks.get(page_of(batch(1), "original/"))

    assert answer.content == b"x"
    assert Act.objects.filter(verb="download_import").count() == 1


def test_a_file_without_faults_has_no_marked_copy(asks, batch):
    assert asks.get(page_of(batch(1), "marked/")).status_code == 404


def test_laid_aside_it_leads_back_and_says_so(asks, batch):
    made = batch(1)

    answer = asks.post(page_of(made, "withdraw/"), follow=True)

    assert "nothing of it is in the ledger" in said(answer)
    made.refresh_from_db()
    assert made.state == ImportState.WITHDRAWN


def test_anothers_section_finds_no_file_but_its_own(client, batch):
    stranger = UserFactory(roles=["bureau_staff"])
    client.force_login(stranger)

    assert client.get(page_of(batch(1))).status_code == 404
    assert client.get(page_of(batch(1, by=stranger))).status_code == 200


def test_the_admin_leads_to_the_page(asks):
    answer = asks.get("/admin/rectification/ledgerimport/add/")

    assert answer.headers["Location"] == LIST


@pytest.mark.long
def test_who_does_not_see_an_item_learns_nothing_of_it_from_a_row(asks, batch, ledger, client):
    stranger = UserFactory(roles=["bureau_staff"], is_staff=True)
    known, made = ledger.draft(), batch(1, by=stranger)
    ImportRow.objects.update(state=RowState.UNCHANGED, item=known)
    of_rows = page_of(made, "?rows=unchanged")
    admin = "/admin/rectification/importrow/"

    assert known.no in said(asks.get(of_rows))
    client.force_login(stranger)
    page = said(client.get(of_rows))

    assert known.no not in page
    assert "another section's" in page
    assert known.no not in said(client.get(admin)) + said(client.get(f"{admin}?q=ZG"))
    values = RowValues(institution=known.institution_id, no="1")
    assert fault_of_number(values, known, seen_of([known], stranger)).facts == {}
    assert fault_of_number(values, known, seen_of([known], ledger.clerk)).facts == {"no": known.no}
