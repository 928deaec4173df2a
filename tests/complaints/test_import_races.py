"""Two officers take the same orders in, and the same old book, in the same second."""

from functools import partial

import pytest

from bureau.import_states import ImportState
from bureau.models import Act, Section
from bureau.rules import Role, SectionCode
from bureau.selectors import work_calendar
from bureau.selectors.imports import row_counts
from complaints.models import Case
from complaints.services import importing as services
from complaints.services.taking_in import confirm_import
from complaints.sheets import Book
from tests.complaints.conftest import moment
from tests.complaints.test_orders import DONE, OPEN, old_book, order, workbook
from tests.factories import UserFactory
from tests.rectification.races import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AT = moment("2026-11-22")
ROUNDS = range(3)


@pytest.fixture
def clerks(hospital):
    hospital.name = "县人民医院"
    hospital.save()
    section = Section.objects.get(code=SectionCode.PETITIONS)
    return [UserFactory(section=section, roles=[Role.BUREAU_STAFF]) for _ in range(2)]


@pytest.fixture
def checked(clerks):
    def made(content, book):
        batch = services.receive_import(
            book=book, name="a.xlsx", content=content, by=clerks[0], at=AT
        )
        if batch.state == ImportState.ASKING:
            fields = {one["column"]: one["field"] for one in batch.columns_asked}
            batch = services.IMPORTS.map_columns(batch=batch, fields=fields, by=clerks[0], at=AT)
        return batch

    return made


def confirm(batch, by):
    return confirm_import(batch=batch, by=by, at=AT, calendar=work_calendar())


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_file_confirmed_by_two_is_taken_in_once(_round, checked, clerks):
    batch = checked(workbook(order(), order(工单编号="DH2")), Book.ORDERS)

    at_once(*(partial(confirm, batch, one) for one in clerks))

    assert Case.objects.count() == 2
    assert Act.objects.filter(verb="confirm_case_import").count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
@pytest.mark.parametrize(
    ("book", "content"),
    [(Book.ORDERS, workbook(order())), (Book.OLD_BOOK, old_book([None, *DONE[1:]], OPEN))],
)
def test_two_files_with_the_same_rows_register_each_once(_round, checked, clerks, book, content):
    batches = [checked(content, book), checked(content, book)]

    at_once(*(partial(confirm, batch, one) for batch, one in zip(batches, clerks, strict=True)))

    counts = [row_counts(batch) for batch in batches]
    assert Case.objects.count() == counts[0]["new"] + counts[1]["new"] == sum(counts[0].values())
